/**
 * The way round a blocked WebSocket. In here: commands by POST, news by polling the whole document.
 * Not in here: when it is needed; the connection starts it and keeps trying the socket.
 */

import { pause } from "./backoff.js";

/** @import { Message, ResponseLike, Surroundings } from "./wire.d.ts" */
/** @import { Command, Outbox } from "./outbox.js" */

export const POLL = 1500;
export const POLL_HIDDEN = 10_000;

/** @type {Record<number, number>} */
const FINAL = { 403: 4403, 404: 4404 };

/**
 * @typedef {object} Wiring
 * @property {string} lobby
 * @property {Surroundings} surroundings
 * @property {Outbox} outbox
 * @property {() => Record<string, string>} headers
 * @property {(message: Message) => void} receive
 * @property {() => Promise<boolean>} renew
 * @property {(works: boolean) => void} up
 * @property {(code: number) => void} refused with a close code of the socket
 */

export class SlowLine {
  running = false;
  /** Counts starts, so that what an earlier run still awaits changes nothing. */
  #run = 0;
  #posting = false;
  #failures = 0;
  #tag = "";
  /** @type {any} */
  #timer;
  #wiring;
  #around;

  /** @param {Wiring} wiring */
  constructor(wiring) {
    this.#wiring = wiring;
    this.#around = wiring.surroundings;
  }

  start() {
    if (this.running) return;
    this.running = true;
    this.#run += 1;
    this.#tag = "";
    this.#failures = 0;
    this.#posting = false;
    void this.#poll();
    void this.post();
  }

  stop() {
    this.running = false;
    this.#around.cancel(this.#timer);
  }

  /** Somebody looks at the page again. */
  wake() {
    if (!this.running) return;
    this.#around.cancel(this.#timer);
    void this.#poll();
  }

  /** Send what waits, one after the other, in order. */
  async post() {
    if (this.#posting) return;
    this.#posting = true;
    const run = this.#run;
    for (let next = this.#next(); next; next = this.#next()) {
      const answered = await this.#postOne(next);
      if (!answered && run === this.#run) await this.#rest();
      if (run !== this.#run) return;
    }
    this.#posting = false;
  }

  #next() {
    return this.running ? this.#wiring.outbox.waiting()[0] : undefined;
  }

  /**
   * @param {Command} command
   * @returns {Promise<boolean>} false: try the same again
   */
  async #postOne(command) {
    const response = await this.#fetch("actions/", {
      method: "POST",
      body: JSON.stringify(command.body),
      headers: { "Content-Type": "application/json", ...this.#wiring.headers() },
    });
    if (!response || response.status >= 500) return false;
    const body = await readJson(response);
    if (response.status === 401) return this.#renew();
    if (response.ok) {
      await this.#read();
      this.#wiring.outbox.settle({ type: "ok", ref: command.ref });
    } else if (body?.code) {
      this.#wiring.outbox.settle({ type: "error", ref: command.ref, payload: body });
    }
    // Whatever else came back was not said by our server.
    return response.ok || Boolean(body?.code);
  }

  async #poll() {
    const run = this.#run;
    await this.#read();
    if (!this.running || run !== this.#run) return;
    const wait = this.#around.hidden() ? POLL_HIDDEN : POLL;
    this.#around.cancel(this.#timer);
    this.#timer = this.#around.later(
      () => void this.#poll(),
      this.#failures ? pause(this.#failures - 1, this.#around.random()) : wait,
    );
  }

  async #read() {
    const headers = { ...this.#wiring.headers() };
    if (this.#tag) headers["If-None-Match"] = this.#tag;
    const response = await this.#fetch("state/?poll=1", { headers });
    if (!this.running) return;
    if (response && response.status in FINAL) return this.#refused(response);
    if (response?.status === 401) return void (await this.#renew());
    const works = response?.status === 304 || response?.ok === true;
    this.#failures = works ? 0 : this.#failures + 1;
    if (response?.ok && response.status !== 304) await this.#take(response);
    if (this.running) this.#wiring.up(works);
  }

  /** Only our server's own word ends it; a proxy may say 403 too. @param {ResponseLike} response */
  async #refused(response) {
    const body = await readJson(response);
    const code = body?.code && FINAL[response.status];
    if (code && this.running) this.#wiring.refused(code);
    else this.#failures += 1;
  }

  /** @param {ResponseLike} response */
  async #take(response) {
    const body = await readJson(response);
    const tag = response.headers.get("ETag") ?? "";
    if (!body || !this.running) return;
    this.#tag = tag;
    const now = Number(response.headers.get("Server-Time")) || undefined;
    this.#wiring.receive({ type: "state", v: Number(/\d+/.exec(tag)?.[0]), payload: body, now });
  }

  async #renew() {
    const renewed = await this.#wiring.renew();
    if (!renewed && this.running) this.#wiring.refused(4401);
    return false;
  }

  /** @returns {Promise<void>} */
  #rest() {
    const wait = pause(Math.max(0, this.#failures - 1), this.#around.random());
    return new Promise((done) => void this.#around.later(done, wait));
  }

  /**
   * @param {string} path
   * @param {any} init
   * @returns {Promise<ResponseLike | null>} null: nothing came back
   */
  async #fetch(path, init) {
    try {
      return await this.#around.fetch(`/api/lobbies/${this.#wiring.lobby}/${path}`, init);
    } catch {
      return null;
    }
  }
}

/** @param {ResponseLike} response */
async function readJson(response) {
  try {
    return await response.json();
  } catch {
    return null;
  }
}
