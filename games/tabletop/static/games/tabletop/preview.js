/**
 * A thing looked at closely. In here: the card large in the middle, by a key, a menu, or a mouse
 * that rests on a card too small to read. Not in here: which thing (room).
 */

import { html, nothing, render } from "lit-html";
import { side } from "./picture.js";
import { isOpen } from "./pieces.js";
import { faceName, nameOf } from "./words.js";

/** @import { Piece } from "./pieces.js" */

export class Preview {
  /** @type {string | undefined} */
  #shown;
  #root;
  #find;

  /** @param {HTMLElement} root @param {(id: string) => Piece | undefined} find */
  constructor(root, find) {
    this.#root = root;
    this.#find = find;
    root.addEventListener("click", () => this.close());
  }

  get isOpen() {
    return this.#shown !== undefined;
  }

  /** @param {string} id */
  toggle(id) {
    if (this.#shown === id) this.close();
    else this.open(id);
  }

  /** @param {string} id */
  open(id) {
    const piece = this.#find(id);
    if (!piece) return;
    this.#shown = id;
    this.draw();
    this.#root.hidden = false;
  }

  /** What is shown may have been flipped meanwhile, or be gone. */
  draw() {
    if (this.#shown === undefined) return;
    const piece = this.#find(this.#shown);
    if (!piece) return this.close();
    render(large(piece), this.#root);
  }

  close() {
    this.#shown = undefined;
    this.#root.hidden = true;
    render(nothing, this.#root);
  }
}

/** @param {Piece} piece */
function large(piece) {
  if (piece.kind === "card" || piece.kind === "deck")
    return html`<figure class="preview__card">
      <span class="stock">${side(piece)}</span>
      <figcaption>${isOpen(piece) ? faceName(piece.face) : nameOf(piece)}</figcaption>
    </figure>`;
  const text = piece.text || piece.label || nameOf(piece);
  return html`<figure class="preview__text">
    <p>${piece.kind === "counter" || piece.kind === "die" ? `${nameOf(piece)}: ${piece.value}` : text}</p>
  </figure>`;
}
