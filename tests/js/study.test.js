/** The analysis board: lines as a tree, what the engine says, PGN with variations. */

import assert from "node:assert/strict";
import { test } from "node:test";
import "./parlour_loader.js";

const { Tree } = await import("../../games/chess/static/games/chess/study/tree.js");
const { read } = await import("../../games/chess/static/games/chess/study/engine.js");
const { line, number, share } = await import(
  "../../games/chess/static/games/chess/study/judgement.js"
);
const { pgnOf } = await import("../../games/chess/static/games/chess/study/notation.js");
const { openingOf } = await import("../../games/chess/static/games/chess/study/openings.js");

/** @param {string[]} moves */
const played = (...moves) =>
  new Tree({ moves: Object.fromEntries(moves.map((m, n) => [n + 1, m])) });

test("a move that is known is gone to, another one branches off", () => {
  const tree = played("e2e4", "e7e5");
  tree.play("e2e4");
  tree.play("c7c5");
  assert.deepEqual(
    tree.root.children[0]?.children.map(({ ply }) => ply.san),
    ["e5", "c5"],
  );
  assert.deepEqual(tree.game.moves, { 1: "e2e4", 2: "c7c5" });
  tree.back();
  tree.on();
  assert.equal(tree.at.value.ply.san, "e5");
  tree.prune();
  tree.end();
  assert.equal(tree.at.value.ply.san, "c5");
});

test("a study goes home as PGN with its variations", () => {
  const tree = played("e2e4", "e7e5");
  tree.play("d2d4");
  tree.play("d7d5");
  const pgn = pgnOf(tree, { White: "Anh" });
  assert.match(pgn, /\[White "Anh"\]/);
  assert.match(pgn, /1\. e4 \( 1\. d4 d5 \) 1\.\.\. e5 \*/);
});

test("a study from a position says which", () => {
  const start = "8/8/8/8/8/4k3/4p3/4K3 w - - 0 1";
  assert.match(pgnOf(new Tree({ start }), {}), new RegExp(`\\[FEN "${start}"\\]`));
});

test("the engine is understood from White's side, and half results are left out", () => {
  const said = "info depth 12 seldepth 15 multipv 1 score cp 31 nodes 1 pv e7e5 g1f3";
  assert.deepEqual(read(said, false), { depth: 12, cp: -31, line: ["e7e5", "g1f3"], done: false });
  assert.equal(read("info depth 5 score mate 2 pv a1a2", true)?.mate, 2);
  assert.equal(read("info depth 5 score mate 2 pv a1a2", false)?.mate, -2);
  assert.equal(read("info depth 9 score cp 10 lowerbound nodes 1 pv a1a2", true), null);
  assert.equal(read("info string hello", true), null);
});

test("the bar is half when it is even and full at mate", () => {
  const thought = { depth: 1, line: [], done: false };
  assert.equal(share({ ...thought, cp: 0 }), 0.5);
  assert.equal(share({ ...thought, mate: -3 }), 0);
  assert.equal(number({ ...thought, cp: -130 }), "−1.3");
  assert.equal(number({ ...thought, mate: -3 }), "#−3");
  const { position } = played("e2e4").root.ply;
  assert.equal(line(position, { ...thought, line: ["e2e4", "e7e5"] }), "1. e4 e5");
});

test("an opening keeps its name until a better known position comes", () => {
  const tree = played("e2e4", "e7e5", "a2a3");
  const names = new Map([
    ["rnbqkbnr/pppppppp/8/8/4P3/8/PPPP1PPP/RNBQKBNR b KQkq", { eco: "B00", name: "King's pawn" }],
  ]);
  tree.end();
  assert.equal(openingOf(names, tree, tree.at.value)?.eco, "B00");
  assert.equal(openingOf(names, tree, tree.root), undefined);
});
