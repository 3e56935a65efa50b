/**
 * What things look like. In here: a card, a deck, a die and so on as markup. Not in here: where
 * they lie, what they do; styles (pieces.css).
 */

import { html, nothing } from "lit-html";
import { keyed } from "lit-html/directives/keyed.js";
import { isBack } from "parlour/cards/backs.js";
import { backPicture, facePicture } from "parlour/cards/faces.js";
import { drawDie } from "parlour/dice/die.js";
import { t } from "parlour/i18n.js";
import { isDrawn, isOpen } from "./pieces.js";

/** @import { Piece } from "./pieces.js" */

/** @type {Record<import("./pieces.js").Kind, (piece: Piece, fresh?: boolean) => unknown>} */
const PICTURES = { card, deck, token, counter, die, note, image };

/** @param {Piece} piece @param {boolean} [fresh] a die that was rolled just now */
export function picture(piece, fresh) {
  return [PICTURES[piece.kind](piece, fresh), looked(piece)];
}

/** @param {Piece} piece */
function card(piece) {
  return html`<span class="stock">${side(piece)}</span>${
    piece.peeked ? html`<span class="piece__peek" aria-hidden="true"></span>` : nothing
  }`;
}

/** The side of a card that is to be seen. @param {Piece} piece */
export function side(piece) {
  if (!isOpen(piece)) return pictured(backOf(piece.back));
  if (isDrawn(piece)) return pictured(facePicture(piece.face));
  if (piece.picture) return pictured(piece.picture, piece.face);
  return html`<span class="stock__name" aria-hidden="true">${piece.face}</span>`;
}

/** @param {string} back */
function backOf(back) {
  if (back.startsWith("https://")) return back;
  return backPicture(isBack(back) ? back : "green");
}

/** @param {string} address empty: not drawn yet @param {string} [name] shown until a foreign picture is there */
function pictured(address, name) {
  return html`${name ? html`<span class="stock__name" aria-hidden="true">${name}</span>` : nothing}<img
      class="stock__picture"
      src=${address || nothing}
      alt=""
      draggable="false"
      decoding="sync"
      referrerpolicy="no-referrer"
    />`;
}

/** @param {Piece} piece */
function deck(piece) {
  const depth = piece.count > 30 ? 3 : piece.count > 8 ? 2 : piece.count > 1 ? 1 : 0;
  const inside = piece.count
    ? html`<span class="stock" data-depth=${depth}>${side(piece)}</span>`
    : html`<span class="piece__place"></span>`;
  return html`${inside}<span class="piece__count num" aria-hidden="true">${piece.count}</span>${
    piece.label ? html`<span class="piece__name" aria-hidden="true">${piece.label}</span>` : nothing
  }`;
}

/** @param {Piece} piece */
function token(piece) {
  return html`<span class="token" data-color=${piece.color + 1} aria-hidden="true"
    ><span class="token__mark">${[...piece.label][0] ?? ""}</span></span
  >`;
}

/** @param {Piece} piece */
function counter(piece) {
  return html`<span class="counter" data-color=${piece.color + 1} aria-hidden="true"
    ><span class="counter__by">−</span
    ><span class="counter__value num" data-long=${String(piece.value).length > 3 || nothing}
      >${piece.value}</span
    ><span class="counter__by">+</span>${
      piece.label ? html`<span class="piece__name">${piece.label}</span>` : nothing
    }</span
  >`;
}

/** A fresh die tumbles; the key makes each throw another one. @param {Piece} piece @param {boolean} [fresh] */
function die({ id, value, sides, rolls }, fresh = false) {
  const key = `${id}.${rolls}`;
  const drawn = drawDie({ value: value || 1, sides, key }, { fresh });
  return html`<span aria-hidden="true">${keyed(key, drawn)}</span>`;
}

/** @param {Piece} piece */
function note(piece) {
  return html`<span class="slip" data-color=${piece.color + 1} aria-hidden="true"
    data-hint=${t("Write something")}
    >${piece.text || nothing}</span
  >`;
}

/** @param {Piece} piece */
function image(piece) {
  return html`<span class="stock stock--image">${pictured(piece.picture, piece.label)}</span>`;
}

/** Who looks at it while it lies face down: everybody sees that somebody does. @param {Piece} piece */
function looked(piece) {
  if (!piece.lookers.length) return nothing;
  return html`<span class="piece__looked" aria-hidden="true"
    ><svg class="icon"><use href="#i-eye"></use></svg
  ></span>`;
}
