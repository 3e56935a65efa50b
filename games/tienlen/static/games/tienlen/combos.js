/**
 * What cards make together, and what beats what: the rules of games/tienlen once more, so that a
 * selection is judged before it is sent. The server remains the judge; a test compares the two
 * (tests/test_tienlen_mirror.py). Not in here: turns, finding plays (plays), words.
 */

import { byValue } from "./cards.js";

/** @import { Json } from "parlour/wire.d.ts" */

/** @typedef {"single" | "pair" | "triple" | "quad" | "run" | "pairRun"} Kind */

/**
 * @typedef {object} Combo
 * @property {Kind} kind
 * @property {number} size
 * @property {number} top the highest card
 * @property {boolean} suited a run of one suit
 */

/** What a bomb would have to beat. @typedef {"two" | "pairOfTwos" | "tripleOfTwos" | "quad" | "threePairs"} Target */

/**
 * @typedef {object} Rules
 * @property {boolean} leadPairRuns
 * @property {boolean} suitedRuns
 * @property {boolean} comesBack four pairs may come back in after a pass
 * @property {Record<Target, string[]>} chops the shapes that beat a target
 */

export const ACE = 11;
export const TWO = 12;
const ALIKE = /** @type {const} */ (["single", "pair", "triple", "quad"]);

/** @param {number[]} chosen @returns {Combo | null} */
export function comboOf(chosen) {
  const cards = [...chosen].sort(byValue);
  const size = cards.length;
  if (!size) return null;
  const ranks = cards.map((card) => card >> 2);
  const [low = 0] = ranks;
  const high = ranks.at(-1) ?? 0;
  const top = cards.at(-1) ?? 0;
  if (low === high) return { kind: ALIKE[size - 1] ?? "single", size, top, suited: false };
  if (high === TWO || size < 3) return null;
  if (ranks.every((rank, at) => rank === low + at)) {
    const suited = cards.every((card) => (card & 3) === (top & 3));
    return { kind: "run", size, top, suited };
  }
  const paired = size >= 6 && size % 2 === 0 && ranks.every((rank, at) => rank === low + (at >> 1));
  return paired ? { kind: "pairRun", size, top, suited: false } : null;
}

/** What it is and of how many cards. @param {Combo} combo */
export function shapeOf({ kind, size }) {
  return `${kind}${size}`;
}

export const FOUR_PAIRS = "pairRun8";

/** @param {Combo} combo @returns {Target | undefined} */
export function targetOf(combo) {
  if (combo.top >> 2 === TWO && combo.size < 4)
    return /** @type {const} */ (["two", "pairOfTwos", "tripleOfTwos"])[combo.size - 1];
  if (shapeOf(combo) === "pairRun6") return "threePairs";
  return combo.kind === "quad" ? "quad" : undefined;
}

/** @type {Record<"southern" | "simple", Record<Target, string[]>>} */
const CHOPS = {
  southern: {
    two: ["pairRun6", "quad4", "pairRun8"],
    pairOfTwos: ["quad4", "pairRun8"],
    tripleOfTwos: [],
    quad: ["pairRun8"],
    threePairs: ["quad4", "pairRun8"],
  },
  simple: {
    two: ["pairRun6", "quad4"],
    pairOfTwos: ["pairRun8"],
    tripleOfTwos: ["pairRun10"],
    quad: [],
    threePairs: [],
  },
};

/** The rules that a table's options mean. @param {Json} options @returns {Rules} */
export function rulesOf(options) {
  /** @param {string} row @returns {"southern" | "simple"} */
  const column = (row) => {
    const chosen = options[row] ?? "preset";
    return chosen === "preset" ? (options.rules ?? "southern") : chosen;
  };
  return {
    leadPairRuns: column("leadPairRuns") === "southern",
    suitedRuns: column("suitedRuns") === "simple",
    comesBack: column("afterPass") === "southern",
    chops: {
      two: CHOPS[column("chopTwo")].two,
      pairOfTwos: CHOPS[column("chopPairOfTwos")].pairOfTwos,
      tripleOfTwos: CHOPS[column("chopTripleOfTwos")].tripleOfTwos,
      quad: CHOPS[column("beatQuad")].quad,
      threePairs: CHOPS[column("beatThreePairs")].threePairs,
    },
  };
}

/** Whether this is beating by another combination: a bomb. @param {Rules} rules @param {Combo} combo @param {Combo} last */
export function chops(rules, combo, last) {
  const target = targetOf(last);
  return target !== undefined && rules.chops[target].includes(shapeOf(combo));
}

/**
 * Whether `combo` beats `last`.
 *
 * @param {Rules} rules
 * @param {Combo} combo
 * @param {Combo} last
 * @param {boolean} locked a suited run was led
 */
export function beats(rules, combo, last, locked) {
  const higher = combo.kind === last.kind && combo.size === last.size && combo.top > last.top;
  // As the server has it: what is the same and higher is judged by the lock alone.
  if (higher) return combo.suited || !locked;
  return chops(rules, combo, last);
}

/**
 * What has to be answered.
 *
 * @typedef {object} Asked
 * @property {Combo | null} last nothing: it is a lead
 * @property {boolean} locked
 * @property {number} [must] a card the first play includes
 */

/** @param {Json} game @returns {Asked} */
export function askedBy(game) {
  const last = game.lastPlay
    ? comboOf(game.lastPlay.cards.map((/** @type {{value: number}} */ card) => card.value))
    : null;
  return { last, locked: Boolean(game.suitedLock), must: game.mustInclude };
}

/** @typedef {"ok" | "nothing" | "apart" | "low" | "pairRun" | "must"} Verdict */

/**
 * What may be said of a selection.
 *
 * @param {Rules} rules
 * @param {Asked} asked
 * @param {number[]} cards
 * @returns {Verdict}
 */
export function judge(rules, { last, locked, must }, cards) {
  if (!cards.length) return "nothing";
  const combo = comboOf(cards);
  if (!combo) return "apart";
  if (last) return beats(rules, combo, last, locked) ? "ok" : "low";
  if (combo.kind === "pairRun" && !rules.leadPairRuns) return "pairRun";
  return must === undefined || cards.includes(must) ? "ok" : "must";
}
