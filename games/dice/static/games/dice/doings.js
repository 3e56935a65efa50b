/**
 * What one can do at the dice table. In here: the buttons and their keys. Not in here: what comes
 * of them (the server), the check of the dice (honesty).
 */

import { effect } from "@preact/signals-core";
import { html } from "lit-html";
import { t } from "parlour/i18n.js";
import { askHonesty } from "./honesty.js";
import { rollsOf } from "./party.js";
import { waitingFor } from "./words.js";

/** @import { Action } from "parlour/table/table.js" */
/** @import { Scene } from "./scene.js" */

/** @param {Scene} scene @returns {() => void} */
export function offerDoings(scene) {
  return effect(() => {
    scene.table.actions.value = scene.playing.value
      ? [main(scene), ...aside(scene)]
      : [honesty(scene)];
  });
}

/** The one thing to do, always in the same place. @param {Scene} scene @returns {Action} */
function main(scene) {
  const { table } = scene;
  if (!scene.mine.value)
    return { key: "join", label: t("Join in"), tone: "primary", run: () => joinIn(scene) };
  if (!table.game.value.open)
    return { key: "new", label: t("New round"), tone: "primary", run: () => newRound(scene) };
  if (scene.rolls.value) {
    const busy = scene.busy.value;
    return { key: "roll", label: rollWord(scene), tone: "primary", busy, run: () => roll(scene) };
  }
  const waiting = waitingFor(table.game.value, scene.players.value, table.seat.value);
  return { key: "wait", label: waiting.charAt(0).toUpperCase() + waiting.slice(1) };
}

/** @param {Scene} scene */
function rollWord(scene) {
  const turn = scene.mine.value?.turn;
  if (!turn || !rollsOf(turn).length) return t("Roll");
  return turn.ties ? t("Roll one more") : t("Roll again");
}

/** @param {Scene} scene @returns {Action[]} */
function aside(scene) {
  const { table } = scene;
  /** @type {Action[]} */
  const found = [honesty(scene)];
  if (scene.mine.value)
    found.push({
      key: "watch",
      label: t("Just watch"),
      tone: "quiet",
      run: () => table.ask("lobby/stand", {}),
    });
  const host = table.you.value.role === "host";
  if (host && !table.game.value.open && table.game.value.round)
    found.push({ key: "end", label: t("End the game"), tone: "quiet", run: () => void end(scene) });
  return found;
}

/** @param {Scene} scene @returns {Action} */
function honesty(scene) {
  return {
    key: "check",
    label: t("Check the dice"),
    tone: "quiet",
    run: () => void askHonesty(scene),
  };
}

/** @param {Scene} scene */
export function joinIn({ table, mine, playing }) {
  if (!mine.peek() && playing.peek()) table.ask("lobby/sit", {});
}

/**
 * One roll at a time: a second press before the dice have come is the same press.
 *
 * @param {Scene} scene
 */
export function roll({ table, rolls, busy, asked, next }) {
  if (!rolls.peek() || busy.peek()) return;
  const mine = next.peek();
  asked.value = mine;
  // A refused roll may be asked for again.
  table.send("game/roll", {}).catch(() => {
    if (asked.peek() === mine) asked.value = "";
  });
}

/** Two who press at once mean the same round: the later one's refusal is no news. @param {Scene} scene */
export function newRound({ table, mine, playing }) {
  if (!mine.peek() || !playing.peek() || table.game.peek().open) return;
  table.send("game/new_round", {}, { quiet: true }).catch((refusal) => {
    if (refusal.code !== "INVALID_STATE") table.toast(refusal.message, "warn");
  });
}

/** @param {Scene} scene */
async function end({ table }) {
  const answer = await table.question({
    title: t("End this game?"),
    body: html`<p>
      ${t("Whoever won most rounds has won it, streaks are over, and the secret of the dice is shown.")}
    </p>`,
    choices: [
      { value: "end", label: t("End the game"), tone: "danger" },
      { value: "", label: t("Play on"), tone: "quiet" },
    ],
  });
  if (answer === "end") table.ask("game/finish", {});
}
