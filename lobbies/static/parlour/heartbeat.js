/**
 * Whether the server is still there. In here: a ping now and then, and how long silence may last.
 * Not in here: what is done about it (the connection).
 */

/** @import { Timers } from "./timers.js" */

export const HEARTBEAT = 30_000;
export const MISSED = 3;
export const PROBE = 5_000;

/**
 * @typedef {object} Wiring
 * @property {Timers} timers
 * @property {() => void} ping asks the server for a sign
 * @property {() => void} beat what else is due with every beat
 * @property {() => void} lost there was none for too long
 */

export class Heartbeat {
  #missed = 0;
  #wiring;

  /** @param {Wiring} wiring */
  constructor(wiring) {
    this.#wiring = wiring;
  }

  start() {
    this.#missed = 0;
    this.#later();
  }

  stop() {
    this.#wiring.timers.cancel("beat", "probe");
  }

  /** Something came: the server is there. */
  heard() {
    this.#missed = 0;
    this.#wiring.timers.cancel("probe");
  }

  /** Ask at once, and do not wait long for the answer. */
  probe() {
    this.#wiring.ping();
    this.#wiring.timers.set("probe", PROBE, () => this.#wiring.lost());
  }

  #beat() {
    if (this.#missed >= MISSED) return this.#wiring.lost();
    this.#missed += 1;
    this.#wiring.ping();
    this.#wiring.beat();
    this.#later();
  }

  #later() {
    this.#wiring.timers.set("beat", HEARTBEAT, () => this.#beat());
  }
}
