/** Where WebSockets are blocked: commands by POST, news by polling, the socket tried meanwhile. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { Session } from "../../lobbies/static/parlour/session.js";
import { FakeSurroundings, settled } from "./fake_server.js";

/** A server that answers HTTP and no socket. */
class FakeHttp {
  v = 5;
  moves = {};
  refuse = null;
  status = 200;
  body = {};
  seen = new Set();

  reply = (path, init) => {
    if (this.status !== 200) return { status: this.status, body: this.body };
    if (path.endsWith("/actions/")) return this.#act(JSON.parse(init.body));
    const tag = `"${this.v}"`;
    if (init.headers["If-None-Match"] === tag) return { status: 304, tag };
    return { status: 200, tag, body: this.document, now: 1_000_500 };
  };

  get document() {
    return { game: { moves: this.moves }, you: { playerId: "anh", role: "host" } };
  }

  #act(command) {
    if (this.refuse) return { status: 409, body: this.refuse };
    if (!this.seen.has(command.ref)) {
      this.seen.add(command.ref);
      this.v += 1;
      this.moves = { ...this.moves, [Object.keys(this.moves).length + 1]: command.payload.uci };
    }
    return { status: 200, body: { type: "ok", ref: command.ref } };
  }
}

async function blocked() {
  const fake = new FakeSurroundings();
  const server = new FakeHttp();
  fake.reply = server.reply;
  const refusals = [];
  const session = new Session({
    lobby: "ABCD",
    gameVersion: "7",
    surroundings: fake.surroundings,
    csrf: () => "csrf",
    refused: (refusal) => refusals.push(refusal.message),
  });
  session.connection.start();
  fake.socket.break();
  await fake.pass(1000);
  fake.socket.break();
  await fake.pass(2000);
  assert.equal(fake.requests.length, 0);
  fake.socket.break();
  await settled();
  return { fake, server, session, refusals };
}

test("after three failed sockets the document comes by HTTP", async () => {
  const { fake, session } = await blocked();
  assert.equal(session.status.value.word, "slow");
  assert.equal(session.store.version, 5);
  assert.equal(session.store.serverNow() - fake.time, 1_000_500 - 1_003_000);
});

test("an unchanged document is asked for by its tag", async () => {
  const { fake } = await blocked();
  await fake.pass(1500);
  assert.equal(fake.requests.at(-1).init.headers["If-None-Match"], '"5"');
});

test("a move is posted once and stays drawn until the document holds it", async () => {
  const { fake, session, server } = await blocked();
  const answer = session.send(
    "game/move",
    { uci: "e2e4" },
    { optimistic: { moves: { 1: "e2e4" } } },
  );
  assert.deepEqual(session.store.part("game").value.moves, { 1: "e2e4" });
  await fake.pass(0);
  await answer;
  assert.equal(session.store.version, 6);
  assert.equal(session.store.pending("game").length, 0);
  assert.equal(
    fake.requests.find((r) => r.path.endsWith("actions/")).init.headers["X-CSRFToken"],
    "csrf",
  );
  assert.equal(server.seen.size, 1);
});

test("a refusal by HTTP takes the move back with its sentence", async () => {
  const { fake, session, server, refusals } = await blocked();
  server.refuse = { code: "INVALID_MOVE", message: "A rook does not move like that." };
  const answer = session.send(
    "game/move",
    { uci: "a1b2" },
    { optimistic: { moves: { 1: "a1b2" } } },
  );
  const refused = assert.rejects(answer, { code: "INVALID_MOVE" });
  await fake.pass(0);
  await refused;
  assert.deepEqual(session.store.part("game").value.moves, {});
  assert.deepEqual(refusals, ["A rook does not move like that."]);
});

test("a post that got lost is made again with the same ref, in order", async () => {
  const { fake, session, server } = await blocked();
  server.status = 503;
  void session.send("game/move", { uci: "e2e4" });
  void session.send("game/move", { uci: "d2d4" });
  await fake.pass(500);
  server.status = 200;
  await fake.pass(5000);
  assert.deepEqual(server.moves, { 1: "e2e4", 2: "d2d4" });
});

test("the socket is tried meanwhile and takes over without losing anything", async () => {
  const { fake, session, server } = await blocked();
  server.status = 503;
  const answer = session.send(
    "game/move",
    { uci: "e2e4" },
    { optimistic: { moves: { 1: "e2e4" } } },
  );
  await fake.pass(4000);
  fake.socket.open();
  const [sent] = fake.socket.asked("game/move");
  fake.socket.say({ type: "game/move", v: 6, payload: { moves: { 1: "e2e4" } }, ref: sent.ref });
  await answer;
  assert.equal(session.status.value.word, "live");
  const requests = fake.requests.length;
  await fake.pass(20_000);
  assert.equal(fake.requests.length, requests);
});

test("a page that nobody looks at asks seldom", async () => {
  const { fake } = await blocked();
  fake.isHidden = true;
  await fake.pass(1500);
  const before = fake.requests.length;
  await fake.pass(9000);
  assert.equal(fake.requests.length, before);
});

test("a lobby that is gone stops the page by HTTP too", async () => {
  const { fake, session, server } = await blocked();
  server.status = 404;
  await fake.pass(1500);
  assert.equal(session.status.value.word, "slow", "a page of some proxy is no answer");
  server.body = { code: "NOT_FOUND", message: "There is no such table." };
  await fake.pass(3000);
  assert.deepEqual(session.status.value, { word: "stopped", code: 4404 });
});
