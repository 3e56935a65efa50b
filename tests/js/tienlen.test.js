/** Tiến Lên in the browser: the order of a hand, hints, plays in words, what may be shown of hands. */

import assert from "node:assert/strict";
import { test } from "node:test";
import "./parlour_loader.js";

const tienlen = "../../games/tienlen/static/games/tienlen";
const { bySuit, faceOf, moved, sorted } = await import(`${tienlen}/cards.js`);
const { askedBy, comboOf, judge, rulesOf } = await import(`${tienlen}/combos.js`);
const { comebacks, plays } = await import(`${tienlen}/plays.js`);
const { openHand } = await import(`${tienlen}/scene.js`);
const { tellStep } = await import(`${tienlen}/steps.js`);
const { comboName, spokenMove, verdictLine, words } = await import(`${tienlen}/words.js`);

const RANKS = ["3", "4", "5", "6", "7", "8", "9", "10", "J", "Q", "K", "A", "2"];
const card = (name) => RANKS.indexOf(name.slice(0, -1)) * 4 + "scdh".indexOf(name.at(-1));
const cards = (names) => names.split(" ").map(card);
const lying = (names) => ({
  lastPlay: { playerId: 1, cards: cards(names).map((value) => ({ value })) },
});
const southern = rulesOf({});
const simple = rulesOf({ rules: "simple" });

test("values are cards: the lowest is the three of spades, the highest the two of hearts", () => {
  assert.deepEqual([faceOf(0), faceOf(31), faceOf(51)], ["3S", "TH", "2H"]);
});

test("a hand is sorted by rank, by suit, or as its player put it", () => {
  const hand = cards("2h 3s 3h 9s");
  assert.deepEqual(sorted(hand, "rank", []), cards("3s 3h 9s 2h"));
  assert.deepEqual([...hand].sort(bySuit), cards("3s 9s 3h 2h"));
  assert.deepEqual(sorted(hand, "own", cards("9s 2h")), cards("9s 2h 3s 3h"));
});

test("a card that is dragged takes its place, and not beyond the ends", () => {
  const hand = cards("3s 4s 5s");
  assert.deepEqual(moved(hand, card("3s"), 2), cards("4s 5s 3s"));
  assert.deepEqual(moved(hand, card("5s"), -3), cards("5s 3s 4s"));
});

test("a selection is judged for what it is and for what lies there", () => {
  const asked = askedBy(lying("9c 9d"));
  const verdict = (names, rules = southern, on = asked) =>
    judge(rules, on, names ? cards(names) : []);
  assert.equal(verdict(""), "nothing");
  assert.equal(verdict("10s 10c"), "ok");
  assert.equal(verdict("9s 9h"), "ok");
  assert.equal(verdict("8s 8h"), "low");
  assert.equal(verdict("3s 4c"), "apart");
  const pairs = "3s 3c 4s 4c 5s 5c";
  assert.equal(verdict(pairs, simple, askedBy({})), "pairRun");
  assert.equal(verdict(pairs, southern, askedBy({})), "ok");
  assert.equal(verdict("4s", southern, askedBy({ mustInclude: 0 })), "must");
});

test("bombs chop twos as the table has it", () => {
  const pairs = cards("3s 3c 4s 4c 5s 5c");
  assert.equal(judge(southern, askedBy(lying("2h")), pairs), "ok");
  assert.equal(judge(southern, askedBy(lying("2s 2h")), pairs), "low");
  const mixed = rulesOf({ chopPairOfTwos: "simple" });
  const four = cards("7s 7c 7d 7h");
  assert.equal(judge(southern, askedBy(lying("2s 2h")), four), "ok");
  assert.equal(judge(mixed, askedBy(lying("2s 2h")), four), "low");
});

test("hints begin with the cheapest answer and end with the bombs", () => {
  const hand = cards("4s 7s 7c 7d 7h 9s 2c");
  const found = plays(southern, askedBy(lying("2s")), hand);
  assert.deepEqual(found, [cards("2c"), cards("7s 7c 7d 7h")]);
});

