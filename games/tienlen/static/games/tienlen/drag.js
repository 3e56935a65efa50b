/**
 * A finger or a mouse on my hand. In here: tap, double tap, dragging a card along the hand or out
 * on to the table. Not in here: drawing (hand), what a play does (doings).
 */

import { moved } from "./cards.js";
import { cardAt, choose, toggle } from "./hand.js";

/** @import { Scene } from "./scene.js" */

/** Further than this, and it is no tap. */
const SLACK = 8;
/** Two taps closer than this are one double tap. */
const DOUBLE_MS = 350;
/** This far above the hand a card lies on the table. */
const OUT = 70;

/** @typedef {ReturnType<typeof dragging>} Drag */

/**
 * @typedef {object} Grip
 * @property {number} card
 * @property {number} pointer
 * @property {number} x
 * @property {number} y
 * @property {number[]} [slots] the middles of the places in the hand, once it is dragged
 * @property {number} [top] of the hand
 */

/**
 * @param {Scene} scene
 * @param {() => void} play
 */
export function dragging(scene, play) {
  /** @type {Grip | undefined} */
  let grip;
  let tapped = { card: -1, at: 0 };

  /** @param {PointerEvent} event */
  function down(event) {
    const card = cardAt(event.target);
    if (card === undefined || !event.isPrimary || event.button !== 0) return;
    grip = { card, pointer: event.pointerId, x: event.clientX, y: event.clientY };
  }

  /** @param {PointerEvent} event */
  function move(event) {
    if (!grip || event.pointerId !== grip.pointer) return;
    const hand = /** @type {HTMLElement} */ (event.currentTarget);
    if (!grip.slots) {
      if (Math.hypot(event.clientX - grip.x, event.clientY - grip.y) < SLACK) return;
      hand.setPointerCapture(event.pointerId);
      lift(grip, hand);
    }
    carry(grip, hand, event);
  }

  /** @param {Grip} lifted @param {HTMLElement} hand */
  function lift(lifted, hand) {
    const cards = [...hand.querySelectorAll(".hand__card")].map((card) =>
      card.getBoundingClientRect(),
    );
    lifted.slots = cards.map(({ left, width }) => left + width / 2);
    lifted.top = Math.min(...cards.map(({ top }) => top));
    scene.sortBy("own");
    scene.dragged.value = lifted.card;
  }

  /** @param {Grip} carried @param {HTMLElement} hand @param {PointerEvent} event */
  function carry({ card, slots = [], y }, hand, event) {
    const to = nearest(slots, event.clientX);
    const cards = scene.hand.peek();
    if (cards.indexOf(card) !== to) scene.own.value = moved(cards, card, to);
    const drawn = /** @type {HTMLElement | null} */ (hand.querySelector(`[data-value="${card}"]`));
    drawn?.style.setProperty("--dx", `${event.clientX - (slots[to] ?? 0)}px`);
    drawn?.style.setProperty("--dy", `${event.clientY - y}px`);
  }

  /** @param {PointerEvent} event */
  function up(event) {
    if (!grip || event.pointerId !== grip.pointer) return;
    const { card, slots, top = 0 } = grip;
    grip = undefined;
    if (!slots) return tap(card, event.timeStamp);
    scene.dragged.value = undefined;
    if (event.clientY < top - OUT) drop(card);
  }

  /** A card on the table takes along what was chosen with it. @param {number} card */
  function drop(card) {
    const chosen = scene.chosen.peek();
    choose(scene, chosen.includes(card) ? chosen : [card]);
    play();
  }

  /**
   * When the finger came counts, not when a busy page gets round to it.
   *
   * @param {number} card
   * @param {number} at ms
   */
  function tap(card, at) {
    const twice = tapped.card === card && at - tapped.at < DOUBLE_MS;
    tapped = { card: twice ? -1 : card, at };
    if (!twice) return toggle(scene, card);
    choose(scene, [...scene.picked.peek(), card]);
    play();
  }

  function cancel() {
    grip = undefined;
    scene.dragged.value = undefined;
  }

  return { down, move, up, cancel };
}

/** @param {number[]} slots @param {number} x */
function nearest(slots, x) {
  let best = 0;
  for (const [at, middle] of slots.entries())
    if (Math.abs(middle - x) < Math.abs((slots[best] ?? 0) - x)) best = at;
  return best;
}
