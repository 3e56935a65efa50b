/**
 * The buttons of a game of chess. In here: resigning, draws, takebacks, pauses, claims. Not in here: what
 * comes of them (the server); sitting down and another game (the table page).
 */

import { effect, signal } from "@preact/signals-core";
import { html } from "lit-html";
import { t } from "parlour/i18n.js";
import { nameAt } from "parlour/table/company.js";
import { written } from "./clocks.js";
import { canClaimDraw } from "./ends.js";
import { movesOf } from "./record.js";
import { ruleOf, TITLES } from "./variants.js";

/** @import { Signal } from "@preact/signals-core" */
/** @import { Json } from "parlour/wire.d.ts" */
/** @import { Action, Table } from "parlour/table/table.js" */
/** @import { Variant } from "./variants.js" */
/** @import { Scene } from "./scene.js" */

/**
 * @param {Scene} scene
 * @returns {() => void}
 */
export function offerActions(scene) {
  const { table } = scene;
  const asked = signal(/** @type {Asked} */ ({}));
  return effect(() => {
    const seat = table.seat.value;
    const inGame = scene.playing.value && seat !== undefined;
    table.actions.value = inGame
      ? [...answers(scene, seat), ...moves(scene, seat, asked), ...always(scene)]
      : always(scene);
  });
}

/** What the opponent or the position asks of me. @param {Scene} scene @param {number} seat */
function answers(scene, seat) {
  const { table } = scene;
  const { gone, history = 0 } = table.game.value;
  const opponent = nameAt(table.players.value, 1 - seat) || t("Your opponent");
  /** @type {Action[]} */
  const found = [];
  if (gone === 1 - seat) {
    const counts = movesOf(table.game.value).length >= history + 2;
    found.push({
      key: "claim-win",
      offer: t("{name} has not come back.", { name: opponent }),
      label: counts ? t("Claim the win") : t("End the game"),
      tone: "primary",
      run: () => table.ask("game/claim", {}),
    });
  }
  for (const { wish, says } of WISHES)
    if (table.game.value[wish] === 1 - seat) found.push(...answer(table, wish, says(opponent)));
  return [...found, ...goingOn(scene, seat, opponent)];
}

/**
 * Yes or no to what the opponent asks.
 *
 * @param {Table} table
 * @param {Wish} wish
 * @param {string} offer
 * @returns {Action[]}
 */
function answer(table, wish, offer) {
  /** @param {"accept" | "decline"} word */
  const say = (word) => () => table.ask(`game/${wish}`, { [word]: true });
  return [
    { key: `${wish}-yes`, offer, label: t("Accept"), tone: "primary", run: say("accept") },
    { key: `${wish}-no`, offer, label: t("Decline"), run: say("decline") },
  ];
}

/** @typedef {"draw" | "takeback" | "pause"} Wish */
/** @typedef {Partial<Record<Wish, number>>} Asked how many moves were made when I last asked */

/** @type {{wish: Wish, says: (name: string) => string}[]} */
const WISHES = [
  { wish: "draw", says: (name) => t("{name} offers a draw.", { name }) },
  { wish: "takeback", says: (name) => t("{name} asks to take a move back.", { name }) },
  { wish: "pause", says: (name) => t("{name} asks for a pause.", { name }) },
];

/**
 * The end of a pause.
 *
 * @param {Scene} scene
 * @param {number} seat
 * @param {string} name
 * @returns {Action[]}
 */
function goingOn({ table }, seat, name) {
  const { paused, resume } = table.game.value;
  if (!paused) return [];
  const run = () => table.ask("game/resume", {});
  const label = t("Go on");
  if (!resume) return [{ key: "resume", offer: t("The game is paused."), label, run }];
  const time = written(Math.max(0, resume.at - table.tick.value)).time;
  const mine = resume.seat === seat;
  const offer = mine
    ? t("The clocks run again in {time}, or when {name} is there.", { name, time })
    : t("{name} wants to go on: the clocks run again in {time}.", { name, time });
  return [{ key: "resume", offer, label, tone: "primary", busy: mine, run: () => mine || run() }];
}

