/** Chess in the browser: positions from moves, words, clocks, typed moves. */

import assert from "node:assert/strict";
import { test } from "node:test";
import "./parlour_loader.js";

const chess = "../../games/chess/static/games/chess";
const { isLow, leftAt, saidAloud, thinkingSince, written } = await import(`${chess}/clocks.js`);
const { canClaimDraw } = await import(`${chess}/ends.js`);
const { promotes, Record } = await import(`${chess}/record.js`);
const { readMove } = await import(`${chess}/typed.js`);
const { words } = await import(`${chess}/words.js`);

const game = (line, more = {}) => ({
  id: "m",
  moves: Object.fromEntries(line.split(" ").map((uci, index) => [index + 1, uci])),
  ...more,
});
const follow = (line, more) => new Record().follow(line ? game(line, more) : { id: "m", ...more });

test("a game is told from its moves alone", () => {
  const plies = follow("e2e4 e7e5 g1f3 b8c6 f1b5 a7a6 b5c6 d7c6 e1g1");
  assert.deepEqual(
    plies.slice(1).map((ply) => ply.san),
    ["e4", "e5", "Nf3", "Nc6", "Bb5", "a6", "Bxc6", "dxc6", "O-O"],
  );
  assert.equal(plies.at(-1).spoken, "White castles short");
  assert.equal(plies[7].spoken, "White takes knight on c6 with the bishop");
  assert.equal(plies[7].capture, true);
});

test("a check and a mate are said", () => {
  const plies = follow("f2f3 e7e5 g2g4 d8h4");
  assert.equal(plies.at(-1).spoken, "Black plays queen to h4, checkmate");
  assert.equal(follow("e2e4 f7f6 d1h5").at(-1).spoken, "White plays queen to h5, check");
});

test("en passant takes a pawn, and a promotion says what the pawn becomes", () => {
  const passing = follow("e2e4 a7a6 e4e5 d7d5 e5d6").at(-1);
  assert.equal(passing.spoken, "White takes pawn on d6 with the pawn");
  assert.equal(passing.capture, true);
  const line = "a2a4 h7h5 a4a5 h5h4 a5a6 h4h3 a6b7 h3g2 b7a8q";
  assert.match(follow(line).at(-1).spoken, /promotes to a queen/);
});

test("one more move computes one more position and keeps the others", () => {
  const record = new Record();
  const before = record.follow(game("e2e4 e7e5"));
  const after = record.follow(game("e2e4 e7e5 g1f3"));
  assert.equal(after[2], before[2]);
  assert.equal(after.length, 4);
  assert.equal(record.follow(game("e2e4 c7c5"))[1], before[1]);
});

test("a position that stands for the third time can be claimed", () => {
  const dance = "g1f3 g8f6 f3g1 f6g8";
  assert.equal(canClaimDraw(follow(`${dance}`)), false);
  assert.equal(canClaimDraw(follow(`${dance} ${dance}`)), true);
});

test("a pawn on its last step is asked what it becomes", () => {
  const plies = follow("a2a4 h7h5 a4a5 h5h4 a5a6 h4h3 a6b7 h3g2");
  assert.equal(promotes(plies.at(-1).position, "b7a8"), true);
  assert.equal(promotes(plies.at(-1).position, "h2h3"), false);
});

test("typed moves are read in both notations, whatever the case", () => {
  const start = follow("").at(-1);
  for (const [text, uci] of [
    ["e4", "e2e4"],
    ["Nf3", "g1f3"],
    ["nf3", "g1f3"],
    ["g1f3", "g1f3"],
    ["G1-F3", "g1f3"],
    [" e2e4 ", "e2e4"],
    ["Nf3!?", "g1f3"],
    ["Nf6", undefined],
    ["hello", undefined],
    ["", undefined],
  ])
    assert.equal(readMove(start, text), uci, text);
});

test("typed castling may be zeros, letters or the king's move", () => {
  const ply = follow("e2e4 e7e5 g1f3 g8f6 f1c4 f8c5").at(-1);
  for (const text of ["O-O", "0-0", "o-o", "e1g1", "e1h1"])
    assert.equal(readMove(ply, text), "e1g1", text);
});

test("a typed promotion needs to say what the pawn becomes", () => {
  const ply = follow("a2a4 h7h5 a4a5 h5h4 a5a6 h4h3 a6b7 h3g2").at(-1);
  for (const text of ["bxa8=Q", "bxa8Q", "b7a8q", "bxa8q", "b7a8=Q"])
    assert.equal(readMove(ply, text), "b7a8q", text);
  assert.equal(readMove(ply, "bxa8=N"), "b7a8n");
});

test("the running clock starts where everything spent so far ends", () => {
  const clocked = game("e2e4 e7e5", {
    startedAt: 1000,
    clock: { initial: 60_000, increment: 2000 },
    clocks: { w: 57_000, b: 61_000 },
  });
  // White spent 5 s, Black 1 s.
  assert.equal(thinkingSince(clocked), 7000);
  assert.equal(leftAt(clocked, 0, 0, 9000), 55_000);
  assert.equal(leftAt(clocked, 1, 0, 9000), 61_000);
  assert.equal(leftAt(clocked, 0, 0, 900_000), 0);
  assert.equal(leftAt(clocked, 0, 0, 0), 57_000);
});

