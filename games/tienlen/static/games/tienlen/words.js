/**
 * Tiến Lên in words. In here: plays as one says them, what may be said of a selection, options, the
 * result, keys. Not in here: rules (combos), the standing (standing).
 */

import { cardSwitch } from "parlour/cards/inks.js";
import { cardSign } from "parlour/cards/names.js";
import { nt, t } from "parlour/i18n.js";
import { cardCalled, faceOf, ranksCalled } from "./cards.js";
import { comboOf } from "./combos.js";

/** @import { Json } from "parlour/wire.d.ts" */
/** @import { Words } from "parlour/table/table.js" */
/** @import { Asked, Combo, Verdict } from "./combos.js" */

/**
 * A combination as one says it: `pair of nines`, `run of 5 up to the queen of hearts`.
 *
 * @param {Combo} combo
 */
export function comboName({ kind, size, top, suited }) {
  const face = faceOf(top);
  const card = cardCalled(face);
  if (kind === "single") return card;
  if (kind === "run" && suited) return t("suited run of {size} up to the {card}", { size, card });
  if (kind === "run") return t("run of {size} up to the {card}", { size, card });
  if (kind === "pairRun") return t("{n} pairs in a row up to the {card}", { n: size / 2, card });
  const ranks = ranksCalled(face);
  if (kind === "pair") return t("pair of {ranks}", { ranks });
  return kind === "triple" ? t("three {ranks}", { ranks }) : t("four {ranks}", { ranks });
}

/** `9♣ 9♦`. @param {number[]} cards */
export function signed(cards) {
  return cards.map((card) => cardSign(faceOf(card))).join(" ");
}

/** Cards by name, for those who hear them. @param {number[]} cards */
function named(cards) {
  return cards.map((card) => cardCalled(faceOf(card))).join(", ");
}

/** What cards are called together. @param {number[]} cards */
export function playName(cards) {
  const combo = comboOf(cards);
  return combo ? comboName(combo) : named(cards);
}

/**
 * A move as somebody at the table would tell it.
 *
 * @param {string} name empty: it is me
 * @param {number[]} cards none: a pass
 */
export function spokenMove(name, cards) {
  if (!cards.length) return name ? t("{name} passes.", { name }) : t("You pass.");
  const what = playName(cards);
  return name ? t("{name} plays {what}.", { name, what }) : t("You play {what}.", { what });
}

/** `1st`. @param {number} place from 1 */
export function placeName(place) {
  return [t("1st"), t("2nd"), t("3rd"), t("4th")][place - 1] ?? String(place);
}

/** @param {string} instant */
export function instantName(instant) {
  /** @type {Record<string, string>} */
  const names = {
    dragon: t("a dragon, three to ace"),
    "five-pairs": t("five pairs in a row"),
    "four-twos": t("four twos"),
    "six-pairs": t("six pairs"),
  };
  return names[instant] ?? instant;
}

/**
 * What to tell about a selection, in one line.
 *
 * @param {Verdict} verdict
 * @param {number[]} cards
 * @param {Asked} asked
 */
export function verdictLine(verdict, cards, asked) {
  if (verdict === "nothing") return whatIsAsked(asked);
  if (verdict === "apart") return t("These do not go together");
  const what = capital(playName(cards));
  if (verdict === "low") return t("{what}: too low, or another kind", { what });
  if (verdict === "pairRun") return t("Pairs in a row cannot be led here");
  if (verdict === "must")
    return t("The first play has the {card} in it", { card: cardCalled(faceOf(asked.must ?? 0)) });
  return asked.last ? t("{what}: beats it", { what }) : what;
}

/** @param {Asked} asked */
function whatIsAsked({ last, must }) {
  if (must !== undefined) return t("Begin with the {card}", { card: cardCalled(faceOf(must)) });
  if (!last) return t("You lead: play what you like");
  return t("Beat the {what}, or pass", { what: comboName(last) });
}

/** @param {string} text */
function capital(text) {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}

/** How many cards somebody holds. @param {number} n */
export function countName(n) {
  return n === 0 ? t("no cards") : nt("{n} card", "{n} cards", n);
}

/** @param {number} n */
export function pointsName(n) {
  return nt("{n} point", "{n} points", n);
}

/** As the page's own sentence has it (games/tienlen/templates/options/tienlen.txt). @param {Json} options */
function options(options) {
  const { rules = "southern", targetScore = 21, turnSeconds = 60 } = options;
  const parts = [
    rules === "southern" ? t("southern rules") : t("simple rules"),
    nt("to {n} point", "to {n} points", targetScore),
    turnSeconds ? nt("{n} second a turn", "{n} seconds a turn", turnSeconds) : t("without a timer"),
  ];
  if (OWN_ROWS.some((row) => (options[row] ?? "preset") !== "preset"))
    parts.push(t("with house rules"));
  return parts;
}

const OWN_ROWS = [
  "firstLead",
  "laterLeads",
  "leadPairRuns",
  "suitedRuns",
  "chopTwo",
  "chopPairOfTwos",
  "chopTripleOfTwos",
  "beatQuad",
  "beatThreePairs",
  "afterPass",
  "instantWins",
];

/** @type {Words["result"]} */
function result(game, name) {
  const { winner, leaderboard = [] } = game;
  if (winner === undefined) return null;
  const points = leaderboard[0]?.totalScore ?? 0;
  return {
    title: t("{name} wins the tournament", {
      name: name(winner) || t("Player {n}", { n: winner + 1 }),
    }),
    why: nt("with {n} point", "with {n} points", points),
    score: "",
    winner,
  };
}

/** When the first game was over. @type {NonNullable<Words["playedAt"]>} */
function playedAt(part) {
  const history = /** @type {Record<string, {gameNumber: number, timestamp: number}>} */ (
    part("tourney").gameHistory ?? {}
  );
  return Object.values(history).find(({ gameNumber }) => gameNumber === 1)?.timestamp;
}

/** @type {Words} */
export const words = {
  turn: ({ currentPlayer }) => (currentPlayer === undefined ? [] : [currentPlayer]),
  options,
  result,
  playedAt,
  files: () => [],
  keys: [
    ["← →", t("along your cards")],
    [t("Space"), t("choose a card, or put it back")],
    ["Enter", t("play the chosen cards")],
    ["P", t("pass")],
    ["H", t("hint: the next play you have")],
    ["S", t("sort by rank, by suit")],
    ["Esc", t("choose nothing")],
  ],
  switches: [cardSwitch],
};
