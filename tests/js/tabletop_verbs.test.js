/** The card table's verbs: what is hoped for, what is taken back, what is told, what lists say. */

import assert from "node:assert/strict";
import { test } from "node:test";
import "./parlour_loader.js";

const tabletop = "../../games/tabletop/static/games/tabletop";
/** @param {string} name @returns {Promise<any>} */
const load = (name) => import(`${tabletop}/${name}.js`);
const { Caster, PACE } = await load("caster");
const { happening } = await load("happenings");
const { readList } = await load("listing");
const { deckAt, liftedBy } = await load("load");
const { lookAt } = await load("looks");
const { exchanged, only, storesOf } = await load("flights");
const { handOf, piecesOf } = await load("pieces");
const { sorted } = await load("order");
const { setVerbs } = await load("verbs");
const { spoken } = await load("words");
const { words } = await load("house");
const { Store } = await import("../../lobbies/static/parlour/store.js");

const BOARD = {
  d: { kind: "deck", x: 0, y: 0, z: 1, count: 40 },
  c: { x: 100, y: 0, z: 2, faceUp: true, face: "7H" },
  h: { x: 120, y: 10, z: 3 },
  n: { kind: "counter", x: 0, y: 90, z: 1, value: 20, label: "Life" },
};
const PEOPLE = {
  a: {
    name: "Anh",
    role: "host",
    connected: true,
    seat: 0,
    trayCount: 2,
    tray: { k: { face: "KS", at: 0 }, q: { face: "2J", at: 1 } },
    decks: { own: { x: 50, y: 50, z: 4, count: 9, name: "Elves" } },
  },
  b: { name: "Bình", role: "guest", connected: true, seat: 1, trayCount: 3, decks: {} },
};

/** A table over a real store, whose server answers when the test says so. */
const tableOf = () => {
  const store = new Store(() => 0);
  store.receive({
    type: "state",
    v: 1,
    payload: { board: BOARD, players: PEOPLE, you: { playerId: "a", seat: 0 } },
  });
  const board = store.part("board");
  const players = store.part("players");
  const pieces = {
    peek: () => piecesOf(board.value, players.value),
  };
  const hand = { peek: () => handOf(players.value.a.tray ?? {}) };
  /** @type {any[]} */
  const sent = [];
  const table = {
    you: store.part("you"),
    seat: { peek: () => 0 },
    /** @type {any} */
    send: (action, payload, { hopes = {} }) => {
      const ref = `r${sent.length}`;
      for (const [part, patch] of Object.entries(hopes)) store.hope({ ref, part, patch });
      return new Promise((resolve, reject) => {
        sent.push({
          action,
          payload,
          refuse: () => {
            store.settle(ref);
            reject({ code: "LEASED", message: "Bình holds this." });
          },
          accept: (news) => {
            store.receive({ v: 2, ref, ...news });
            store.settle(ref, 2);
            resolve({});
          },
        });
      });
    },
  };
  /** @type {any} */
  const scene = {
    table,
    board,
    pieces,
    hand,
    mine: { peek: () => players.value.a },
    chosen: { peek: () => new Set() },
    find: (id) => pieces.peek().get(id) ?? hand.peek().find((held) => held.id === id),
    isHeld: (id) => hand.peek().some((held) => held.id === id),
    top: () => Math.max(...[...pieces.peek().values()].map(({ z }) => z)),
  };
  return { scene, sent, store, board, players, verbs: setVerbs(scene) };
};

test("a card lies where it is dropped before the server says so, and goes back if it says no", async () => {
  const { verbs, sent, board } = tableOf();
  const done = verbs.drop({ c: { x: 10.4, y: -20.6 } });
  assert.deepEqual(sent[0].payload, { at: { c: [10, -21] } });
  assert.deepEqual([board.value.c.x, board.value.c.y], [10, -21]);
  assert.ok(board.value.c.z > 4, "on top of everything");
  sent[0].refuse();
  assert.equal(await done, false);
  assert.deepEqual(board.value, BOARD);
});

test("nothing of mine is left to be taken back once it was, until I do something again", async () => {
  const { verbs, sent } = tableOf();
  assert.equal(verbs.spent.value, false, "what was done before is not known");
  const back = verbs.undo();
  sent[0].refuse();
  await back;
  assert.equal(verbs.spent.value, false);
  const again = verbs.undo();
  sent[1].accept({ type: "board/undone", payload: {} });
  await again;
  assert.equal(verbs.spent.value, true);
  const done = verbs.drop({ c: { x: 1, y: 1 } });
  sent[2].accept({ type: "board/dropped", payload: { c: { x: 1, y: 1 } } });
  await done;
  assert.equal(verbs.spent.value, false);
});

