/**
 * What the board shows, as signals. In here: my hand in its order, what is chosen and whether it
 * may be played, who sits where. Not in here: drawing, words.
 */

import { computed, signal } from "@preact/signals-core";
import { t } from "parlour/i18n.js";
import { nameAt, playerAt } from "parlour/table/company.js";
import { sorted, valuesOf } from "./cards.js";
import { askedBy, comboOf, judge, rulesOf } from "./combos.js";
import { keepOrder, keptOrder } from "./kept.js";
import { comebacks, plays } from "./plays.js";

/** @import { Json } from "parlour/wire.d.ts" */
/** @import { Table } from "parlour/table/table.js" */
/** @import { ReadonlySignal, Signal } from "@preact/signals-core" */
/** @import { Order } from "./cards.js" */

export const SEATS = 4;

/**
 * One seat as the part `tourney` has it; what is empty is absent.
 *
 * @typedef {object} Seat
 * @property {number} position
 * @property {string} [playerName]
 * @property {number} score
 * @property {number} gamesWon
 * @property {number} lastGamePoints
 * @property {boolean} ready
 * @property {boolean} [taken]
 * @property {string} [bot]
 * @property {boolean} [away]
 * @property {boolean} [back]
 */

/** @typedef {{number: number, by: number, cards: number[]}} Move */

/** @typedef {ReturnType<typeof setScene>} Scene */

/** @param {Table} table */
export function setScene(table) {
  const tourney = table.part("tourney");
  const { game } = table;
  const status = computed(() => tourney.value.status ?? "waiting");
  const on = computed(() => status.value === "in_progress");
  const seats = computed(() => /** @type {Seat[]} */ (tourney.value.seats ?? []));
  const mine = computed(() => tourney.value.yourPosition ?? table.seat.value);
  const rules = computed(() => rulesOf(table.lobby.value.options ?? {}));
  const asked = computed(() => askedBy(game.value));
  const order = signal(/** @type {Order} */ (keptOrder()));
  const own = signal(/** @type {number[]} */ ([]));
  const hand = computed(() => sorted(valuesOf(game.value.yourHand), order.value, own.value));
  const picked = signal(/** @type {ReadonlySet<number>} */ (new Set()));
  const chosen = computed(() => hand.value.filter((card) => picked.value.has(card)));
  const verdict = computed(() => judge(rules.value, asked.value, chosen.value));
  const busy = computed(() => table.pending("game").length > 0);
  const mySeat = computed(() => seats.value[mine.value ?? -1]);
  /** No computer player plays for me. */
  const myHands = computed(() => !mySeat.value?.bot && !mySeat.value?.back);
  const myTurn = computed(() => {
    const turn = on.value && mine.value !== undefined && game.value.currentPlayer === mine.value;
    return turn && myHands.value;
  });
  const possible = computed(() =>
    on.value && mine.value !== undefined && myHands.value
      ? possibilities({ myTurn, asked, rules, hand, game, mine })
      : [],
  );
  return {
    table,
    /** Nothing can be done here but look. */
    replay: Boolean(table.replay),
    tourney,
    status,
    on,
    seats,
    mine,
    rules,
    asked,
    order,
    own,
    hand,
    picked,
    chosen,
    verdict,
    busy,
    myTurn,
    mySeat,
    myHands,
    /** All I can play now, the cheapest first. */
    possible,
    /** Whether the chosen cards can be played now. */
    playable: computed(() => !busy.value && verdict.value === "ok" && mayMove()),
    /** The card the keyboard is at. */
    cursor: signal(/** @type {number | undefined} */ (undefined)),
    /** The card being dragged, and where to. */
    dragged: signal(/** @type {number | undefined} */ (undefined)),
    /** What was hinted last, by its place in `possible`. */
    hinted: signal(-1),
    moves: computed(() => movesOf(game.value)),
    /** @param {number} seat */
    nameOf: (seat) =>
      nameAt(table.players.value, seat) ||
      seats.value[seat]?.playerName ||
      t("Player {n}", { n: seat + 1 }),
    /** @param {number} seat */
    personAt: (seat) => table.players.value[playerAt(table.players.value, seat) ?? ""],
    /** @param {Order} wanted */
    sortBy: (wanted) => {
      own.value = hand.peek();
      order.value = wanted;
      keepOrder(wanted);
    },
  };

  /** My turn, or four pairs after a pass. */
  function mayMove() {
    if (!myHands.value) return false;
    if (myTurn.value) return true;
    const combo = comboOf(chosen.value);
    return possible.value.some((cards) => comboOf(cards)?.top === combo?.top);
  }
}

/**
 * @param {object} now
 * @param {ReadonlySignal<boolean>} now.myTurn
 * @param {ReadonlySignal<import("./combos.js").Asked>} now.asked
 * @param {ReadonlySignal<import("./combos.js").Rules>} now.rules
 * @param {ReadonlySignal<number[]>} now.hand
 * @param {ReadonlySignal<Json>} now.game
 * @param {ReadonlySignal<number | undefined>} now.mine
 */
function possibilities({ myTurn, asked, rules, hand, game, mine }) {
  if (myTurn.value) return plays(rules.value, asked.value, hand.value);
  const passed = game.value.passedPlayers?.[mine.value ?? -1];
  return passed ? comebacks(rules.value, asked.value, hand.value) : [];
}

/** The moves of a game in order. @param {Json} game @returns {Move[]} */
export function movesOf(game) {
  const moves = /** @type {Record<string, {by: number, cards?: number[]}>} */ (game.moves ?? {});
  return Object.entries(moves)
    .map(([number, { by, cards = [] }]) => ({ number: Number(number), by, cards }))
    .sort((one, other) => one.number - other.number);
}

/**
 * What is known of somebody's cards: in a replay, when a game is over, or laid open at the deal.
 *
 * @param {Json} game
 * @param {number} seat
 * @returns {number[] | undefined}
 */
export function openHand(game, seat) {
  if (game.hands?.[seat]) return game.hands[seat];
  if (game.dealt?.[seat]) {
    const played = new Set(movesOf(game).flatMap(({ by, cards }) => (by === seat ? cards : [])));
    const out = game.instantWins?.[seat] !== undefined;
    return out
      ? game.dealt[seat]
      : game.dealt[seat].filter((/** @type {number} */ card) => !played.has(card));
  }
  return game.laidOpen?.[seat];
}

/** @param {Scene} scene @param {number} seat */
export function isTaken({ seats, table }, seat) {
  return Boolean(seats.value[seat]?.taken) || playerAt(table.players.value, seat) !== undefined;
}

/** @param {Scene} scene */
export function freeSeats(scene) {
  return Array.from({ length: SEATS }, (_, seat) => seat).filter((seat) => !isTaken(scene, seat));
}