test("a lead is hinted with the lowest card and as many as go along", () => {
  const [first] = plays(southern, askedBy({}), cards("3s 4c 5d 5h 9s"));
  assert.deepEqual(first, cards("3s 4c 5d"));
  assert.equal(comboOf(first).kind, "run");
});

test("after a pass only four pairs come back, where the rules know that", () => {
  const hand = cards("3s 3c 4s 4c 5s 5c 6s 6c 9s");
  const asked = askedBy(lying("2s"));
  assert.equal(comebacks(southern, asked, hand).length, 1);
  assert.equal(comebacks(simple, asked, hand).length, 0);
});

test("plays are told as at a table", () => {
  assert.equal(spokenMove("Bình", cards("9s 9h")), "Bình plays pair of nines.");
  assert.equal(spokenMove("", cards("Qh")), "You play queen of hearts.");
  assert.equal(spokenMove("Bình", []), "Bình passes.");
  assert.equal(comboName(comboOf(cards("3s 4c 5d"))), "run of 3 up to the five of diamonds");
  assert.equal(comboName(comboOf(cards("6s 6c 6d"))), "three sixes");
  const asked = askedBy(lying("9c 9d"));
  assert.equal(verdictLine("nothing", [], asked), "Beat the pair of nines, or pass");
  assert.equal(verdictLine("ok", cards("10s 10c"), asked), "Pair of tens: beats it");
});

test("nobody's hand is open while a game is on, all are when it is over", () => {
  const game = { moves: { 1: { by: 0, cards: [0] }, 2: { by: 1 } } };
  assert.equal(openHand(game, 0), undefined);
  const over = { ...game, dealt: { 0: [0, 5], 1: [7] } };
  assert.deepEqual(openHand(over, 0), [5]);
  assert.deepEqual(openHand(over, 1), [7]);
  assert.deepEqual(openHand({ hands: { 2: [9] } }, 2), [9], "a replay brings the hands along");
  assert.deepEqual(openHand({ laidOpen: { 3: [1, 2] } }, 3), [1, 2], "won as it was dealt");
});

test("whose turn it is and who has won come from the document", () => {
  assert.deepEqual(words.turn({ currentPlayer: 2 }), [2]);
  assert.deepEqual(words.turn({}), []);
  assert.equal(words.result({}, String), null);
  const ended = { winner: 1, leaderboard: [{ position: 1, totalScore: 22 }] };
  const { title, why, winner } = words.result(ended, () => "Bình");
  assert.deepEqual([title, why, winner], ["Bình wins the tournament", "with 22 points", 1]);
});

test("a replay stops at deals and moves, and says what they were", () => {
  const parts = (game, names = true) => ({
    players: names ? { b: { name: "Bình", seat: 1 } } : {},
    tourney: { seats: [{}, { playerName: "Bình" }] },
    game,
  });
  const dealt = { gameNumber: 1, currentPlayer: 1 };
  const start = tellStep(parts({}), parts(dealt), {});
  assert.equal(start.short, "Game 1: Bình leads");
  const first = { ...dealt, moves: { 1: { by: 1, cards: cards("9s 9h") } } };
  assert.deepEqual(tellStep(parts(dealt), parts(first, false), {}), {
    short: "Bình: 9♠ 9♥",
    said: "Bình plays pair of nines.",
    sound: "card",
  });
  const out = { ...first, winOrder: [1] };
  assert.match(tellStep(parts(dealt), parts(out), {}).said, /Bình is out: 1st\.$/);
  assert.equal(tellStep(parts(first), parts(first), {}), null, "who sits down is no stop");
});

test("a score sheet is dated by the first game that is over", () => {
  const tourney = { gameHistory: { 2: line(2, 9_000), 1: line(1, 5_000) } };
  assert.equal(
    words.playedAt(() => tourney),
    5_000,
  );
  assert.equal(
    words.playedAt(() => ({})),
    undefined,
  );
});

const line = (gameNumber, timestamp) => ({ gameNumber, timestamp });
