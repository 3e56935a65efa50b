/**
 * Telling things. In here: what a screen reader says, and the little notes that pass by.
 * Not in here: what is worth telling.
 */

import { element } from "./page.js";

const SHOWN = 6000;
const SETTLE = 150;

export class Voice {
  /** @type {string[]} */
  #lines = [];
  /** @type {any} */
  #timer;

  /**
   * Say something aloud, in order, without interrupting. Lines that come together are one text,
   * since a second change of a live region would cut the first one off.
   *
   * @param {string} text
   */
  announce(text) {
    if (!text) return;
    this.#lines.push(text);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const region = element("announce");
      region.textContent = this.#lines.join(" ");
      this.#lines = [];
    }, SETTLE);
  }

  /** Say it now: it is your turn, your move was refused. @param {string} text */
  interrupt(text) {
    element("announce-now").textContent = text;
  }

  /**
   * A note that passes by.
   *
   * @param {string} text
   * @param {"good" | "warn" | "danger"} [tone]
   */
  toast(text, tone) {
    const region = element("toasts");
    for (const old of [...region.children]) if (old.textContent === text) old.remove();
    const note = document.createElement("div");
    note.className = "toast";
    if (tone) note.dataset.tone = tone;
    note.textContent = text;
    region.append(note);
    setTimeout(() => note.remove(), SHOWN);
  }
}