/**
 * @param {Scene} scene
 * @param {number} seat
 * @param {Signal<Asked>} asked
 * @returns {Action[]}
 */
function moves(scene, seat, asked) {
  const { table } = scene;
  const { history = 0, clock, paused } = table.game.value;
  const made = movesOf(table.game.value).length - history;
  /** @type {Action[]} */
  const found = [];
  const mine = table.turn.value.includes(seat) ? made - 2 : made - 1;
  if (mine >= 0 && !paused) found.push(...wish(scene, seat, asked, TAKEBACK));
  if (clock && !paused) found.push(...wish(scene, seat, asked, PAUSE));
  if (made < 2) {
    const run = () => table.ask("game/abort", {});
    return [{ key: "abort", label: t("Abort"), icon: "close", tone: "quiet", run }, ...found];
  }
  if (canClaimDraw(scene.plies.value))
    found.push({
      key: "claim-draw",
      label: t("Claim a draw"),
      icon: "handshake",
      run: () => table.ask("game/draw", { claim: true }),
    });
  found.unshift(...wish(scene, seat, asked, DRAW));
  const run = () => void resign(table);
  return [...found, { key: "resign", label: t("Resign"), icon: "flag", tone: "quiet", run }];
}

/** @typedef {{wish: Wish, payload: Json, label: string, open: string, icon: string, small?: boolean}} Question */

/** @type {Question} */
const DRAW = {
  wish: "draw",
  payload: { offer: true },
  label: t("Offer a draw"),
  open: t("Draw offered"),
  icon: "handshake",
};
/** @type {Question} */
const TAKEBACK = {
  wish: "takeback",
  payload: { ask: true },
  label: t("Take a move back"),
  open: t("Asked to take a move back"),
  icon: "undo",
  small: true,
};
/** @type {Question} */
const PAUSE = {
  wish: "pause",
  payload: { ask: true },
  label: t("Pause"),
  open: t("Asked for a pause"),
  icon: "pause",
  small: true,
};

/**
 * The button that asks the opponent for something, unless it cannot be asked now: the server takes
 * one question of a kind between two moves.
 *
 * @param {Scene} scene
 * @param {number} seat
 * @param {Signal<Asked>} asked
 * @param {Question} question
 * @returns {Action[]}
 */
function wish({ table }, seat, asked, { wish: kind, payload, label, open, icon, small }) {
  const asks = table.game.value[kind];
  const made = movesOf(table.game.value).length;
  const at = asked.value[kind] ?? -2;
  const mine = asks === seat;
  if (!mine && (asks !== undefined || (made >= at && made <= at + 1))) return [];
  const ask = () =>
    table.send(`game/${kind}`, payload).then(
      () => {
        asked.value = { ...asked.peek(), [kind]: made };
      },
      () => {},
    );
  const run = () => void (mine || ask());
  return [{ key: kind, label: mine ? open : label, icon, tone: "quiet", busy: mine, small, run }];
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

/** What can be done at any time. @param {Scene} scene @returns {Action[]} */
function always(scene) {
  const { table } = scene;
  const run = () => turn(table);
  const flip = { key: "flip", label: t("Turn the board"), icon: "flip", small: true, run };
  const { variant } = scene.last.value;
  if (variant === "chess") return [flip];
  const tell = () => void tellRule(table, variant);
  return [
    { key: "rule", label: t("How it is played"), icon: "book", small: true, run: tell },
    flip,
  ];
}

/** @param {Table} table @param {Variant} variant */
async function tellRule(table, variant) {
  await table.question({
    title: TITLES[variant],
    body: html`<p>${ruleOf(variant)}</p>`,
    choices: [{ value: "", label: t("Close"), tone: "primary" }],
  });
}

/** Look from the other side. @param {Table} table */
export function turn(table) {
  table.turned.value = 1 - table.bottom.peek();
}
