/**
 * Dice one can see roll. In here: a cube of six sides that turns to its face, the other bodies as
 * facets. Not in here: when they are rolled; how they tumble (dice.css).
 */

import { html, nothing, svg } from "lit-html";

/**
 * @typedef {object} Die
 * @property {number} value
 * @property {number} sides
 * @property {boolean} [death] the dark one
 * @property {string} key another one is another throw
 */

const SIDES = [1, 2, 3, 4, 5, 6];

/**
 * One die. It tumbles as it comes in if it is fresh; a flat one is its upper face alone.
 *
 * @param {Die} die
 * @param {{fresh: boolean, flat?: boolean, odd?: boolean}} how `odd`: the one that ended the turn
 */
export function drawDie({ value, sides, death, key }, { fresh, flat, odd }) {
  const spin = [...key].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 5, 1);
  return html`<span
    class="die"
    data-sides=${sides}
    data-face=${value}
    data-spin=${spin}
    ?data-death=${death}
    ?data-fresh=${fresh}
    ?data-flat=${flat}
    ?data-odd=${odd}
    ><span class="die__throw">${sides === 6 ? cube(flat, value) : body(sides, value)}</span></span
  >`;
}

/** @param {boolean | undefined} flat @param {number} value */
function cube(flat, value) {
  if (flat) return html`<i class="die__side" data-side=${value}></i>`;
  return html`<span class="die__cube"
    >${SIDES.map((side) => html`<i class="die__side" data-side=${side}></i>`)}</span
  >`;
}

/**
 * The outline of a body and the edges one sees, in a square of 100. The number stands in its
 * front facet.
 *
 * @type {Record<number, {outline: string, edges: string, lit: string, at: number, size: number}>}
 */
const BODIES = {
  4: {
    outline: "M50 7 95 84H5z",
    edges: "M50 7 58 72M95 84 58 72M5 84 58 72",
    lit: "M50 7 58 72 5 84z",
    at: 66,
    size: 32,
  },
  8: {
    outline: "M50 3 91 34v36L50 97 9 70V34z",
    edges: "M50 3 91 70H9zM50 97 9 70M50 97 91 70",
    lit: "M50 3 91 70H9z",
    at: 57,
    size: 34,
  },
  10: {
    outline: "M50 3 95 40v20L50 97 5 60V40z",
    edges: "M50 3 76 52 50 68 24 52zM76 52 95 58M24 52 5 58M50 68v29",
    lit: "M50 3 76 52 50 68 24 52z",
    at: 49,
    size: 31,
  },
  12: {
    outline: "M50 3 78 12 96 36v28L78 88 50 97 22 88 4 64V36L22 12z",
    edges: "M50 24 75 42 65 72H35L25 42zM50 24V3M75 42 96 36M65 72 78 88M35 72 22 88M25 42 4 36",
    lit: "M50 24 75 42 65 72H35L25 42z",
    at: 52,
    size: 31,
  },
  20: {
    outline: "M50 3 92 27v46L50 97 8 73V27z",
    edges:
      "M50 22 76 68H24zM50 22V3M50 22 92 27M50 22 8 27M76 68 92 27M76 68 92 73M76 68 50 97M24 68 8 27M24 68 8 73M24 68 50 97",
    lit: "M50 22 76 68H24z",
    at: 55,
    size: 27,
  },
};

/** @param {number} sides @param {number} value */
function body(sides, value) {
  const shape = BODIES[sides === 100 ? 10 : sides] ?? BODIES[20];
  if (!shape) return nothing;
  const text = sides === 100 ? String(value).padStart(2, "0") : String(value);
  const size = text.length > 1 ? shape.size * 0.86 : shape.size;
  return html`<svg class="die__body" viewBox="0 0 100 100">${svg`
    <path class="die__outline" d=${shape.outline}></path>
    <path class="die__lit" d=${shape.lit}></path>
    <path class="die__edges" d=${shape.edges}></path>
    <text class="die__number" x="50" y=${shape.at} font-size=${size} dy="0.35em">${text}</text>`}</svg>`;
}
