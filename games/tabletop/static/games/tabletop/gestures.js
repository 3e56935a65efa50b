/**
 * What hands mean. In here: from pointers to presses, drags, pushes of the table, pinches, frames
 * and long presses. Not in here: elements, the camera, what comes of a gesture.
 *
 * Pure: events and times go in, intents come out. A press becomes one gesture and stays it until
 * the last finger is up or the browser takes the pointer away.
 */

import { distance } from "./geometry.js";

/** @import { Point } from "./geometry.js" */

/** A hand trembles by this much, pixels; a finger more. */
export const SLOP = { mouse: 4, pen: 6, touch: 9 };
/** A press this long is a question, ms. */
export const LONG = 450;
/** Two clicks within this are one double click, ms. */
export const TWICE = 320;

/** @typedef {"mouse" | "pen" | "touch"} Tool */
/** @typedef {{alt: boolean, shift: boolean, ctrl: boolean}} Mods */

/**
 * A pointer, as a test can write it down. `target`: what it came down on, an object's id, or
 * nothing for the felt.
 *
 * @typedef {object} Touch
 * @property {number} id
 * @property {Tool} tool
 * @property {number} button 0 left, 1 middle, 2 right
 * @property {Point} at
 * @property {number} time ms
 * @property {string} [target]
 * @property {Mods} mods
 */

/**
 * @typedef {{type: "press", target?: string, tool: Tool, at: Point, mods: Mods}
 *   | {type: "tap", target?: string, tool: Tool, at: Point, mods: Mods, twice: boolean}
 *   | {type: "menu", target?: string, at: Point, tool: Tool}
 *   | {type: "lift", target: string, tool: Tool, from: Point, at: Point, mods: Mods}
 *   | {type: "carry", at: Point, mods: Mods}
 *   | {type: "drop", at: Point, mods: Mods}
 *   | {type: "frame", from: Point, at: Point, mods: Mods}
 *   | {type: "framed", from: Point, at: Point, mods: Mods}
 *   | {type: "push", dx: number, dy: number}
 *   | {type: "pinch", before: [Point, Point], after: [Point, Point]}
 *   | {type: "settle"}
 *   | {type: "cancel"}
 *   | {type: "hover", at: Point}} Intent
 */

/** @typedef {"idle" | "pressed" | "carry" | "frame" | "push" | "pinch" | "spent"} Doing */

export class Gestures {
  /** @type {Doing} */
  doing = "idle";
  /** Whether a finger on the felt frames cards instead of pushing the table. */
  framing = false;
  /** @type {Map<number, Touch & {now: Point}>} */
  #down = new Map();
  /** @type {(Touch & {now: Point}) | undefined} */
  #first;
  /** @type {{at: Point, time: number, target?: string} | undefined} */
  #lastTap;

