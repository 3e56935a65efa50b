/**
 * What one can do at the table. In here: the buttons in the thumb's reach and what they send. Not in
 * here: choosing cards (hand, drag), keys (keys), what comes of it (the server).
 */

import { effect } from "@preact/signals-core";
import { t } from "parlour/i18n.js";
import { bring, mayBring } from "parlour/table/computer.js";
import { valuesOf, wireCard } from "./cards.js";
import { comboOf } from "./combos.js";
import { choose } from "./hand.js";
import { advice } from "./mine.js";
import { freeSeats } from "./scene.js";

/** @import { Action } from "parlour/table/table.js" */
/** @import { Json, Patch } from "parlour/wire.d.ts" */
/** @import { Scene } from "./scene.js" */

/** @param {Scene} scene @returns {() => void} */
export function offerDoings(scene) {
  return effect(() => {
    scene.table.actions.value = scene.replay ? [] : doings(scene);
  });
}

/** @param {Scene} scene @returns {Action[]} */
function doings(scene) {
  if (scene.mine.value === undefined) return visiting(scene);
  const { status } = scene;
  if (status.value === "in_progress") return playing(scene);
  if (status.value === "completed") return ended(scene);
  return gathering(scene);
}

/** @param {Scene} scene @returns {Action[]} */
function visiting(scene) {
  const { table, status } = scene;
  const before = status.value === "waiting";
  if (before && freeSeats(scene).length)
    return [
      {
        key: "sit",
        label: t("Sit down"),
        tone: "primary",
        icon: "chair",
        run: () => table.ask("lobby/sit", {}),
      },
    ];
  return status.value === "completed" ? ended(scene) : [];
}

/** @param {Scene} scene @returns {Action[]} */
function gathering(scene) {
  const { table, status, mySeat } = scene;
  const host = table.you.value.role === "host" && !table.page.permanent;
  const leave = stand(scene);
  if (status.value === "waiting") {
    const invite = { key: "share", label: t("Invite"), icon: "share", run: share };
    /** @type {Action} */
    const fill = {
      key: "bots",
      label: t("Add computers"),
      run: () => void bring(table, ...freeSeats(scene)),
    };
    return mayBring(table)
      ? [{ ...invite, tone: "primary" }, fill, leave]
      : [{ ...invite, tone: "primary" }, leave];
  }
  const more = host && status.value === "between_games" ? [anew(scene), leave] : [leave];
  if (mySeat.value?.ready)
    return [{ key: "ready", label: t("Waiting for the others"), disabled: true }, ...more];
  return [
    {
      key: "ready",
      label: t("Ready"),
      tone: "primary",
      icon: "check",
      run: () => table.ask("tourney/ready", {}),
    },
    ...more,
  ];
}

/** The host may begin the whole tournament again. @param {Scene} scene @returns {Action} */
function anew(scene) {
  return { key: "anew", label: t("Start over"), tone: "quiet", run: () => void startOver(scene) };
}

/** @param {Scene} scene */
async function startOver({ table }) {
  const answer = await table.question({
    title: t("Start the tournament over?"),
    body: t("Everybody keeps the chair and loses the points."),
    choices: [
      { value: "reset", label: t("Start over"), tone: "danger" },
      { value: "", label: t("Play on"), tone: "quiet" },
    ],
  });
  if (answer === "reset") table.ask("tourney/reset", {});
}

/** @param {Scene} scene @returns {Action} */
function stand(scene) {
  const before = scene.status.value === "waiting" || scene.status.value === "starting";
  const label = before ? t("Stand up") : t("Give up");
  return { key: "stand", label, tone: "quiet", run: () => void leave(scene, before) };
}

/** @param {Scene} scene @param {boolean} [before] whether nothing has been played yet */
export async function leave({ table }, before) {
  if (before) return table.ask("lobby/stand", {});
  const answer = await table.question({
    title: t("Give the tournament up?"),
    body: t("A computer player takes your cards and your points and plays on."),
    choices: [
      { value: "leave", label: t("Give up"), tone: "danger" },
      { value: "", label: t("Play on"), tone: "quiet" },
    ],
  });
  if (answer === "leave") table.ask("lobby/stand", {});
}

