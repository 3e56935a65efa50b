/**
 * A study to take home. In here: the tree as PGN with its variations. Not in here: buttons.
 */

import { INITIAL_FEN, makeFen } from "chessops/fen";
import { ChildNode, defaultGame, makePgn } from "chessops/pgn";
import { TITLES } from "../variants.js";

/** @import { Node, Tree } from "./tree.js" */

/**
 * @param {Tree} tree
 * @param {Record<string, string>} tags besides those that follow from the tree
 */
export function pgnOf(tree, tags) {
  const { variant, position } = tree.root.ply;
  const game = defaultGame(() => new Map(Object.entries({ Event: "Analysis", ...tags })));
  if (variant !== "chess") game.headers.set("Variant", TITLES[variant]);
  const fen = makeFen(position.toSetup());
  if (fen !== INITIAL_FEN) game.headers.set("SetUp", "1").set("FEN", fen);
  hang(game.moves, tree.root);
  return makePgn(game);
}

/** @param {{children: ChildNode<any>[]}} parent @param {Node} node */
function hang(parent, node) {
  for (const child of node.children) {
    const made = new ChildNode({ san: child.ply.san ?? "" });
    parent.children.push(made);
    hang(made, child);
  }
}
