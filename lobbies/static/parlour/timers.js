/**
 * Timers with names. In here: at most one timer of each name. Not in here: what they are for.
 */

/** @import { Surroundings } from "./wire.d.ts" */

export class Timers {
  /** @type {Map<string, any>} */
  #running = new Map();
  #around;

  /** @param {Pick<Surroundings, "later" | "cancel">} surroundings */
  constructor(surroundings) {
    this.#around = surroundings;
  }

  /**
   * Start a timer; an older one of the same name is forgotten.
   *
   * @param {string} name
   * @param {number} wait milliseconds
   * @param {() => void} run
   */
  set(name, wait, run) {
    this.cancel(name);
    this.#running.set(name, this.#around.later(run, wait));
  }

  /** @param {string[]} names */
  cancel(...names) {
    for (const name of names) {
      this.#around.cancel(this.#running.get(name));
      this.#running.delete(name);
    }
  }

  clear() {
    this.cancel(...this.#running.keys());
  }
}
