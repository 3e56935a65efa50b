/** What is said at a card table: what happens, what lies where, what a hand and a list hold. */

import assert from "node:assert/strict";
import { test } from "node:test";
import "./parlour_loader.js";
import { BOARD, PEOPLE } from "./tabletop_board.js";

const tabletop = "../../games/tabletop/static/games/tabletop";
/** @param {string} name @returns {Promise<any>} */
const load = (name) => import(`${tabletop}/${name}.js`);
const { happening } = await load("happenings");
const { readList } = await load("listing");
const { lookAt } = await load("looks");
const { handOf, piecesOf } = await load("pieces");
const { sorted } = await load("order");
const { spoken } = await load("words");
const { words } = await load("house");

const PEOPLE_AFTER = { ...PEOPLE, b: { ...PEOPLE.b, trayCount: 5 } };
const known = { holder: (id) => (id === "c" ? 1 : undefined), near: () => "near Bình" };
const said = (fact, before, after, me = { playerId: "a", seat: 0 }) =>
  happening(fact, lookAt(before, me), lookAt(after, me), known).join(" ");

test("what happens is told as one would at the table", () => {
  const start = { board: BOARD, players: PEOPLE };
  assert.equal(
    said("drawn", start, { board: BOARD, players: PEOPLE_AFTER }),
    "Bình draws 2 cards.",
  );
  const moved = { ...BOARD, c: { ...BOARD.c, x: 0 } };
  assert.equal(
    said("dropped", start, { board: moved, players: PEOPLE }),
    "Bình moves the seven of hearts, now near Bình.",
  );
  const shuffled = { ...BOARD, d: { ...BOARD.d, shuffles: 1, shuffledBy: 1 } };
  assert.equal(
    said("shuffled", start, { board: shuffled, players: PEOPLE }),
    "Bình shuffles the deck.",
  );
  const looked = { ...BOARD, h: { ...BOARD.h, looks: { 1: 1 } } };
  assert.equal(
    said("peeked", start, { board: looked, players: PEOPLE }),
    "Bình looks at a card face down.",
  );
  const { c, ...rest } = BOARD;
  const taken = { ...PEOPLE, b: { ...PEOPLE.b, trayCount: 4 } };
  assert.equal(
    said("taken", start, { board: rest, players: taken }),
    "Bình takes the seven of hearts.",
  );
  const back = { board: rest, players: taken };
  assert.equal(
    said("played", back, { board: { ...rest, new: c }, players: PEOPLE }),
    "Bình plays the seven of hearts.",
  );
});

test("a thing is told with where it is and who looks at it", () => {
  const pieces = piecesOf({ ...BOARD, h: { ...BOARD.h, looks: { 1: 1 } } }, PEOPLE);
  const tell = (id) => spoken(pieces.get(id), { near: "near Bình", name: () => "Bình", me: 0 });
  assert.equal(tell("c"), "seven of hearts, face up, near Bình");
  assert.equal(tell("h"), "card, face down, looked at by Bình, near Bình");
  assert.equal(tell("d"), "deck, 40 cards, face down, near Bình");
  assert.equal(tell("own"), "deck Elves, 9 cards, face down, yours, near Bình");
  assert.equal(tell("n"), "counter Life, 20, near Bình");
});

test("a hand is read from left to right, jokers by their names, and sorted by suit and rank", () => {
  const hand = handOf({
    x: { face: "KS", at: 9 },
    y: { face: "2J", at: 0 },
    z: { face: "2S", at: 4 },
  });
  assert.deepEqual(
    hand.map(({ face }) => face),
    ["JR", "2S", "KS"],
  );
  assert.deepEqual(
    sorted(hand).map(({ face }) => face),
    ["2S", "KS", "JR"],
  );
});

test("a list is a text, cards as JSON, a saved table, or refused with a reason", () => {
  assert.deepEqual(readList("4 Island\n2x Forest\n# no\nMox"), {
    kind: "text",
    text: "4 Island\n2x Forest\n# no\nMox",
    count: 7,
  });
  const json = readList('{"name": "Elves", "cards": [{"name": "Elf", "count": 4}, "Tree"]}');
  assert.deepEqual(json, {
    kind: "cards",
    name: "Elves",
    cards: [{ name: "Elf", count: 4 }, { name: "Tree" }],
  });
  assert.equal(readList('{"parlour": 1, "things": []}').kind, "table");
  for (const bad of ["", "# nothing", "{", '{"a": 1}', '[{"count": 2}]', "x".repeat(40_000)])
    assert.equal(readList(bad).kind, "nothing", bad.slice(0, 20));
});

test("the options are a sentence, and a replay's step is told", () => {
  assert.deepEqual(words.options({ pack: "double", jokers: 2, openInformation: true }), [
    "two packs of cards",
    "2 jokers in each",
    "everybody sees everything",
  ]);
  const after = { board: BOARD, players: PEOPLE_AFTER };
  const step = { v: 2, event: "command", at: 0, facts: { board: "drawn" } };
  assert.equal(
    words.step({ board: BOARD, players: PEOPLE }, after, step).short,
    "Bình draws 2 cards.",
  );
});
