/**
 * One visit to one lobby: the line and the document tied together. In here: sending with a hope,
 * the browser's events, fresh identity. Not in here: anything that draws.
 */

import { signal } from "@preact/signals-core";
import { Connection } from "./connection.js";
import { Store } from "./store.js";

/** @import { Json, Message, Patch, Payload, Refusal, Status, Surroundings } from "./wire.d.ts" */

/**
 * @typedef {object} Visit
 * @property {string} lobby
 * @property {string} gameVersion
 * @property {Surroundings} surroundings
 * @property {() => string} csrf
 * @property {(refusal: Refusal) => void} refused shows the server's sentence
 */

export class Session {
  /** @type {import("@preact/signals-core").Signal<Status>} */
  status = signal({ word: "connecting" });
  store;
  connection;
  #visit;

  /** @param {Visit} visit */
  constructor(visit) {
    this.#visit = visit;
    this.store = new Store(visit.surroundings.now);
    this.connection = new Connection({
      lobby: visit.lobby,
      gameVersion: visit.gameVersion,
      surroundings: visit.surroundings,
      version: () => this.store.version,
      receive: (message) => this.store.receive(message),
      changed: (status) => {
        this.status.value = status;
      },
      renew: () => this.#renew(),
      headers: () => ({ "X-CSRFToken": visit.csrf() }),
    });
  }

  /**
   * Ask the server for something. With `optimistic` it is drawn at once and taken back if refused.
   *
   * @template {string} A
   * @param {A} action
   * @param {Payload<A>} [payload]
   * @param {{optimistic?: Patch, hopes?: Record<string, Patch>, v?: number, quiet?: boolean}}
   *   [options] `optimistic`: for the action's own part; `hopes`: by part; `quiet`: the caller shows
   *   a refusal itself
   * @returns {Promise<Message>} rejects with {code, message}
   */
  send(action, payload, { optimistic, hopes = {}, v, quiet } = {}) {
    const { ref, answer } = this.connection.send(action, payload, { v });
    const own = optimistic && { [action.split("/")[0] ?? ""]: optimistic };
    for (const [part, patch] of Object.entries({ ...own, ...hopes }))
      this.store.hope({ ref, part, patch });
    answer.then(
      (message) => this.store.settle(ref, message.v),
      (refusal) => {
        this.store.settle(ref);
        if (!quiet) this.#visit.refused(refusal);
      },
    );
    return answer;
  }

  async #renew() {
    try {
      const { playerId } = this.store.confirmed("you").peek();
      const response = await this.#visit.surroundings.fetch("/api/token/", {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": this.#visit.csrf() },
        body: JSON.stringify(playerId ? { playerId } : {}),
      });
      return response.ok;
    } catch {
      return false;
    }
  }
}

/**
 * The real surroundings: this browser.
 *
 * @returns {Surroundings}
 */
export function browser() {
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";
  return {
    open: (path) => new WebSocket(`${scheme}//${location.host}${path}`),
    fetch: (path, init) => fetch(path, { credentials: "same-origin", ...init }),
    now: Date.now,
    random: Math.random,
    later: (run, milliseconds) => setTimeout(run, milliseconds),
    cancel: (timer) => clearTimeout(timer),
    online: () => navigator.onLine,
    hidden: () => document.hidden,
  };
}

/**
 * Let the connection know what the browser knows.
 *
 * @param {Connection} connection
 */
export function attend(connection) {
  addEventListener("online", () => connection.wake());
  addEventListener("offline", () => connection.doubt());
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) connection.wake();
  });
  // A page put away keeps no socket: the others see the player leave at once.
  addEventListener("pagehide", () => connection.stop());
  addEventListener("pageshow", (event) => {
    if (event.persisted) connection.start();
  });
}
