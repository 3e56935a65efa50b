/**
 * One card as markup. In here: the face or the back in its frame (css/cards.css). Not in here:
 * where it lies, what a click does.
 */

import { html, nothing } from "lit-html";
import { backPicture, facePicture } from "./faces.js";
import { cardName } from "./names.js";

/** @import { Back } from "./backs.js" */
/** @import { Face } from "./names.js" */

/**
 * A card face up. It is told to a screen reader unless whoever holds it says what it is.
 *
 * @param {Face} face
 * @param {{silent?: boolean}} [how]
 */
export function faceUp(face, { silent } = {}) {
  return html`<span class="card" role=${silent ? nothing : "img"} aria-label=${silent ? nothing : cardName(face)} aria-hidden=${silent ? "true" : nothing}>${picture(facePicture(face))}</span>`;
}

/** A card face down. @param {Back} [back] */
export function faceDown(back = "green") {
  return html`<span class="card" aria-hidden="true">${picture(backPicture(back))}</span>`;
}

/** @param {string} address empty: not drawn yet, so that a blank card lies there */
function picture(address) {
  return html`<img class="card__picture" src=${address || nothing} alt="" draggable="false" decoding="sync">`;
}
