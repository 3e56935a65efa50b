/**
 * The view of the table. In here: the camera, what it shows now, its way to somewhere else. Not in
 * here: what lies there, gestures.
 */

import { lasting } from "./frames.js";
import {
  framed,
  matrixOf,
  panned,
  pinched,
  shortTurn,
  toScreen,
  toTable,
  zoomed,
} from "./geometry.js";
import { easeOut } from "./motion.js";

/** @import { Frames } from "./frames.js" */
/** @import { Camera, Frame, Matrix, Point, Size } from "./geometry.js" */

const TURN = 320;

export class View {
  /** @type {Camera} */
  camera = { x: 0, y: 0, zoom: 1, angle: 0 };
  /** @type {Size} */
  size = { width: 1, height: 1 };
  /** @type {Matrix} */
  matrix = [1, 0, 0, 1, 0, 0];
  /** What other things cover at the sides, pixels. @type {Frame} */
  margin = { left: 0, top: 0, right: 0, bottom: 0 };
  /** Whether somebody has chosen where to look; until then everything is shown. */
  chosen = false;
  /** @type {{from: Camera, to: Camera, start: number} | undefined} */
  #way;
  /** @type {Set<() => void>} */
  #followers = new Set();
  #world;
  #frames;
  #dirty = true;

  /** @param {HTMLElement} world @param {Frames} frames */
  constructor(world, frames) {
    this.#world = world;
    this.#frames = frames;
    frames.add((now) => this.#step(now));
  }

  /** Be told in the frame in which the view changes. @param {() => void} follower */
  follow(follower) {
    this.#followers.add(follower);
  }

  /** @param {Size} size */
  resize(size) {
    this.size = size;
    this.#set(this.camera);
  }

  /** @param {Camera} camera */
  #set(camera) {
    this.camera = camera;
    this.matrix = matrixOf(camera, this.size);
    this.#dirty = true;
    this.#frames.ask();
  }

  /** The hand moves it now: what was under way is not any more. @param {Camera} camera */
  #choose(camera) {
    this.#way = undefined;
    this.chosen = true;
    this.#set(camera);
  }

  /** @param {number} dx @param {number} dy */
  push(dx, dy) {
    this.#choose(panned(this.camera, dx, dy));
  }

  /** @param {Point} at @param {number} factor */
  zoom(at, factor) {
    this.#choose(zoomed(this.camera, this.size, at, factor));
  }

  /** @param {[Point, Point]} before @param {[Point, Point]} after */
  pinch(before, after) {
    this.#choose(pinched(this.camera, this.size, before, after));
  }

  /**
   * Show all these points, from this side of the table.
   *
   * @param {Point[]} points
   * @param {number} angle
   * @param {boolean} [atOnce]
   */
  show(points, angle, atOnce) {
    this.chosen = false;
    this.#go(framed(points, this.size, angle, { margin: this.margin, nearest: 1.25 }), atOnce);
  }

  /** Bring a point of the table into sight, if it is not. @param {Point} point */
  reveal(point) {
    const { x, y } = toScreen(this.matrix, point);
    const { left, top, right, bottom } = this.margin;
    const edge = 40;
    const dx = inside(x, left + edge, this.size.width - right - edge);
    const dy = inside(y, top + edge, this.size.height - bottom - edge);
    if (dx || dy) this.#go(panned(this.camera, dx, dy));
  }

  /** @param {Camera} to @param {boolean} [atOnce] */
  #go(to, atOnce) {
    if (atOnce || !lasting(TURN)) {
      this.#way = undefined;
      return this.#set(to);
    }
    this.#way = { from: this.camera, to, start: performance.now() };
    this.#frames.ask();
  }

  /** @param {Point} point of the screen @returns {Point} */
  toTable(point) {
    return toTable(this.matrix, point);
  }

  /** @param {Point} point of the table @returns {Point} */
  toScreen(point) {
    return toScreen(this.matrix, point);
  }

  /** A layer of its own while it moves; drawn sharp when it rests. @param {boolean} moves */
  lift(moves) {
    this.#world.toggleAttribute("data-moves", moves);
  }

  /** @param {number} now */
  #step(now) {
    const way = this.#way;
    if (way) this.#follow(way, now);
    if (!this.#dirty) return false;
    this.#dirty = false;
    this.#world.style.transform = `matrix(${this.matrix.map((part) => part.toFixed(5)).join(",")})`;
    for (const follower of this.#followers) follower();
    return this.#way !== undefined;
  }

  /** @param {{from: Camera, to: Camera, start: number}} way @param {number} now */
  #follow({ from, to, start }, now) {
    const part = Math.min(1, (now - start) / TURN);
    const ease = easeOut(part);
    if (part === 1) this.#way = undefined;
    this.#set({
      x: from.x + (to.x - from.x) * ease,
      y: from.y + (to.y - from.y) * ease,
      zoom: from.zoom * (to.zoom / from.zoom) ** ease,
      angle: part === 1 ? to.angle : from.angle + shortTurn(from.angle, to.angle) * ease,
    });
  }
}

/** How far a value is from a range. @param {number} value @param {number} low @param {number} high */
function inside(value, low, high) {
  if (value < low) return low - value;
  return value > high ? high - value : 0;
}
