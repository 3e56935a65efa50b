/**
 * One WebSocket per lobby, as the protocol wants it. In here: connecting, coming back, what each
 * close code means, refs. Not in here: what a message says (the store), silence (heartbeat), HTTP
 * (slowline).
 */

import { pause } from "./backoff.js";
import { HEARTBEAT, Heartbeat } from "./heartbeat.js";
import { t } from "./i18n.js";
import { Outbox } from "./outbox.js";
import { SlowLine } from "./slowline.js";
import { Timers } from "./timers.js";

/** @import { Json, Message, Status, Surroundings, SocketLike } from "./wire.d.ts" */

export const FIRST_FRAME = 10_000;
export const STABLE = 5_000;
export const BLOCKED_AFTER = 3;

const OPEN = 1;
/** Closed for good: the page says so and stops. */
const FINAL = new Set([4403, 4404]);
/** The server asks us to come back at once. */
const AT_ONCE = new Set([1012, 4408, 4413]);

/**
 * @typedef {object} Wiring
 * @property {string} lobby id or code
 * @property {string} gameVersion the build this page runs
 * @property {Surroundings} surroundings
 * @property {() => number | undefined} version the version held, if any
 * @property {(message: Message) => boolean} receive takes the news; false: there is a gap
 * @property {(status: Status) => void} changed
 * @property {() => Promise<boolean>} renew gets a fresh identity; false: there is none to be had
 * @property {() => Record<string, string>} headers for HTTP
 */

export class Connection {
  /** @type {SocketLike | null} */
  #socket = null;
  #attempt = 0;
  #failures = 0;
  #open = false;
  #live = false;
  #liveSince = 0;
  #syncing = "";
  #resume = true;
  #renewed = false;
  #stopped = false;
  #timers;
  #heart;
  #outbox;
  #slow;
  #wiring;
  #around;
  /** @type {Status} */
  status = { word: "connecting" };

