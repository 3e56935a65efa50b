/**
 * Passing messages at a pace. In here: at most one in so many milliseconds, the latest always. Not
 * in here: what they say.
 */

/** About 20 a second, as many as a screen needs to ease between them, ms. */
export const PACE = 50;

export class Caster {
  /** @type {(() => void) | undefined} */
  #next;
  /** @type {any} */
  #timer;
  #sent = Number.NEGATIVE_INFINITY;
  #now;
  #later;

  /**
   * @param {{now: () => number, later: (run: () => void, ms: number) => any}} [around] for tests
   */
  constructor(
    { now, later } = {
      now: () => performance.now(),
      later: (run, ms) => setTimeout(run, ms),
    },
  ) {
    this.#now = now;
    this.#later = later;
  }

  /** @param {() => void} send */
  cast(send) {
    this.#next = send;
    if (this.#timer !== undefined) return;
    const wait = this.#sent + PACE - this.#now();
    if (wait <= 0) return this.#send();
    this.#timer = this.#later(() => {
      this.#timer = undefined;
      this.#send();
    }, wait);
  }

  /** What waits is not worth telling any more. */
  drop() {
    this.#next = undefined;
  }

  #send() {
    const send = this.#next;
    this.#next = undefined;
    if (!send) return;
    this.#sent = this.#now();
    send();
  }
}
