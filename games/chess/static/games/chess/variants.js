/**
 * The kinds of chess. In here: which rules play each, where each begins, its name and its rule in
 * words. Not in here: following a game (record), drawing.
 */

import { parseFen } from "chessops/fen";
import { defaultPosition, setupPosition } from "chessops/variant";
import { t } from "parlour/i18n.js";

/** @import { Position } from "chessops/chess" */
/** @import { Rules } from "chessops/types" */
/** @import { Json } from "parlour/wire.d.ts" */

/**
 * Names as the server has them, which are chessops' own, and Chess960 (chess from elsewhere).
 *
 * @typedef {Rules | "chess960"} Variant
 */

/** @type {Record<Variant, string>} */
export const TITLES = {
  chess: t("Chess"),
  chess960: t("Chess960"),
  crazyhouse: t("Crazyhouse"),
  atomic: t("Atomic"),
  kingofthehill: t("King of the Hill"),
  "3check": t("Three-check"),
  antichess: t("Antichess"),
  horde: t("Horde"),
  racingkings: t("Racing Kings"),
};

/** @type {Record<Variant, string>} */
const RULE = {
  chess: "",
  chess960: t(
    "The pieces of the first rank stand in an order drawn by lot, the same for both. To castle, move the king onto its own rook: both land where they always do.",
  ),
  crazyhouse: t(
    "What you take changes sides: it lies in your hand, and instead of a move you may put it on any empty square. Pawns not on the first or the last rank.",
  ),
  atomic: t(
    "Every capture explodes: the piece that takes, the one taken, and all around it but pawns. Whose king explodes has lost. Kings may stand side by side.",
  ),
  kingofthehill: t("Mate, or bring your king to one of the four squares in the middle."),
  "3check": t("Mate, or give check three times."),
  antichess: t(
    "You must take when you can. Who has no pieces left, or no move, wins. The king is a piece like any other, and a pawn may become one.",
  ),
  horde: t(
    "White has an army of pawns and no king. White must mate; Black must take every one of them.",
  ),
  racingkings: t(
    "The first king on the last rank wins; if Black gets there right after White it is a draw. Nobody may give check.",
  ),
};

/** @param {Json} game the part `game` of a document, or a lobby's options @returns {Variant} */
export function variantOf(game) {
  return game.variant ?? "chess";
}

/** The rule that makes it another game, in a sentence or two. @param {Variant} variant */
export function ruleOf(variant) {
  return RULE[variant];
}

/** Where a game begins: the position of its `start` or the usual one. @param {Json} game */
export function firstPosition(game) {
  const variant = variantOf(game);
  const rules = variant === "chess960" ? "chess" : variant;
  if (!game.start) return defaultPosition(rules);
  return setupPosition(rules, parseFen(game.start).unwrap()).unwrap();
}

/**
 * What a lobby's options say of a game that has not begun, in the words of a game.
 *
 * @param {Json} options
 * @returns {Json}
 */
export function announced({ variant, start }) {
  const [position, line] = (start ?? "").split(" moves ");
  const moves = (line ?? "").split(" ").filter(Boolean);
  return {
    variant,
    start: position === "startpos" ? "" : position,
    moves: Object.fromEntries(
      moves.map((/** @type {string} */ uci, /** @type {number} */ index) => [index + 1, uci]),
    ),
    history: moves.length,
  };
}
