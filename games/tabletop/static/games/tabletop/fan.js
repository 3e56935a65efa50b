/**
 * A hand of cards as it is held. In here: where each card of a fan lies, and which place in it a
 * pointer means. Not in here: elements.
 */

/** @typedef {{x: number, y: number, angle: number}} Leaf the card's middle, from the fan's middle */

/**
 * @typedef {object} Hold
 * @property {number} width of the room
 * @property {number} card width of a card
 * @property {number} [bow] degrees from the first card to the last, at most
 */

/**
 * @param {number} count
 * @param {Hold} hold
 * @param {number} [gap] a place that opens for a card that is coming
 * @returns {Leaf[]}
 */
export function fan(count, hold, gap) {
  const places = count + (gap === undefined ? 0 : 1);
  const step = stepOf(places, hold);
  const bow = Math.min(hold.bow ?? 0, places * 1.6);
  const radius = bow ? (step * Math.max(1, places - 1)) / ((bow * Math.PI) / 180) : 0;
  return Array.from({ length: count }, (_, index) => {
    const place = gap !== undefined && index >= gap ? index + 1 : index;
    const along = place - (places - 1) / 2;
    const angle = places > 1 ? (along / (places - 1)) * bow : 0;
    const drop = radius ? radius * (1 - Math.cos((angle * Math.PI) / 180)) : 0;
    return { x: along * step, y: drop, angle };
  });
}

/**
 * From one card to the next: side by side while there is room, then over each other.
 *
 * @param {number} count
 * @param {Hold} hold
 */
export function stepOf(count, { width, card }) {
  const wide = card * 0.62;
  return count > 1 ? Math.max(4, Math.min(wide, (width - card) / (count - 1))) : wide;
}

/**
 * The place a card dropped at `x` gets, 0 to `count`.
 *
 * @param {number} x from the fan's middle
 * @param {number} count
 * @param {Hold} hold
 */
export function placeAt(x, count, hold) {
  const step = stepOf(count + 1, hold);
  return Math.max(0, Math.min(count, Math.round(x / step + count / 2)));
}

/**
 * The card whose visible part is under `x`; each covers the right side of the one before.
 *
 * @param {number} x from the fan's middle
 * @param {number} count
 * @param {Hold} hold
 * @returns {number | undefined}
 */
export function leafAt(x, count, hold) {
  if (!count) return undefined;
  const step = stepOf(count, hold);
  const first = (-(count - 1) / 2) * step - hold.card / 2;
  const last = ((count - 1) / 2) * step + hold.card / 2;
  if (x < first || x > last) return undefined;
  return Math.max(0, Math.min(count - 1, Math.floor((x - first) / step)));
}
