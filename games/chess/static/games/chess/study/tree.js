/**
 * Lines of play as a tree. In here: moves and what follows them, where one stands, the line from the
 * start to there. Not in here: drawing, engines.
 */

import { signal } from "@preact/signals-core";
import { Record } from "../record.js";

/** @import { Json } from "parlour/wire.d.ts" */
/** @import { Ply } from "../record.js" */

/**
 * A position and what was tried from it, the main line first.
 *
 * @typedef {object} Node
 * @property {Ply} ply
 * @property {Node | null} parent
 * @property {Node[]} children
 */

export class Tree {
  /** Where one stands. @type {import("@preact/signals-core").Signal<Node>} */
  at;
  /** Counts up whenever a line is added or taken away. */
  grown = signal(0);
  /** @type {Node} */
  root;
  #game;

  /** @param {Json} game its `variant`, `start` and `moves`, as in a document */
  constructor(game) {
    this.#game = game;
    const [first, ...plies] = new Record().follow(game);
    this.root = { ply: /** @type {Ply} */ (first), parent: null, children: [] };
    this.at = signal(this.root);
    let node = this.root;
    for (const ply of plies) node = hang(node, ply);
  }

  /** The part `game` of a document that stands here. @returns {Json} */
  get game() {
    const moves = this.line().map(({ ply }, index) => [index + 1, ply.uci]);
    return { ...this.#game, moves: Object.fromEntries(moves) };
  }

  /** What was played from the start to here. @param {Node} [to] @returns {Node[]} */
  line(to = this.at.value) {
    const line = [];
    for (let node = to; node.parent; node = node.parent) line.unshift(node);
    return line;
  }

  /** Play a legal move here; one that is known already is gone to. @param {string} uci */
  play(uci) {
    const here = this.at.peek();
    const known = here.children.find(({ ply }) => ply.uci === uci);
    if (known) return this.go(known);
    const moves = [...this.line(here).map(({ ply }) => ply.uci), uci];
    const game = {
      ...this.#game,
      moves: Object.fromEntries(moves.map((move, index) => [index + 1, move])),
    };
    const ply = new Record().follow(game).at(-1);
    if (!ply) return;
    const node = hang(here, ply);
    this.grown.value += 1;
    this.go(node);
  }

  /** @param {Node | null | undefined} node */
  go(node) {
    if (node) this.at.value = node;
  }

  back() {
    this.go(this.at.peek().parent);
  }

  on() {
    this.go(this.at.peek().children[0]);
  }

  start() {
    this.go(this.root);
  }

  /** To the end of the line one is in. */
  end() {
    let node = this.at.peek();
    while (node.children[0]) node = node.children[0];
    this.go(node);
  }

  /** Take this move and all that follows it away. */
  prune() {
    const node = this.at.peek();
    if (!node.parent) return;
    node.parent.children = node.parent.children.filter((child) => child !== node);
    this.go(node.parent);
    this.grown.value += 1;
  }
}

/** @param {Node} parent @param {Ply} ply @returns {Node} */
function hang(parent, ply) {
  /** @type {Node} */
  const node = { ply, parent, children: [] };
  parent.children.push(node);
  return node;
}
