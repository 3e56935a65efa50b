/**
 * How a game ends by itself. In here: what the server says of such a position, told by the browser's
 * own rules. Not in here: ends that somebody brings about (resigning, the clock), words.
 */

/** @import { Position } from "chessops/chess" */
/** @import { Rules } from "chessops/types" */
/** @import { Ply } from "./record.js" */

/** @typedef {{winner?: number, reason: string}} End */

/** @type {Partial<Record<Rules, string>>} */
const OWN = {
  atomic: "explosion",
  kingofthehill: "hill",
  "3check": "three-checks",
  antichess: "all-given-away",
  horde: "horde-taken",
  racingkings: "race",
};

/**
 * How the last of these positions ended the game, or nothing.
 *
 * @param {Ply[]} plies from the start
 * @returns {End | undefined}
 */
export function endOf(plies) {
  const last = plies.at(-1);
  if (!last) return undefined;
  const { position, key } = last;
  const found = endOfPosition(position);
  if (found) return found;
  if (countsMoves(position) && position.halfmoves >= 150) return { reason: "seventyfive-moves" };
  if (times(plies, key) >= 5) return { reason: "fivefold-repetition" };
  return undefined;
}

/**
 * The same for a position whose past is not known.
 *
 * @param {Position} position
 * @returns {End | undefined}
 */
export function endOfPosition(position) {
  const { rules } = position;
  if (position.isVariantEnd()) {
    const winner = position.outcome()?.winner;
    if (winner) return { winner: winner === "white" ? 0 : 1, reason: OWN[rules] ?? rules };
    return { reason: "race-drawn" };
  }
  if (!position.hasDests()) return withoutMoves(position);
  if (position.isInsufficientMaterial()) return { reason: "insufficient-material" };
  return undefined;
}

/** @param {Position} position @returns {End} */
function withoutMoves(position) {
  const mover = position.turn === "white" ? 0 : 1;
  if (position.isCheck()) return { winner: 1 - mover, reason: "checkmate" };
  if (position.rules === "antichess") return { winner: mover, reason: "no-moves" };
  return { reason: "stalemate" };
}

/**
 * Whether a draw can be claimed: the third time, or fifty moves without progress.
 *
 * @param {Ply[]} plies
 */
export function canClaimDraw(plies) {
  const last = plies.at(-1);
  if (!last) return false;
  if (countsMoves(last.position) && last.position.halfmoves >= 100) return true;
  return times(plies, last.key) >= 3;
}

/** Where what is taken comes back, no move is without progress. @param {Position} position */
function countsMoves({ rules }) {
  return rules !== "crazyhouse";
}

/** @param {Ply[]} plies @param {string} key */
function times(plies, key) {
  return plies.reduce((count, ply) => count + Number(ply.key === key), 0);
}
