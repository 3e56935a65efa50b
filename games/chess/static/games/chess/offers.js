/**
 * The buttons of a game of chess. In here: resigning, draws, aborting, claims. Not in here: what
 * comes of them (the server); sitting down and another game (the table page).
 */

import { effect, signal } from "@preact/signals-core";
import { html } from "lit-html";
import { t } from "parlour/i18n.js";
import { nameAt } from "parlour/table/company.js";
import { canClaimDraw } from "./ends.js";
import { movesOf } from "./record.js";

/** @import { Action, Table } from "parlour/table/table.js" */
/** @import { Scene } from "./scene.js" */

/**
 * @param {Scene} scene
 * @returns {() => void}
 */
export function offerActions(scene) {
  const { table } = scene;
  /** How many moves were made when I last offered a draw; the server takes one a move. */
  const offeredAt = signal(-1);
  return effect(() => {
    const seat = table.seat.value;
    const inGame = scene.playing.value && seat !== undefined;
    table.actions.value = inGame
      ? [...answers(scene, seat), ...moves(scene, seat, offeredAt), turnBoard(table)]
      : [turnBoard(table)];
  });
}

/** What the opponent or the position asks of me. @param {Scene} scene @param {number} seat */
function answers(scene, seat) {
  const { table } = scene;
  const { draw, gone } = table.game.value;
  const opponent = nameAt(table.players.value, 1 - seat) || t("Your opponent");
  /** @type {Action[]} */
  const found = [];
  if (gone === 1 - seat) {
    const counts = movesOf(table.game.value).length >= 2;
    found.push({
      key: "claim-win",
      offer: t("{name} has not come back.", { name: opponent }),
      label: counts ? t("Claim the win") : t("End the game"),
      tone: "primary",
      run: () => table.ask("game/claim", {}),
    });
  }
  if (draw === 1 - seat) {
    const offer = t("{name} offers a draw.", { name: opponent });
    /** @param {"accept" | "decline"} word */
    const answer = (word) => () => table.ask("game/draw", { [word]: true });
    found.push({
      key: "accept",
      offer,
      label: t("Accept"),
      tone: "primary",
      run: answer("accept"),
    });
    found.push({ key: "decline", offer, label: t("Decline"), run: answer("decline") });
  }
  return found;
}

/**
 * @param {Scene} scene
 * @param {number} seat
 * @param {import("@preact/signals-core").Signal<number>} offeredAt
 * @returns {Action[]}
 */
function moves(scene, seat, offeredAt) {
  const { table } = scene;
  const made = movesOf(table.game.value).length;
  if (made < 2) {
    const run = () => table.ask("game/abort", {});
    return [{ key: "abort", label: t("Abort"), icon: "close", tone: "quiet", run }];
  }
  /** @type {Action[]} */
  const found = [];
  if (canClaimDraw(scene.plies.value))
    found.push({
      key: "claim-draw",
      label: t("Claim a draw"),
      icon: "handshake",
      run: () => table.ask("game/draw", { claim: true }),
    });
  const mine = table.game.value.draw === seat;
  const open = !mine && table.game.value.draw === undefined && made > offeredAt.value + 1;
  if (open || mine)
    found.push({
      key: "draw",
      label: mine ? t("Draw offered") : t("Offer a draw"),
      icon: "handshake",
      tone: "quiet",
      busy: mine,
      run: () => void (mine || offerDraw(table, made, offeredAt)),
    });
  const run = () => void resign(table);
  return [...found, { key: "resign", label: t("Resign"), icon: "flag", tone: "quiet", run }];
}

/**
 * @param {Table} table
 * @param {number} made
 * @param {import("@preact/signals-core").Signal<number>} offeredAt
 */
function offerDraw(table, made, offeredAt) {
  table.send("game/draw", { offer: true }).then(
    () => {
      offeredAt.value = made;
    },
    () => {},
  );
}

/** @param {Table} table */
async function resign(table) {
  const answer = await table.question({
    title: t("Resign this game?"),
    body: html`<p>${t("Your opponent wins.")}</p>`,
    choices: [
      { value: "resign", label: t("Resign"), tone: "danger" },
      { value: "", label: t("Play on"), tone: "quiet" },
    ],
  });
  if (answer === "resign") table.ask("game/resign", {});
}

/** @param {Table} table @returns {Action} */
function turnBoard(table) {
  const run = () => turn(table);
  return { key: "flip", label: t("Turn the board"), icon: "flip", small: true, run };
}

/** Look from the other side. @param {Table} table */
export function turn(table) {
  table.turned.value = 1 - table.bottom.peek();
}
