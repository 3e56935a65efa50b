/**
 * Moves as people type them. In here: reading SAN and UCI, forgiving about case and decoration.
 * Not in here: the field.
 */

import { parseSan } from "chessops/san";
import { parseUci } from "chessops/util";
import { toUci } from "./record.js";

/** @import { Position } from "chessops/chess" */

/**
 * The legal move a text means, as UCI; nothing if there is none.
 *
 * @param {Position} position
 * @param {string} text `Nf3`, `nf3`, `e4`, `exd5`, `O-O`, `0-0`, `g1f3`, `e7e8q`, `e8=Q`
 * @returns {string | undefined}
 */
export function readMove(position, text) {
  const plain = text
    .trim()
    .replace(/[+#!?]+$/, "")
    .replaceAll("×", "x")
    .replace(/^0-0(-0)?$/, (castling) => castling.replaceAll("0", "O"))
    .replace(/^o-o(-o)?$/i, (castling) => castling.toUpperCase());
  for (const spelling of spellings(plain)) {
    const move =
      parseUci(spelling.toLowerCase().replace(/[-=]/g, "")) ?? parseSan(position, spelling);
    if (move && position.isLegal(move)) return toUci(position, move);
  }
  return undefined;
}

/**
 * The text as it is, then with a capital piece (`nf3`), then with a capital promotion (`e8q`).
 *
 * @param {string} text
 */
function spellings(text) {
  const piece = text.slice(0, 1).toUpperCase() + text.slice(1);
  const promotion = text.replace(/=?([qrbn])$/i, (_, role) => `=${role.toUpperCase()}`);
  return [text, promotion, piece];
}