  /** @param {Wiring} wiring */
  constructor(wiring) {
    this.#wiring = wiring;
    this.#around = wiring.surroundings;
    this.#timers = new Timers(this.#around);
    this.#heart = new Heartbeat({
      timers: this.#timers,
      ping: () => this.#ping(),
      beat: () => this.#repeat(),
      lost: () => this.#closed(1006),
    });
    this.#outbox = new Outbox(this.#around.random);
    this.#slow = new SlowLine({
      lobby: wiring.lobby,
      surroundings: this.#around,
      outbox: this.#outbox,
      headers: wiring.headers,
      receive: (message) => void wiring.receive(message),
      renew: wiring.renew,
      up: (works) => this.#slowLineIs(works),
      refused: (code) => this.#stop(code),
    });
  }

  start() {
    if (!this.#around.online()) this.#say({ word: "offline" });
    this.#connect();
  }

  /** Leave quietly: the page goes away. Commands stay in the outbox for `start`. */
  stop() {
    this.#drop();
    this.#slow.stop();
    this.#timers.clear();
  }

  /**
   * Send a command and wait for its one answer, however often the line breaks meanwhile.
   *
   * @param {string} action
   * @param {Json} [payload]
   * @param {{v?: number}} [options]
   * @returns {{ref: string, answer: Promise<Message>}} rejects with {code, message}
   */
  send(action, payload, { v } = {}) {
    const { command, answer } = this.#outbox.add(action, payload, v);
    if (this.#stopped) this.#outbox.fail(CLOSED);
    else if (this.#open) this.#transmit(command);
    else if (this.#slow.running) this.#slow.post();
    return { ref: command.ref, answer };
  }

  /**
   * Send what may be lost: typing, pointers.
   *
   * @param {string} action
   * @param {Json} [payload]
   */
  cast(action, payload) {
    if (this.#live) this.#write({ action, payload });
  }

  /** Ask for the whole document: a message is missing. */
  sync() {
    if (this.#syncing || !this.#open) return;
    this.#syncing = this.#outbox.ref();
    this.#write({ action: "lobby/sync", ref: this.#syncing });
  }

  /** The browser came back on line, or the page into sight: look at once. */
  wake() {
    if (this.#stopped) return;
    if (this.#live) this.#heart.probe();
    else if (!this.#socket) {
      this.#attempt = 0;
      this.#connect();
    }
    this.#slow.wake();
  }

  /** The browser says it is off line: believe it only once the server is silent. */
  doubt() {
    if (this.#live) this.#heart.probe();
    else if (!this.#stopped) this.#say({ word: "offline" });
  }

  #connect() {
    this.#timers.cancel("retry");
    this.#drop();
    if (!this.#failures) this.#say({ word: this.#liveSince ? "reconnecting" : "connecting" });
    const socket = this.#around.open(this.#address());
    this.#socket = socket;
    socket.onopen = () => this.#opened();
    socket.onmessage = (event) => this.#heard(event.data);
    socket.onclose = (event) => this.#closed(event.code);
    socket.onerror = () => {};
    this.#timers.set("first", FIRST_FRAME, () => this.#closed(1006));
  }

  #address() {
    const v = this.#resume ? this.#wiring.version() : undefined;
    // One version back: a cut between two messages of one change heals itself that way.
    const query = v === undefined ? "" : `?v=${Math.max(0, v - 1)}`;
    return `/ws/lobbies/${this.#wiring.lobby}/${query}`;
  }

  #opened() {
    this.#open = true;
    this.#write({ action: "lobby/hello", payload: { gameVersion: this.#wiring.gameVersion } });
    for (const command of this.#outbox.waiting()) this.#transmit(command);
    this.#heart.start();
  }

  /** @param {string} text */
  #heard(text) {
    this.#heart.heard();
    if (!this.#live) this.#becameLive();
    const message = /** @type {Message} */ (JSON.parse(text));
    if (message.type === "state") this.#syncing = "";
    if (message.type === "error" && message.ref && message.ref === this.#syncing)
      return this.#timers.set("sync", 1000, () => this.#syncAgain());
    if (message.type !== "pong" && !this.#wiring.receive(message)) this.sync();
    this.#outbox.settle(message);
  }

  #syncAgain() {
    this.#syncing = "";
    this.sync();
  }

  #becameLive() {
    this.#live = true;
    this.#liveSince = this.#around.now();
    this.#failures = 0;
    // A server that answers is not away; a line that breaks again and again waits 4 s at most.
    this.#attempt = Math.min(this.#attempt, 2);
    this.#resume = true;
    this.#renewed = false;
    this.#timers.cancel("first");
    this.#slow.stop();
    this.#timers.set("stable", STABLE, () => {
      this.#attempt = 0;
    });
    this.#say({ word: "live" });
  }

  /** Ask again for what was not answered within half a beat. */
  #repeat() {
    if (this.#syncing) this.#syncAgain();
    const late = this.#around.now() - HEARTBEAT / 2;
    for (const command of this.#outbox.waiting())
      if (command.sentAt < late) this.#transmit(command);
  }

  #ping() {
    this.#write({ action: "ping", payload: { timestamp: this.#around.now() } });
  }

  /** @param {number} code */
  #closed(code) {
    const wasLive = this.#live;
    this.#drop();
    if (FINAL.has(code)) return this.#stop(code);
    if (!wasLive) this.#failures += 1;
    if (code === 4401) return void this.#renewIdentity();
    if (code === 4400) {
      if (!this.#resume) return this.#stop(code);
      this.#resume = false;
    }
    if (code === 4429) this.#attempt = Math.max(this.#attempt, 3);
    const atOnce = AT_ONCE.has(code) && wasLive;
    this.#retry(atOnce ? 0 : pause(this.#attempt++, this.#around.random()));
    if (this.#failures >= BLOCKED_AFTER) this.#slow.start();
  }

  /** @param {number} wait */
  #retry(wait) {
    this.#timers.set("retry", wait, () => this.#connect());
    if (this.status.word === "slow") return;
    const retryAt = this.#around.now() + wait;
    this.#say(this.#around.online() ? { word: "reconnecting", retryAt } : { word: "offline" });
  }

  async #renewIdentity() {
    if (this.#renewed) return this.#stop(4401);
    this.#renewed = true;
    this.#say({ word: "reconnecting" });
    if (await this.#wiring.renew()) this.#connect();
    else this.#stop(4401);
  }

  /** @param {boolean} works */
  #slowLineIs(works) {
    if (this.#live || this.#stopped) return;
    if (works) this.#say({ word: "slow" });
    else if (this.status.word === "slow") this.#say({ word: "reconnecting" });
  }

  /** @param {number} code */
  #stop(code) {
    this.#stopped = true;
    this.stop();
    this.#say({ word: "stopped", code });
    this.#outbox.fail(CLOSED);
  }

  #drop() {
    const socket = this.#socket;
    this.#socket = null;
    this.#open = this.#live = false;
    this.#syncing = "";
    this.#heart.stop();
    this.#timers.cancel("first", "stable", "sync");
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }

  /** @param {import("./outbox.js").Command} command */
  #transmit(command) {
    command.sentAt = this.#around.now();
    this.#write(command.body);
  }

  /** @param {Json} body */
  #write(body) {
    // One that is closing says so in a moment; commands go again with the next.
    if (this.#socket?.readyState === OPEN) this.#socket.send(JSON.stringify(body));
  }

  /** @param {Status} status */
  #say(status) {
    const { word, retryAt, code } = this.status;
    if (word === status.word && retryAt === status.retryAt && code === status.code) return;
    this.status = status;
    this.#wiring.changed(status);
  }
}

const CLOSED = { code: "CLOSED", message: t("The table is no longer open to you.") };
