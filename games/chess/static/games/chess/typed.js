/**
 * Moves as people type them. In here: reading SAN and UCI, forgiving about case and decoration.
 * Not in here: the field.
 */

import { parseSan } from "chessops/san";
import { parseUci } from "chessops/util";
import { toUci } from "./record.js";

/** @import { Ply } from "./record.js" */

/**
 * The legal move a text means, as UCI; nothing if there is none.
 *
 * @param {Pick<Ply, "position" | "variant">} ply
 * @param {string} text `Nf3`, `nf3`, `e4`, `exd5`, `O-O`, `0-0`, `g1f3`, `e7e8q`, `e8=Q`, `N@f3`, `@e4`
 * @returns {string | undefined}
 */
export function readMove(ply, text) {
  const { position } = ply;
  const plain = text
    .trim()
    .replace(/[+#!?]+$/, "")
    .replaceAll("×", "x")
    .replace(/^0-0(-0)?$/, (castling) => castling.replaceAll("0", "O"))
    .replace(/^o-o(-o)?$/i, (castling) => castling.toUpperCase());
  for (const spelling of spellings(plain)) {
    const move = parseUci(asUci(spelling)) ?? parseSan(position, spelling);
    if (move && position.isLegal(move)) return toUci(ply, move);
  }
  return undefined;
}

/** `G1-F3` as `g1f3`, `n@f3` and `@e4` as `N@f3` and `P@e4`. @param {string} text */
function asUci(text) {
  const plain = text.toLowerCase().replace(/[-=]/g, "");
  const [role, square] = plain.split("@");
  return square ? `${role?.toUpperCase() || "P"}@${square}` : plain;
}

/**
 * The text as it is, then with a capital piece (`nf3`), then with a capital promotion (`e8q`).
 *
 * @param {string} text
 */
function spellings(text) {
  const piece = text.slice(0, 1).toUpperCase() + text.slice(1);
  const promotion = text.replace(/=?([qrbnk])$/i, (_, role) => `=${role.toUpperCase()}`);
  return [text, promotion, piece];
}
