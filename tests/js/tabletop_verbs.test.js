/** The card table's verbs: what is hoped for, what is taken back, what may be lifted. */

import assert from "node:assert/strict";
import { test } from "node:test";
import "./parlour_loader.js";
import { BOARD, PEOPLE } from "./tabletop_board.js";

const tabletop = "../../games/tabletop/static/games/tabletop";
/** @param {string} name @returns {Promise<any>} */
const load = (name) => import(`${tabletop}/${name}.js`);
const { Caster, PACE } = await load("caster");
const { deckAt, liftedBy } = await load("load");
const { exchanged, only, storesOf } = await load("flights");
const { handOf, piecesOf } = await load("pieces");
const { setVerbs } = await load("verbs");
const { Store } = await import("../../lobbies/static/parlour/store.js");

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