test("a card taken into the hand is there at once, and keeps its place when it gets its name", async () => {
  const { verbs, sent, board, players } = tableOf();
  const done = verbs.take(["c"]);
  assert.equal(board.value.c, undefined);
  assert.equal(players.value.a.trayCount, 3);
  assert.equal(players.value.a.tray["~c"].face, "7H");
  sent[0].accept({
    type: "players/taken",
    payload: { a: { trayCount: 3, tray: { z: { face: "7H", at: 2 } } } },
  });
  assert.equal(await done, true);
  assert.equal(players.value.a.tray["~c"], undefined);
  assert.equal(players.value.a.tray.z.face, "7H");
});

test("a card played face down hides its face at once", () => {
  const { verbs, sent, board, players } = tableOf();
  void verbs.play({ k: { x: 5, y: 6 } }, { faceUp: false, rotation: 90 });
  assert.deepEqual(sent[0].payload, { at: { k: [5, 6] }, faceUp: false, rotation: 90 });
  assert.equal(board.value["~k"].face, undefined);
  assert.equal(players.value.a.tray.k, undefined);
  assert.equal(players.value.a.trayCount, 1);
});

test("one's own deck is moved by its own command, and is hoped for in its own place", () => {
  const { verbs, sent, players, board } = tableOf();
  void verbs.move({ own: { x: 1, y: 2 }, c: { x: 3, y: 4 } });
  assert.deepEqual(
    sent.map(({ action }) => action),
    ["player/update", "board/update"],
  );
  assert.equal(players.value.a.decks.own.x, 1);
  assert.equal(board.value.c.x, 3);
  assert.equal(board.value.own, undefined);
});

test("two who count at once are both counted: hopes lie on top of what is confirmed", () => {
  const { verbs, sent, store, board } = tableOf();
  void verbs.count("n", 1);
  assert.equal(board.value.n.value, 21);
  store.receive({ type: "board/counted", v: 2, payload: { n: { value: 25 } } });
  assert.equal(board.value.n.value, 21, "mine until it is answered");
  sent[0].refuse();
  assert.equal(board.value.n.value, 25);
});

test("flipping hides the face at once, and turning stays within a full turn", () => {
  const { verbs, board } = tableOf();
  void verbs.flip(["c"]);
  assert.deepEqual([board.value.c.faceUp, board.value.c.face], [undefined, undefined]);
  void verbs.turn(["h"], -90);
  assert.equal(board.value.h.rotation, 270);
});

test("a lift takes the deck's top card, by its grip the deck, and nothing that is locked", () => {
  const { scene } = tableOf();
  assert.deepEqual(liftedBy(scene, "d", false), { from: "deck", ids: ["d"] });
  assert.deepEqual(liftedBy(scene, "d", true), { from: "table", ids: ["d"] });
  assert.deepEqual(liftedBy(scene, "k", false), { from: "hand", ids: ["k"] });
  const all = { ...scene, chosen: { peek: () => new Set(["h", "c", "d"]) } };
  assert.deepEqual(liftedBy(all, "c", false).ids, ["d", "c", "h"], "the lowest first");
});

test("a deck is no place for itself", () => {
  const { scene } = tableOf();
  const pieces = scene.pieces.peek().values.bind(scene.pieces.peek());
  assert.equal(deckAt(pieces(), { x: 4, y: 4 }, { from: "table", ids: ["c"] })?.id, "d");
  assert.equal(deckAt(pieces(), { x: 4, y: 4 }, { from: "table", ids: ["d"] }), undefined);
});

test("passing messages keep their pace, and the last word is said", () => {
  let now = 0;
  /** @type {{at: number, run: () => void}[]} */
  const timers = [];
  const caster = new Caster({
    now: () => now,
    later: (run, ms) => timers.push({ at: now + ms, run }),
  });
  /** @type {number[]} */
  const said = [];
  for (now = 0; now < 1000; now += 4) {
    for (const timer of timers.splice(0)) timer.at <= now ? timer.run() : timers.push(timer);
    const mine = now;
    caster.cast(() => said.push(mine));
  }
  for (const timer of timers) timer.run();
  assert.ok(said.length <= 1000 / PACE + 2 && said.length >= 18, `${said.length}`);
  assert.equal(said.at(-1), 996);
});

test("what flew where follows from what there was before and after", () => {
  const pieces = piecesOf(BOARD, PEOPLE);
  const before = storesOf(pieces, PEOPLE);
  const after = new Map(before);
  after.set("deck/d", 38).set("tray/1", 5);
  assert.deepEqual(exchanged(before, after), { gave: ["deck/d"], got: ["tray/1"] });
  assert.equal(only(["a", "b"]), undefined);
});

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
