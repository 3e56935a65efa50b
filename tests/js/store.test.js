/** The document of one lobby: news, gaps, hopes and the server's clock. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { Store } from "../../lobbies/static/parlour/store.js";

const state = (v, payload, now) => ({ type: "state", v, payload, now });
const move = (v, ply, uci, ref) => ({
  type: "game/move",
  v,
  payload: { moves: { [ply]: uci } },
  ...(ref && { ref }),
});

function seated() {
  const store = new Store(() => 1000);
  store.receive(state(5, { game: { moves: {} }, players: { a: { name: "Anh" } } }, 5000));
  return store;
}

test("a message patches the part its first word names", () => {
  const store = seated();
  assert.equal(store.receive(move(6, 1, "e2e4")), true);
  assert.deepEqual(store.part("game").value, { moves: { 1: "e2e4" } });
  assert.deepEqual(store.part("players").value, { a: { name: "Anh" } });
  assert.equal(store.version, 6);
});

test("several messages of one change carry the same version and all count", () => {
  const store = seated();
  store.receive(move(6, 1, "e2e4"));
  store.receive({ type: "lobby/updated", v: 6, payload: { status: "playing" } });
  assert.equal(store.part("lobby").value.status, "playing");
});

test("news that is not for this viewer still counts the version on", () => {
  const store = seated();
  assert.equal(store.receive({ v: 6 }), true);
  assert.equal(store.receive(move(7, 1, "e2e4")), true);
  assert.equal(store.version, 7);
});

test("a gap is noticed and nothing is applied until the whole document came", () => {
  const store = seated();
  assert.equal(store.receive(move(7, 2, "e7e5")), false);
  assert.equal(store.receive(move(8, 3, "g1f3")), false);
  assert.deepEqual(store.part("game").value.moves, {});
  store.receive(state(8, { game: { moves: { 1: "e2e4", 2: "e7e5", 3: "g1f3" } } }, 9));
  assert.equal(store.version, 8);
  assert.equal(Object.keys(store.part("game").value.moves).length, 3);
});

test("a document that newer news overtook on the way leaves the gap open", () => {
  const store = seated();
  assert.equal(store.receive(move(7, 2, "e7e5")), false);
  assert.equal(store.receive(move(8, 3, "g1f3")), false);
  assert.equal(store.receive(state(7, { game: { moves: { 1: "e2e4", 2: "e7e5" } } })), false);
  assert.equal(store.version, 7);
  assert.equal(store.receive(state(8, { game: { moves: { 1: "e2e4" } } })), true);
  assert.equal(store.receive(move(9, 4, "b8c6")), true);
});

test("a part that is gone from the whole document is empty", () => {
  const store = seated();
  store.receive(state(9, { players: {} }, 9));
  assert.deepEqual(store.part("game").value, {});
});

test("news told a second time after a return is not told to listeners again", () => {
  const store = seated();
  const heard = [];
  store.listen((message) => heard.push(message.type));
  store.receive(move(6, 1, "e2e4"));
  store.receive(move(6, 1, "e2e4"));
  store.receive(move(5, 1, "d2d4"));
  assert.deepEqual(heard, ["game/move"]);
  assert.deepEqual(store.part("game").value.moves, { 1: "e2e4" });
});

test("transient messages reach listeners and leave no trace", () => {
  const store = seated();
  const heard = [];
  store.listen((message) => heard.push(message.payload.playerId));
  store.receive({ type: "lobby/typing", payload: { playerId: "b" } });
  assert.deepEqual(heard, ["b"]);
  assert.equal(store.version, 5);
});

test("a version of several messages is shown when it is whole, never half of it", () => {
  const store = seated();
  const cards = { board: { 1: { x: 0 } }, players: { a: { tray: {} } } };
  store.receive(state(5, cards));
  const places = [];
  store.part("board").subscribe(() => count());
  store.part("players").subscribe(() => count());
  function count() {
    const onTable = Object.keys(store.part("board").value ?? {}).length;
    const held = Object.keys(store.part("players").value.a?.tray ?? {}).length;
    places.push(onTable + held);
  }
  store.receive({ type: "board/taken", v: 6, more: true, payload: { 1: null } });
  assert.equal(store.version, 5);
  store.receive({ type: "players/taken", v: 6, payload: { a: { tray: { 2: { at: 0 } } } } });
  assert.equal(store.version, 6);
  assert.ok(
    places.every((cards) => cards === 1),
    `${places}`,
  );
});

test("the beginning of a version that comes after its end is asked for anew", () => {
  const store = seated();
  store.receive(state(5, { board: { 1: { x: 0 } }, players: {} }));
  store.receive({ type: "players/taken", v: 6, payload: { a: { tray: { 2: { at: 0 } } } } });
  assert.equal(
    store.receive({ type: "board/taken", v: 6, more: true, payload: { 1: null } }),
    false,
  );
  assert.equal(store.receive({ type: "board/dropped", v: 7, payload: {} }), false);
  store.receive(state(7, { board: {}, players: {} }));
  assert.equal(store.receive({ type: "board/dropped", v: 8, payload: { 3: { x: 1 } } }), true);
  assert.deepEqual(store.part("board").value, { 3: { x: 1 } });
});

test("half a version that a lost line left behind is forgotten", () => {
  const store = seated();
  store.receive({ type: "board/taken", v: 6, more: true, payload: { 1: null } });
  store.receive(state(6, { board: { 2: { x: 1 } } }));
  store.receive({ type: "board/dropped", v: 7, payload: { 2: { x: 3 } } });
  assert.deepEqual(store.part("board").value, { 2: { x: 3 } });
});

test("a hope is shown at once and gone without a trace when refused", () => {
  const store = seated();
  store.hope({ ref: "r1", part: "game", patch: { moves: { 1: "e2e4" } } });
  assert.deepEqual(store.part("game").value.moves, { 1: "e2e4" });
  assert.deepEqual(store.confirmed("game").value.moves, {});
  assert.equal(store.pending("game").length, 1);
  store.settle("r1");
  assert.deepEqual(store.part("game").value.moves, {});
});

test("a confirmed hope turns into the truth in one step", () => {
  const store = seated();
  const seen = [];
  store.hope({ ref: "r1", part: "game", patch: { moves: { 1: "e2e4" } } });
  store.part("game").subscribe((game) => seen.push(Object.keys(game.moves).length));
  store.receive(move(6, 1, "e2e4", "r1"));
  assert.ok(seen.every((plies) => plies === 1));
  assert.equal(store.pending("game").length, 0);
});

test("a hope answered inside a gap stays until its version is held", () => {
  const store = seated();
  store.hope({ ref: "r1", part: "game", patch: { moves: { 1: "e2e4" } } });
  assert.equal(store.receive(move(7, 1, "e2e4", "r1")), false);
  store.settle("r1", 7);
  assert.deepEqual(store.part("game").value.moves, { 1: "e2e4" });
  store.receive(state(7, { game: { moves: { 1: "e2e4" } } }, 9));
  assert.equal(store.pending("game").length, 0);
});

test("an old document overtaken by the socket does not turn time back", () => {
  const store = seated();
  store.receive(move(6, 1, "e2e4"));
  store.receive(state(5, { game: { moves: {} } }, 9));
  assert.deepEqual(store.part("game").value.moves, { 1: "e2e4" });
});

test("the server's clock is the least delayed of the last answers", () => {
  const store = seated();
  assert.equal(store.serverNow(), 5000);
  store.receive(state(6, {}, 4200));
  assert.equal(store.serverNow(), 5000);
  store.receive(state(7, {}, 5300));
  assert.equal(store.serverNow(), 5300);
});
