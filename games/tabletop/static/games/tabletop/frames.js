/**
 * One heartbeat for all that moves. In here: what is to be done in the next animation frame, and
 * whether another one is needed. Not in here: what moves.
 */

/** @typedef {(now: number) => boolean} Step one frame's work; true: there is more to do */

export class Frames {
  /** @type {Set<Step>} */
  #steps = new Set();
  #asked = 0;

  /** @param {Step} step @returns {() => void} ends it */
  add(step) {
    this.#steps.add(step);
    this.ask();
    return () => void this.#steps.delete(step);
  }

  /** Something is to be drawn. */
  ask() {
    this.#asked ||= requestAnimationFrame(() => this.#draw());
  }

  stop() {
    cancelAnimationFrame(this.#asked);
    this.#steps.clear();
  }

  #draw() {
    this.#asked = 0;
    // One time for all; the frame's own lags behind a message that came since it began.
    const now = performance.now();
    let more = false;
    for (const step of this.#steps) more = step(now) || more;
    if (more) this.ask();
  }
}

const still =
  typeof matchMedia === "function" ? matchMedia("(prefers-reduced-motion: reduce)") : undefined;

/** How long a movement takes: none at all for whom nothing shall move. @param {number} ms */
export function lasting(ms) {
  return still?.matches ? 0 : ms;
}