test("clocks are written in hours, minutes, and tenths at the end", () => {
  assert.deepEqual(written(3_723_000), { time: "1:02:03" });
  assert.deepEqual(written(299_999), { time: "4:59" });
  assert.deepEqual(written(9_340), { time: "0:09", tenths: ".3" });
  assert.equal(saidAloud(61_000), "1 minute 1 second left");
  assert.equal(isLow({ clock: { initial: 60_000 } }, 10_001), false);
  assert.equal(isLow({ clock: { initial: 60_000 } }, 9_000), true);
});

test("whose turn it is follows from the moves, and nobody's when it is over", () => {
  assert.deepEqual(words.turn({}), []);
  assert.deepEqual(words.turn(game("e2e4")), [1]);
  assert.deepEqual(words.turn({ id: "m", start: "8/8/8/8/8/8/8/8 b - - 0 1" }), [1]);
  assert.deepEqual(words.turn(game("e2e4", { result: { reason: "aborted" } })), []);
});

test("a result is told with names, reason and length", () => {
  const name = (seat) => ["Anh", "Bình"][seat];
  const won = words.result(
    game("f2f3 e7e5 g2g4 d8h4", { result: { winner: 1, reason: "checkmate" } }),
    name,
  );
  assert.deepEqual(won, {
    title: "Bình wins",
    why: "with Black, by checkmate, 2 moves",
    score: "0–1",
    winner: 1,
  });
  const drawn = words.result(game("e2e4", { result: { reason: "agreement" } }), name);
  assert.equal(drawn.title, "Draw");
  assert.equal(words.result(game("e2e4", { result: { reason: "aborted" } }), name).score, "");
});

test("options are the parts of a sentence", () => {
  const said = words.options({ minutes: 5, increment: 1, colors: "lot" });
  assert.deepEqual(said, ["5 minutes each", "1 second per move", "white by lot"]);
  const calm = words.options({ minutes: 0, increment: 0, colors: "chosen" });
  assert.deepEqual(calm, ["no clock", "first chair is white"]);
});

test("each variant starts where it does, and its rule is said", async () => {
  const { announced, firstPosition, ruleOf, TITLES } = await import(`${chess}/variants.js`);
  for (const variant of Object.keys(TITLES)) {
    assert.ok(firstPosition({ variant }).hasDests(), variant);
    assert.equal(ruleOf(variant) === "", variant === "chess");
  }
  const told = announced({ variant: "chess", start: "startpos moves e2e4 e7e5" });
  assert.deepEqual(told.moves, { 1: "e2e4", 2: "e7e5" });
  assert.equal(new Record().follow(told).length, 3);
});

test("a piece is put down from the hand, typed or told", () => {
  const line = "e2e4 d7d5 e4d5 d8d5";
  const ply = follow(line, { variant: "crazyhouse" }).at(-1);
  for (const text of ["P@e4", "@e4", "p@E4", "P@e4!"])
    assert.equal(readMove(ply, text), "P@e4", text);
  assert.equal(readMove(ply, "N@e4"), undefined);
  const put = follow(`${line} P@e4`, { variant: "crazyhouse" }).at(-1);
  assert.equal(put.spoken, "White puts a pawn on e4");
  assert.equal(put.capture, false);
});

test("in Chess960 castling is king takes rook, elsewhere the king's move", async () => {
  const { legalMoves, toUci } = await import(`${chess}/record.js`);
  const start = "4k3/8/8/8/8/8/8/R3K2R w KQ - 0 1";
  const [usual] = follow("", { start });
  const [fischer] = follow("", { start, variant: "chess960" });
  assert.equal(readMove(usual, "O-O"), "e1g1");
  assert.equal(readMove(fischer, "O-O"), "e1h1");
  assert.deepEqual(legalMoves(fischer).get("e1").includes("g1"), false);
  assert.equal(toUci(fischer, { from: 4, to: 0 }), "e1a1");
});

test("a game knows by itself how it ended", async () => {
  const { endOf } = await import(`${chess}/ends.js`);
  assert.equal(endOf(follow("e2e4")), undefined);
  assert.deepEqual(endOf(follow("f2f3 e7e5 g2g4 d8h4")), { winner: 1, reason: "checkmate" });
  const hill = { variant: "kingofthehill", start: "8/4k3/8/8/8/3K4/8/8 w - - 0 1" };
  assert.deepEqual(endOf(follow("d3d4", hill)), { winner: 0, reason: "hill" });
  const check = { variant: "3check", start: "4k3/8/8/8/8/8/8/4KQ2 w - - 1+3 0 1" };
  assert.equal(follow("f1f7", check).at(-1).spoken, "White plays queen to f7, the third check");
});

test("days for a move are written in days and hours", () => {
  const day = 86_400_000;
  const game = { clock: { perMove: 3 * day }, moveBy: 5 * day };
  assert.equal(leftAt(game, 0, 0, 4 * day), day);
  assert.equal(leftAt(game, 1, 0, 4 * day), 3 * day);
  assert.deepEqual(written(2 * day + 4 * 3_600_000), { time: "2 d 4 h" });
  assert.equal(saidAloud(day + 3_600_000), "1 day 1 hour left");
});

test("the start of the running clock allows for pauses and takebacks", () => {
  const clocked = game("e2e4", {
    startedAt: 1000,
    clock: { initial: 60_000, increment: 0, offset: 5000 },
    clocks: { w: 50_000, b: 60_000 },
  });
  assert.equal(thinkingSince(clocked), 16_000);
});
