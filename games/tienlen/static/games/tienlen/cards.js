/**
 * Cards of Tiến Lên as numbers. In here: value to face and name, the order of a hand. Not in here:
 * combinations (combos), pictures (parlour/cards).
 *
 * A value is rank * 4 + suit: rank 0 for a 3 up to 12 for a 2, suits ♠ ♣ ♦ ♥.
 */

import { cardName, rankPlural } from "parlour/cards/names.js";
import { pt } from "parlour/i18n.js";

/** @import { Face } from "parlour/cards/names.js" */

const RANKS = "3456789TJQKA2";
const SUITS = "SCDH";

/** @param {number} value @returns {Face} */
export function faceOf(value) {
  return `${RANKS[value >> 2]}${SUITS[value & 3]}`;
}

/** As one says it; the two has a name of its own in Vietnamese. @param {Face} face */
export function cardCalled(face) {
  return face.startsWith("2") ? cardName(face, pt("tienlen", "two")) : cardName(face);
}

/** `nines`. @param {Face} face */
export function ranksCalled(face) {
  return face.startsWith("2") ? pt("tienlen", "twos") : rankPlural(face);
}

/** As a message has it. @param {number} value */
export function wireCard(value) {
  return { rank: (value >> 2) + 3, suit: value & 3, value };
}

/** @param {{value: number}[]} [cards] */
export function valuesOf(cards = []) {
  return cards.map(({ value }) => value);
}

/** @param {number} one @param {number} other */
export function byValue(one, other) {
  return one - other;
}

/** By suit, each from the 3 up. @param {number} one @param {number} other */
export function bySuit(one, other) {
  return (one & 3) - (other & 3) || one - other;
}

/** @typedef {"rank" | "suit" | "own"} Order */

/**
 * A hand in the order its player wants. What an order of one's own does not know comes last.
 *
 * @param {number[]} hand
 * @param {Order} order
 * @param {number[]} own
 */
export function sorted(hand, order, own) {
  if (order === "rank") return [...hand].sort(byValue);
  if (order === "suit") return [...hand].sort(bySuit);
  const place = new Map(own.map((value, index) => [value, index]));
  const end = own.length;
  return [...hand].sort(
    (one, other) => (place.get(one) ?? end) - (place.get(other) ?? end) || one - other,
  );
}

/**
 * The hand with one card put at another place.
 *
 * @param {number[]} hand
 * @param {number} value
 * @param {number} to
 */
export function moved(hand, value, to) {
  const rest = hand.filter((each) => each !== value);
  const at = Math.max(0, Math.min(rest.length, to));
  return [...rest.slice(0, at), value, ...rest.slice(at)];
}
