/** The line: connecting, heartbeat, coming back, close codes, exactly one answer per command. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { pause } from "../../lobbies/static/parlour/backoff.js";
import { Session } from "../../lobbies/static/parlour/session.js";
import { FakeSurroundings, settled } from "./fake_server.js";

const DOCUMENT = { game: { moves: {} }, you: { playerId: "anh", role: "host", seat: 0 } };

function visit() {
  const fake = new FakeSurroundings();
  const refusals = [];
  const words = [];
  const session = new Session({
    lobby: "ABCD",
    gameVersion: "7",
    surroundings: fake.surroundings,
    csrf: () => "csrf",
    refused: (refusal) => refusals.push(refusal.message),
  });
  session.status.subscribe(({ word }) => word !== words.at(-1) && words.push(word));
  session.connection.start();
  return { fake, session, refusals, words };
}

function live(at = 5) {
  const all = visit();
  all.fake.socket.open();
  all.fake.socket.say({ type: "state", v: at, payload: DOCUMENT, now: 1_000_000 });
  return all;
}

const game = (session) => session.store.part("game").value;

test("a page connects, says which build it is, and is live with the first word", () => {
  const { fake, words } = live();
  assert.equal(fake.socket.address, "/ws/lobbies/ABCD/");
  assert.deepEqual(fake.socket.sent[0], { action: "lobby/hello", payload: { gameVersion: "7" } });
  assert.deepEqual(words, ["connecting", "live"]);
});

test("a move is drawn at once, acknowledged by its own news, and fits in 64 bytes", async () => {
  const { fake, session } = live();
  const answer = session.send(
    "game/move",
    { uci: "e2e4" },
    { optimistic: { moves: { 1: "e2e4" } } },
  );
  assert.deepEqual(game(session).moves, { 1: "e2e4" });
  const [sent] = fake.socket.asked("game/move");
  assert.ok(JSON.stringify(sent).length <= 64, JSON.stringify(sent));
  fake.socket.say({ type: "game/move", v: 6, payload: { moves: { 1: "e2e4" } }, ref: sent.ref });
  assert.equal((await answer).v, 6);
  assert.equal(session.store.pending("game").length, 0);
});

test("a refused move goes back and the server's sentence is shown", async () => {
  const { fake, session, refusals } = live();
  const answer = session.send(
    "game/move",
    { uci: "e2e5" },
    { optimistic: { moves: { 1: "e2e5" } } },
  );
  const [sent] = fake.socket.asked("game/move");
  const payload = { code: "NOT_YOUR_TURN", message: "It is Bình's turn." };
  fake.socket.say({ type: "error", ref: sent.ref, payload });
  await assert.rejects(answer, { code: "NOT_YOUR_TURN" });
  assert.deepEqual(game(session).moves, {});
  assert.deepEqual(refusals, ["It is Bình's turn."]);
});

test("the pauses grow 1, 2, 4, 8, 16, 30 s with a fifth of jitter", () => {
  const steps = [0, 1, 2, 3, 4, 5, 6].map((attempt) => pause(attempt, 0.5));
  assert.deepEqual(steps, [1000, 2000, 4000, 8000, 16000, 30000, 30000]);
  assert.equal(pause(0, 0), 800);
  assert.equal(pause(0, 1), 1200);
});

test("a cut line counts down, comes back where it was, and one version earlier", async () => {
  const { fake, session, words } = live(5);
  fake.socket.break();
  assert.equal(session.status.value.word, "reconnecting");
  assert.equal(session.status.value.retryAt, fake.time + 1000);
  await fake.pass(1000);
  assert.equal(fake.sockets.length, 2);
  assert.equal(fake.socket.address, "/ws/lobbies/ABCD/?v=4");
  fake.socket.open();
  fake.socket.say({ type: "game/move", v: 5, payload: { moves: { 1: "e2e4" } } });
  fake.socket.say({ type: "game/move", v: 6, payload: { moves: { 2: "e7e5" } } });
  assert.deepEqual(game(session).moves, { 1: "e2e4", 2: "e7e5" });
  assert.deepEqual(words, ["connecting", "live", "reconnecting", "live"]);
});

test("a command without an answer is sent again with the same ref after a return", async () => {
  const { fake, session } = live();
  const answer = session.send(
    "game/move",
    { uci: "e2e4" },
    { optimistic: { moves: { 1: "e2e4" } } },
  );
  const [first] = fake.socket.asked("game/move");
  fake.socket.break();
  await fake.pass(1000);
  assert.deepEqual(game(session).moves, { 1: "e2e4" });
  fake.socket.open();
  const [again] = fake.socket.asked("game/move");
  assert.deepEqual(again, first);
  fake.socket.say({ type: "ok", ref: again.ref });
  await answer;
  fake.socket.break();
  await fake.pass(2000);
  fake.socket.open();
  assert.equal(fake.sockets.length, 3);
  assert.equal(fake.socket.asked("game/move").length, 0);
});

test("commands given while the line is down go out in order when it is back", async () => {
  const { fake, session } = live();
  fake.socket.break();
  void session.send("chat/say", { text: "one" });
  void session.send("chat/say", { text: "two" });
  await fake.pass(1000);
  fake.socket.open();
  assert.deepEqual(
    fake.socket.asked("chat/say").map((sent) => sent.payload.text),
    ["one", "two"],
  );
});

test("a gap asks for the whole document on the same line, once", () => {
  const { fake, session } = live(5);
  fake.socket.say({ type: "game/move", v: 8, payload: { moves: { 4: "a" } } });
  fake.socket.say({ type: "game/move", v: 9, payload: { moves: { 5: "b" } } });
  const asked = fake.socket.asked("lobby/sync");
  assert.equal(asked.length, 1);
  fake.socket.say({
    type: "state",
    v: 9,
    payload: { game: { moves: { 5: "b" } } },
    ref: asked[0].ref,
  });
  assert.equal(fake.sockets.length, 1);
  assert.deepEqual(game(session).moves, { 5: "b" });
  fake.socket.say({ type: "game/move", v: 11, payload: {} });
  assert.equal(fake.socket.asked("lobby/sync").length, 2);
});

test("a refused request for the document is made again a second later", async () => {
  const { fake } = live(5);
  fake.socket.say({ type: "game/move", v: 8, payload: {} });
  const [{ ref }] = fake.socket.asked("lobby/sync");
  fake.socket.say({ type: "error", ref, payload: { code: "RATE_LIMITED", message: "Slowly." } });
  await fake.pass(1000);
  assert.equal(fake.socket.asked("lobby/sync").length, 2);
});

test("three heartbeats without an answer and the line is made anew", async () => {
  const { fake, session } = live();
  const first = fake.socket;
  await fake.pass(30_000);
  assert.deepEqual(first.asked("ping")[0].payload, { timestamp: fake.time });
  first.say({ type: "pong", payload: {} });
  await fake.pass(90_000);
  assert.equal(session.status.value.word, "live");
  await fake.pass(30_000);
  assert.equal(first.closed, true);
  assert.equal(session.status.value.word, "reconnecting");
});

test("a command that got no answer on a living line is sent again", async () => {
  const { fake, session } = live();
  void session.send("lobby/ready", {});
  await fake.pass(30_000);
  const [first, second] = fake.socket.asked("lobby/ready");
  assert.deepEqual(first, second);
});

for (const code of [4403, 4404]) {
  test(`after close code ${code} the page stops and says so`, async () => {
    const { fake, session } = live();
    const answer = session.send("lobby/ready", {}, { quiet: true });
    fake.socket.break(code);
    assert.deepEqual(session.status.value, { word: "stopped", code });
    await assert.rejects(answer);
    await fake.pass(120_000);
    assert.equal(fake.sockets.length, 1);
  });
}

for (const code of [1012, 4408, 4413]) {
  test(`after close code ${code} the page comes back at once`, async () => {
    const { fake } = live();
    fake.socket.break(code);
    await fake.pass(0);
    assert.equal(fake.sockets.length, 2);
  });
}

test("a server that stays away after a restart is not hammered", async () => {
  const { fake } = live();
  fake.socket.break(1012);
  await fake.pass(0);
  fake.socket.break(1006);
  await fake.pass(999);
  assert.equal(fake.sockets.length, 2);
  await fake.pass(1);
  assert.equal(fake.sockets.length, 3);
});

test("an expired identity is renewed once and the line goes on", async () => {
  const { fake, session } = live();
  fake.reply = () => ({ status: 200, body: { token: "t" } });
  fake.socket.break(4401);
  await settled();
  assert.equal(fake.requests[0].path, "/api/token/");
  assert.deepEqual(JSON.parse(fake.requests[0].init.body), { playerId: "anh" });
  assert.equal(fake.sockets.length, 2);
  fake.socket.break(4401);
  await settled();
  assert.deepEqual(session.status.value, { word: "stopped", code: 4401 });
});

test("flooding makes the page wait longer before it returns", async () => {
  const { fake } = live();
  fake.socket.break(4429);
  await fake.pass(7000);
  assert.equal(fake.sockets.length, 1);
  await fake.pass(1000);
  assert.equal(fake.sockets.length, 2);
});

test("a bad handshake is tried once more from nothing, then the page stops", async () => {
  const { fake, session } = live(5);
  fake.socket.break();
  await fake.pass(1000);
  fake.socket.break(4400);
  await fake.pass(2000);
  assert.equal(fake.socket.address, "/ws/lobbies/ABCD/");
  fake.socket.break(4400);
  assert.equal(session.status.value.word, "stopped");
});

test("a line that holds for a moment only is tried again after seconds, not half a minute", async () => {
  const { fake } = live();
  for (let cut = 0; cut < 8; cut += 1) {
    fake.socket.break();
    await fake.pass(4000);
    fake.socket.open();
    fake.socket.say({ type: "pong", payload: {} });
  }
  assert.equal(fake.sockets.length, 9);
});

test("back on line the page does not wait for the countdown", async () => {
  const { fake, session } = live();
  fake.isOnline = false;
  fake.socket.break();
  assert.equal(session.status.value.word, "offline");
  fake.isOnline = true;
  session.connection.wake();
  assert.equal(fake.sockets.length, 2);
});

test("a browser that thinks it is off line is believed when the server is silent", async () => {
  const { fake, session } = live();
  session.connection.doubt();
  fake.socket.say({ type: "pong", payload: {} });
  await fake.pass(5000);
  assert.equal(session.status.value.word, "live");
  fake.isOnline = false;
  session.connection.doubt();
  await fake.pass(5000);
  assert.equal(session.status.value.word, "offline");
});

test("a page put away leaves and comes back with its document", async () => {
  const { fake, session } = live(5);
  session.connection.stop();
  assert.equal(fake.socket.closed, true);
  await fake.pass(60_000);
  assert.equal(fake.sockets.length, 1);
  session.connection.start();
  assert.equal(fake.socket.address, "/ws/lobbies/ABCD/?v=4");
});
