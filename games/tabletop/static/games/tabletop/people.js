/**
 * The hands of the others over the table. In here: their pointers in their colour, what they drag,
 * what they hover over, how long that is believed. Not in here: my own hand, the wire.
 */

import { initial } from "parlour/table/company.js";
import { lasting } from "./frames.js";
import { arrived, even, FOLLOW, glide, poseAt } from "./motion.js";

/** @import { Frames } from "./frames.js" */
/** @import { Glide } from "./motion.js" */
/** @import { Scene } from "./scene.js" */
/** @import { Surface } from "./surface.js" */
/** @import { View } from "./view.js" */

/** A pointer that rests this long is put away; a drag nobody hears of any more too, ms. */
const RESTS = 4000;
const SILENT = 5000;
const TRAY = "tray";

/**
 * @typedef {object} Other
 * @property {HTMLElement} element
 * @property {Glide} way
 * @property {number} heard
 * @property {Set<string>} drags
 * @property {string | undefined} over
 */

export class People {
  /** @type {Map<number, Other>} by seat */
  #others = new Map();
  #root;
  #scene;
  #surface;
  #view;
  #frames;
  #timer;

  /**
   * @param {HTMLElement} root
   * @param {{scene: Scene, surface: Surface, view: View, frames: Frames}} place
   */
  constructor(root, { scene, surface, view, frames }) {
    this.#root = root;
    this.#scene = scene;
    this.#surface = surface;
    this.#view = view;
    this.#frames = frames;
    frames.add((now) => this.#step(now));
    view.follow(() => this.#place(performance.now()));
    this.#timer = setInterval(() => this.#forget(performance.now()), 1000);
  }

  stop() {
    clearInterval(this.#timer);
  }

  /** @param {string} type @param {any} payload */
  hear(type, payload) {
    const seat = payload.by;
    if (seat === undefined || seat === this.#scene.table.seat.peek()) return;
    if (type === "board/drag") this.#drag(seat, payload);
    if (type === "board/hover") this.#hover(seat, payload);
    if (type === "board/release") this.#release(seat, payload.ids);
  }

  /** @param {number} seat @param {any} payload */
  #drag(seat, { by, playerId, ...at }) {
    const other = this.#at(seat);
    let last;
    for (const [id, [x, y]] of Object.entries(at)) {
      last = { x, y, rotation: 0 };
      if (id === TRAY) continue;
      const piece = this.#scene.pieces.peek().get(id);
      if (!piece) continue;
      other.drags.add(id);
      this.#surface.guide(id, { x, y, rotation: piece.rotation });
      this.#mark(id, seat, "held");
    }
    other.element.toggleAttribute("data-carries", TRAY in at);
    if (last) this.#goes(other, last);
  }

  /** @param {number} seat @param {any} payload */
  #hover(seat, { at: [x, y], over }) {
    const other = this.#at(seat);
    this.#goes(other, { x, y, rotation: 0 });
    if (other.over !== over) {
      if (other.over) this.#mark(other.over, undefined, "hover");
      if (over) this.#mark(over, seat, "hover");
    }
    other.over = over;
    other.element.removeAttribute("data-carries");
  }

  /** @param {number} seat @param {string[]} ids */
  #release(seat, ids = []) {
    const other = this.#others.get(seat);
    for (const id of ids) {
      other?.drags.delete(id);
      this.#letGo(id);
    }
    other?.element.removeAttribute("data-carries");
  }

  /**
   * What the document says goes before what hands do: things that were laid down are nobody's.
   *
   * @param {Iterable<string>} ids
   */
  settled(ids) {
    for (const id of ids)
      for (const other of this.#others.values()) if (other.drags.delete(id)) this.#letGo(id);
  }

  /** The seat that drags a thing. @param {string} id */
  holderOf(id) {
    for (const [seat, { drags }] of this.#others) if (drags.has(id)) return seat;
    return undefined;
  }

  /** @param {string} id */
  #letGo(id) {
    this.#surface.release(id);
    this.#mark(id, undefined, "held");
  }

  /** @param {string} id @param {number | undefined} seat @param {"held" | "hover"} how */
  #mark(id, seat, how) {
    const element = this.#surface.element(id);
    if (!element) return;
    element.toggleAttribute(`data-${how}`, seat !== undefined);
    if (seat !== undefined) element.dataset.color = this.#scene.colorOf(seat) ?? "";
  }

  /** @param {number} seat @returns {Other} */
  #at(seat) {
    let other = this.#others.get(seat);
    if (!other) {
      const element = pointer(this.#scene.nameOf(seat), this.#scene.colorOf(seat));
      this.#root.append(element);
      const nowhere = { x: 0, y: 0, rotation: 0 };
      other = {
        element,
        way: glide(nowhere, nowhere, 0, 0),
        heard: 0,
        drags: new Set(),
        over: undefined,
      };
      this.#others.set(seat, other);
    }
    return other;
  }

  /** @param {Other} other @param {import("./motion.js").Pose} to */
  #goes(other, to) {
    const now = performance.now();
    const fresh = other.element.hidden || !other.heard;
    other.way = glide(fresh ? to : poseAt(other.way, now), to, now, lasting(FOLLOW), even);
    other.heard = now;
    other.element.hidden = false;
    this.#frames.ask();
  }

  /** @param {number} now */
  #step(now) {
    this.#place(now);
    return [...this.#others.values()].some(({ way }) => !arrived(way, now));
  }

  /** @param {number} now */
  #place(now) {
    for (const { element, way } of this.#others.values()) {
      if (element.hidden) continue;
      const { x, y } = this.#view.toScreen(poseAt(way, now));
      element.style.transform = `translate(${x.toFixed(1)}px,${y.toFixed(1)}px)`;
    }
  }

  /** @param {number} now */
  #forget(now) {
    for (const [seat, other] of this.#others) {
      if (now - other.heard > SILENT) this.#release(seat, [...other.drags]);
      if (now - other.heard < RESTS || other.element.hidden) continue;
      other.element.hidden = true;
      if (other.over) this.#mark(other.over, undefined, "hover");
      other.over = undefined;
    }
  }
}

/** @param {string} name @param {string | undefined} color */
function pointer(name, color) {
  const element = document.createElement("div");
  element.className = "pointer";
  element.hidden = true;
  element.dataset.color = color ?? "";
  const mark = document.createElement("span");
  mark.className = "pointer__mark";
  mark.textContent = initial(name);
  const said = document.createElement("span");
  said.className = "pointer__name";
  said.textContent = name;
  element.append(mark, said);
  return element;
}
