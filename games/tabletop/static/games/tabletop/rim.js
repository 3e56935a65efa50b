/**
 * The rim of the table with my hand of cards. In here: where the fan lies, what a pointer means in
 * it. Not in here: the table, what comes of a drop.
 */

import { fan, leafAt, placeAt } from "./fan.js";
import { toTable } from "./geometry.js";
import { CARD } from "./pieces.js";
import { Surface } from "./surface.js";

/** @import { Frames } from "./frames.js" */
/** @import { Matrix, Point, Size } from "./geometry.js" */
/** @import { Piece } from "./pieces.js" */
/** @import { Ways } from "./surface.js" */

/** A card stands out of the fan by this much when it is meant, card units. */
const RAISED = 14;

export class Rim {
  /** @type {Piece[]} */
  #hand = [];
  /** @type {number | undefined} where a card that comes would go */
  #gap;
  /** @type {string | undefined} the card under the pointer or in focus */
  #raised;
  /** @type {ReadonlySet<string>} */
  #chosen = new Set();
  /** @type {ReadonlySet<string>} */
  #lifted = new Set();
  #size = { width: 1, height: 1 };
  /** From card units to the screen. @type {Matrix} */
  matrix = [1, 0, 0, 1, 0, 0];
  /** The rim's upper edge, pixels. */
  top = 0;
  #root;

  /**
   * @param {HTMLElement} root
   * @param {Frames} frames
   * @param {(piece: Piece) => string} label
   */
  constructor(root, frames, label) {
    this.#root = root;
    this.surface = new Surface(root, frames, label);
  }

  /** @param {Size} view @param {boolean} seated */
  resize(view, seated) {
    const scale = view.width < 600 ? 1 : view.height < 520 ? 0.95 : 1.28;
    const height = seated ? Math.round(CARD.height * scale * 0.92 + 14) : 0;
    this.top = view.height - height;
    this.#size = { width: (view.width - 24) / scale, height };
    this.matrix = [scale, 0, 0, scale, view.width / 2, this.top + 14 + (CARD.height * scale) / 2];
    this.#root.style.transform = `matrix(${this.matrix.join(",")})`;
    this.#layOut();
    return height;
  }

  get #hold() {
    return { width: this.#size.width, card: CARD.width, bow: 16 };
  }

  /** @param {Piece[]} hand @param {Ways} [ways] */
  show(hand, ways) {
    this.#hand = hand;
    this.#layOut(ways);
    this.surface.arrange(hand.map(({ id }) => id));
  }

  /** Cards in the air leave no place behind. @param {Iterable<string>} ids */
  lift(ids) {
    this.#lifted = new Set(ids);
    this.#layOut();
  }

  /** @param {number | undefined} place */
  open(place) {
    if (this.#gap === place) return;
    this.#gap = place;
    this.#layOut();
  }

  /** @param {string | undefined} id */
  raise(id) {
    if (this.#raised === id) return;
    this.#raised = id;
    this.#layOut();
  }

  /** @param {ReadonlySet<string>} ids */
  choose(ids) {
    this.#chosen = ids;
    this.#layOut();
  }

  /** @param {Ways} [ways] */
  #layOut(ways) {
    const here = this.#hand.filter(({ id }) => !this.#lifted.has(id));
    const leaves = fan(here.length, this.#hold, this.#gap);
    const placed = here.map((piece, index) => {
      const { x, y, angle } = leaves[index] ?? { x: 0, y: 0, angle: 0 };
      const up = piece.id === this.#raised || this.#chosen.has(piece.id) ? RAISED : 0;
      return { ...piece, x, y: y - up, rotation: angle, z: index + 1 };
    });
    const lifted = this.#hand.filter(({ id }) => this.#lifted.has(id));
    this.surface.show(
      [...placed, ...lifted.map((piece) => ({ ...piece, ...this.#middle() }))],
      ways,
    );
  }

  /** A card in the air has no place; it will come from where it is dropped. */
  #middle() {
    return { x: 0, y: 0, rotation: 0, z: 0 };
  }

  /** @param {Point} point of the screen */
  holds(point) {
    return point.y >= this.top;
  }

  /** A point of the screen in card units. @param {Point} point */
  toRim(point) {
    return toTable(this.matrix, point);
  }

  /** The card under a point of the screen. @param {Point} point @returns {string | undefined} */
  at(point) {
    const { x, y } = this.toRim(point);
    if (y < -CARD.height / 2 - RAISED) return undefined;
    const index = leafAt(x, this.#hand.length, this.#hold);
    return index === undefined ? undefined : this.#hand[index]?.id;
  }

  /** The place a card dropped at a point gets among those that stay. @param {Point} point */
  placeAt(point) {
    const stay = this.#hand.length - this.#lifted.size;
    return placeAt(this.toRim(point).x, stay, this.#hold);
  }

  /** The hand with some cards moved to a place among the others. @param {string[]} ids @param {number} place */
  ordered(ids, place) {
    const stay = this.#hand.map(({ id }) => id).filter((id) => !ids.includes(id));
    return [...stay.slice(0, place), ...ids, ...stay.slice(place)];
  }
}
