/**
 * The frame one draws round things to select them. In here: drawing it, what is in it. Not in here:
 * what is done with what is selected.
 */

import { nt } from "parlour/i18n.js";
import { within } from "./boxes.js";
import { frameOf } from "./geometry.js";

/** @import { Frames } from "./frames.js" */
/** @import { Point } from "./geometry.js" */
/** @import { Scene } from "./scene.js" */
/** @import { View } from "./view.js" */

/** @typedef {{from: Point, to: Point}} Drawn of the screen */

export class Framing {
  /** @type {Drawn | undefined} */
  #drawn;
  #dirty = false;
  #element;
  #place;

  /** @param {HTMLElement} element @param {{scene: Scene, view: View, frames: Frames}} place */
  constructor(element, place) {
    this.#element = element;
    this.#place = place;
    place.frames.add(() => this.#step());
  }

  /** @param {Drawn | undefined} drawn nothing: away with it */
  draw(drawn) {
    this.#drawn = drawn;
    this.#dirty = true;
    this.#place.frames.ask();
  }

  #step() {
    if (!this.#dirty) return false;
    this.#dirty = false;
    this.#element.hidden = !this.#drawn;
    if (!this.#drawn) return false;
    const { left, top, right, bottom } = frameOf([this.#drawn.from, this.#drawn.to]);
    const { style } = this.#element;
    style.transform = `translate(${left}px,${top}px)`;
    style.inlineSize = `${right - left}px`;
    style.blockSize = `${bottom - top}px`;
    return false;
  }

  /** @param {Drawn} drawn @param {boolean} more to what is selected already */
  choose({ from, to }, more) {
    const { scene, view } = this.#place;
    const place = (/** @type {Point} */ point) => view.toScreen(point);
    const found = within(scene.pieces.peek().values(), frameOf([from, to]), place);
    const ids = found.map(({ id }) => id);
    scene.chosen.value = new Set([...(more ? scene.chosen.peek() : []), ...ids]);
    if (ids.length) scene.table.announce(nt("{n} selected.", "{n} selected.", ids.length));
  }
}
