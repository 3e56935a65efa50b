/**
 * My cards. In here: the fan, choosing by tap and by key. Not in here: dragging (drag), what may be
 * played (scene), the buttons (doings).
 */

import { html } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import { faceUp } from "parlour/cards/card.js";
import { t } from "parlour/i18n.js";
import { cardCalled, faceOf } from "./cards.js";
import { vars } from "./vars.js";

/** @import { Drag } from "./drag.js" */
/** @import { Scene } from "./scene.js" */

/**
 * @param {Scene} scene
 * @param {Drag} drag
 */
export function handView(scene, drag) {
  const cards = scene.hand.value;
  const cursor = cursorCard(scene);
  return html`<div
    class="hand"
    role="listbox"
    aria-multiselectable="true"
    aria-orientation="horizontal"
    aria-label=${t("Your cards")}
    ?data-live=${scene.myTurn.value}
    ${vars({ n: cards.length })}
    @pointerdown=${drag.down}
    @pointermove=${drag.move}
    @pointerup=${drag.up}
    @pointercancel=${drag.cancel}
    @click=${(/** @type {MouseEvent} */ event) => clicked(scene, event)}
    @focusin=${(/** @type {FocusEvent} */ event) => {
      scene.cursor.value = cardAt(event.target) ?? scene.cursor.peek();
    }}
  >
    ${repeat(
      cards,
      (card) => card,
      (card, at) => cardView(scene, card, at, card === cursor),
    )}
  </div>`;
}

/**
 * @param {Scene} scene
 * @param {number} card
 * @param {number} at its place in the hand
 * @param {boolean} here whether the keyboard is at it
 */
function cardView(scene, card, at, here) {
  const chosen = scene.picked.value.has(card);
  return html`<div
    class="hand__card"
    role="option"
    aria-selected=${chosen ? "true" : "false"}
    aria-label=${cardCalled(faceOf(card))}
    tabindex=${here ? 0 : -1}
    data-value=${card}
    data-height="hand"
    ?data-chosen=${chosen}
    ?data-dragged=${scene.dragged.value === card}
    ${vars({ i: at })}
  >
    ${faceUp(faceOf(card), { silent: true })}
  </div>`;
}

/** The card the keyboard is at, or would come to. @param {Scene} scene */
export function cursorCard({ hand, cursor }) {
  const cards = hand.value;
  return cursor.value !== undefined && cards.includes(cursor.value) ? cursor.value : cards[0];
}

/** A click without a pointer is a screen reader's; pointers are the drag's. @param {Scene} scene @param {MouseEvent} event */
function clicked(scene, event) {
  const card = cardAt(event.target);
  if (event.detail === 0 && card !== undefined) toggle(scene, card);
}

/** @param {EventTarget | null} target */
export function cardAt(target) {
  const found = target instanceof Element ? target.closest(".hand__card") : null;
  return found instanceof HTMLElement ? Number(found.dataset.value) : undefined;
}

/** Choose a card, or put it back. @param {Scene} scene @param {number} card */
export function toggle(scene, card) {
  const picked = new Set(scene.picked.peek());
  if (!picked.delete(card)) picked.add(card);
  choose(scene, picked);
  scene.cursor.value = card;
}

/** @param {Scene} scene @param {Iterable<number>} cards */
export function choose(scene, cards) {
  scene.picked.value = new Set(cards);
}

/**
 * Move the keyboard along the hand.
 *
 * @param {Scene} scene
 * @param {number} step
 */
export function step(scene, step) {
  const cards = scene.hand.peek();
  const at = cards.indexOf(cursorCard(scene) ?? -1);
  const to = cards[Math.max(0, Math.min(cards.length - 1, at + step))];
  if (to === undefined) return;
  scene.cursor.value = to;
  focusCard(to);
}

/** @param {number} card */
export function focusCard(card) {
  const found = document.querySelector(`.hand__card[data-value="${card}"]`);
  if (found instanceof HTMLElement) found.focus();
}
