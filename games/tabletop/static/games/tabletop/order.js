/**
 * A hand in order. In here: by suit and rank, what has neither by its name. Not in here: what any
 * game thinks of ranks.
 */

import { isFace } from "parlour/cards/names.js";

/** @import { Piece } from "./pieces.js" */

const SUITS = "CDSH";
const RANKS = "23456789TJQKA";

/** @param {Piece[]} hand */
export function sorted(hand) {
  return [...hand].sort(
    (one, other) => keyOf(one.face) - keyOf(other.face) || one.face.localeCompare(other.face),
  );
}

/** @param {string} face */
function keyOf(face) {
  if (!isFace(face)) return 1000;
  if (face.startsWith("J") && "BR".includes(face[1] ?? "")) return 900;
  return SUITS.indexOf(face[1] ?? "") * 20 + RANKS.indexOf(face[0] ?? "");
}