  /** @param {Touch} touch @returns {Intent[]} */
  down(touch) {
    const held = { ...touch, now: touch.at };
    if (touch.tool !== "touch" && this.#down.size) return [];
    this.#down.set(touch.id, held);
    if (this.#down.size === 1) {
      this.#first = held;
      this.doing = "pressed";
      const { target, tool, at, mods } = touch;
      return touch.button === 0 ? [{ type: "press", target, tool, at, mods }] : [];
    }
    if (this.#down.size === 2) return this.#secondFinger();
    return [];
  }

  /**
   * A second finger: two of them hold the table. What the first one carried goes back.
   *
   * @returns {Intent[]}
   */
  #secondFinger() {
    const undo = this.doing === "carry" || this.doing === "frame";
    if (this.doing === "spent") return [];
    this.doing = "pinch";
    return undo ? [{ type: "cancel" }] : [];
  }

  /** @param {Pick<Touch, "id" | "at" | "mods" | "time">} touch @returns {Intent[]} */
  move({ id, at, mods }) {
    const held = this.#down.get(id);
    if (!held) return this.#down.size ? [] : [{ type: "hover", at }];
    const before = held.now;
    if (this.doing === "pinch") return this.#pinch(held, at);
    held.now = at;
    if (this.doing === "pressed") return this.#beginning(held, at, mods);
    if (this.doing === "carry") return [{ type: "carry", at, mods }];
    if (this.doing === "frame") return [{ type: "frame", from: held.at, at, mods }];
    if (this.doing === "push") return [{ type: "push", dx: at.x - before.x, dy: at.y - before.y }];
    return [];
  }

  /** @param {Touch & {now: Point}} held @param {Point} at @returns {Intent[]} */
  #pinch(held, at) {
    const [one, other] = [...this.#down.values()];
    if (!one || !other || (held !== one && held !== other)) return [];
    /** @type {[Point, Point]} */
    const before = [one.now, other.now];
    held.now = at;
    return [{ type: "pinch", before, after: [one.now, other.now] }];
  }

  /**
   * The press has moved: far enough to be something else?
   *
   * @param {Touch & {now: Point}} held
   * @param {Point} at
   * @param {Mods} mods
   * @returns {Intent[]}
   */
  #beginning({ at: from, tool, button, target }, at, mods) {
    if (distance(from, at) < SLOP[tool]) return [];
    if (button !== 0 || (target === undefined && tool === "touch" && !this.framing)) {
      this.doing = "push";
      return [{ type: "push", dx: at.x - from.x, dy: at.y - from.y }];
    }
    if (target === undefined) {
      this.doing = "frame";
      return [{ type: "frame", from, at, mods }];
    }
    this.doing = "carry";
    return [{ type: "lift", target, tool, from, at, mods }];
  }

  /** @param {Pick<Touch, "id" | "at" | "mods" | "time">} touch @returns {Intent[]} */
  up({ id, at, mods, time }) {
    const held = this.#down.get(id);
    if (!held) return [];
    this.#down.delete(id);
    const { doing } = this;
    if (this.#down.size) {
      // One finger of a pinch is up: the other one pushes no cards about.
      if (doing === "pinch") this.doing = "spent";
      return doing === "pinch" ? [{ type: "settle" }] : [];
    }
    this.doing = "idle";
    if (doing === "pressed") return this.#tapped(held, at, mods, time);
    if (doing === "carry") return [{ type: "drop", at, mods }];
    if (doing === "frame") return [{ type: "framed", from: held.at, at, mods }];
    if (doing === "push") return [{ type: "settle" }];
    return [];
  }

  /** @param {Touch} held @param {Point} at @param {Mods} mods @param {number} time @returns {Intent[]} */
  #tapped({ tool, button, target }, at, mods, time) {
    if (button === 2) return [{ type: "menu", target, at, tool }];
    if (button !== 0) return [];
    const last = this.#lastTap;
    const twice = Boolean(
      last && time - last.time < TWICE && last.target === target && distance(last.at, at) < 24,
    );
    this.#lastTap = twice ? undefined : { at, time, target };
    return [{ type: "tap", target, tool, at, mods, twice }];
  }

  /** Whether a pointer is down. @param {number} id */
  has(id) {
    return this.#down.has(id);
  }

  /** The time it takes for a press to become long has passed. @returns {Intent[]} */
  hold() {
    const first = this.#first;
    if (this.doing !== "pressed" || !first || first.button !== 0 || first.tool === "mouse")
      return [];
    this.doing = "spent";
    return [{ type: "menu", target: first.target, at: first.now, tool: first.tool }];
  }

  /** The browser took the pointer away, or somebody pressed Escape. @returns {Intent[]} */
  cancel() {
    const { doing } = this;
    this.#down.clear();
    this.doing = "idle";
    if (doing === "carry" || doing === "frame") return [{ type: "cancel" }];
    return doing === "push" || doing === "pinch" ? [{ type: "settle" }] : [];
  }

  /** Give up what is going on; the fingers that are down mean nothing any more. @returns {Intent[]} */
  escape() {
    const undo = this.doing === "carry" || this.doing === "frame";
    if (this.doing !== "idle") this.doing = "spent";
    return undo ? [{ type: "cancel" }] : [];
  }
}
