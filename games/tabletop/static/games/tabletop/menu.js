/**
 * The menu of a thing or of the table. In here: showing it where it is asked for, its keys, the
 * focus. Not in here: what stands in it (doings).
 */

import { html, nothing, render } from "lit-html";

/** @import { Point, Size } from "./geometry.js" */

/**
 * @typedef {object} Item
 * @property {string} label
 * @property {() => void} run
 * @property {string} [keys] as on the "?" sheet
 * @property {boolean} [danger]
 * @property {boolean} [apart] a line above it
 */

const EDGE = 8;

export class Menu {
  #root;
  /** @type {HTMLElement | undefined} */
  #back;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.#root = root;
    root.addEventListener("keydown", (event) => this.#press(event));
    root.addEventListener("focusout", (event) => {
      if (!(event.relatedTarget instanceof Node && root.contains(event.relatedTarget)))
        this.close();
    });
  }

  get isOpen() {
    return !this.#root.hidden;
  }

  /**
   * @param {string} title what it is the menu of
   * @param {Item[]} items
   * @param {Point} at
   * @param {Size} view
   * @param {HTMLElement | undefined} back gets the focus afterwards
   */
  open(title, items, at, view, back) {
    if (!items.length) return;
    const root = this.#root;
    this.#back = back;
    root.ariaLabel = title;
    render(
      html`<p class="menu__title" role="presentation">${title}</p>
        ${items.map((item) => this.#item(item))}`,
      root,
    );
    root.hidden = false;
    root.scrollTop = 0;
    const { offsetWidth: width, offsetHeight: height } = root;
    root.style.left = `${Math.max(EDGE, Math.min(at.x, view.width - width - EDGE))}px`;
    root.style.top = `${Math.max(EDGE, Math.min(at.y, view.height - height - EDGE))}px`;
    this.#items()[0]?.focus({ preventScroll: true });
  }

  /** @param {Item} item */
  #item({ label, run, keys, danger, apart }) {
    return html`<button
      type="button"
      role="menuitem"
      class="menu__item"
      tabindex="-1"
      ?data-danger=${danger}
      ?data-apart=${apart}
      @click=${() => this.#choose(run)}
    >
      <span>${label}</span>${keys ? html`<kbd aria-hidden="true">${keys}</kbd>` : nothing}
    </button>`;
  }

  /** @param {() => void} run */
  #choose(run) {
    this.close(true);
    run();
  }

  /** @param {boolean} [refocus] */
  close(refocus) {
    if (this.#root.hidden) return;
    const back = this.#back;
    this.#back = undefined;
    this.#root.hidden = true;
    if (refocus && back?.isConnected) back.focus({ preventScroll: true });
  }

  #items() {
    return /** @type {HTMLElement[]} */ ([...this.#root.querySelectorAll(".menu__item")]);
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    const items = this.#items();
    const at = items.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    event.stopPropagation();
    if (event.key === "Escape" || event.key === "Tab") {
      event.preventDefault();
      return this.close(true);
    }
    if (to !== undefined) {
      event.preventDefault();
      return items.at(to % items.length)?.focus();
    }
    if (event.key.length === 1 && event.key !== " ") this.#jump(items, at, event.key.toLowerCase());
  }

  /** To the next item that begins with a letter. @param {HTMLElement[]} items @param {number} at @param {string} letter */
  #jump(items, at, letter) {
    const round = [...items.slice(at + 1), ...items.slice(0, at + 1)];
    round.find((item) => (item.textContent ?? "").trim().toLowerCase().startsWith(letter))?.focus();
  }
}