/** @param {Scene} scene @returns {Action[]} */
function playing(scene) {
  if (!scene.myHands.value) return [];
  const out = (scene.table.game.value.winOrder ?? []).includes(scene.mine.value);
  if (out) return [stand(scene)];
  const lead = !scene.asked.value.last;
  const live = scene.myTurn.value && !scene.busy.value;
  return [
    { key: "sort", label: sortWord(scene), icon: "sort", small: true, run: () => sort(scene) },
    {
      key: "hint",
      label: t("Hint"),
      icon: "bulb",
      small: true,
      run: () => hint(scene),
      disabled: !scene.possible.value.length,
    },
    { key: "pass", label: t("Pass"), run: () => pass(scene), disabled: !live || lead },
    {
      key: "play",
      label: t("Play"),
      tone: scene.playable.value ? "primary" : undefined,
      run: () => play(scene),
      disabled: !scene.playable.value,
    },
  ];
}

/** @param {Scene} scene */
function sortWord({ order }) {
  return order.value === "rank" ? t("Sort by suit") : t("Sort by rank");
}

/** @param {Scene} scene @returns {Action[]} */
function ended({ table }) {
  if (table.you.value.role !== "host" || table.lobby.value.status === "over") return [];
  return [
    {
      key: "reset",
      label: t("New tournament"),
      tone: "primary",
      icon: "rematch",
      run: () => table.ask("tourney/reset", {}),
    },
  ];
}

function share() {
  document.dispatchEvent(new CustomEvent("parlour:open", { detail: "share" }));
}

/** @param {Scene} scene */
export function sort(scene) {
  scene.sortBy(scene.order.peek() === "rank" ? "suit" : "rank");
}

/** The next play I have, the cheapest first. @param {Scene} scene */
export function hint(scene) {
  const found = scene.possible.peek();
  if (!found.length) {
    if (scene.myTurn.peek()) scene.table.interrupt(t("Nothing you have beats it. Pass."));
    return;
  }
  scene.hinted.value = (scene.hinted.peek() + 1) % found.length;
  choose(scene, found[scene.hinted.peek()] ?? []);
  scene.table.announce(advice(scene).line);
}

/** @param {Scene} scene */
export function pass(scene) {
  const { table, myTurn, busy, asked } = scene;
  if (!myTurn.peek() || busy.peek()) return;
  if (!asked.peek().last) return table.interrupt(t("You lead, so you cannot pass."));
  choose(scene, []);
  table.ask("game/pass", {}, { optimistic: nobodysTurn() });
}

/**
 * Play what is chosen: the cards lie on the table at once, and come back if the server says no.
 *
 * @param {Scene} scene
 */
export function play(scene) {
  const { table, chosen, playable } = scene;
  if (!playable.peek()) {
    if (chosen.peek().length) table.interrupt(advice(scene).line);
    return;
  }
  const cards = [...chosen.peek()].sort((one, other) => one - other);
  choose(scene, []);
  table.ask("game/play", { cards: cards.map(wireCard) }, { optimistic: hoped(scene, cards) });
}

/** @returns {Patch} */
function nobodysTurn() {
  return { currentPlayer: null, turnEndsAt: null };
}

/** @param {Scene} scene @param {number[]} cards @returns {Patch} */
function hoped({ table, mine, moves }, cards) {
  const game = /** @type {Json} */ (table.game.peek());
  const seat = mine.peek() ?? 0;
  const rest = valuesOf(game.yourHand).filter((card) => !cards.includes(card));
  const counts = /** @type {number[]} */ (game.handCounts ?? []);
  const number = (moves.peek().at(-1)?.number ?? 0) + 1;
  return {
    ...nobodysTurn(),
    yourHand: rest.map(wireCard),
    lastPlay: { playerId: seat, cards: cards.map(wireCard), combo: comboOf(cards)?.kind },
    handCounts: counts.map((count, at) => (at === seat ? rest.length : count)),
    moves: { [number]: { by: seat, cards } },
    mustInclude: null,
  };
}
