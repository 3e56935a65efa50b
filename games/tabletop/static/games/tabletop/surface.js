/**
 * Things that lie on something: the table, or the rim with one's hand. In here: one element for
 * each thing, and its way from where it was to where it is. Not in here: what a thing looks like
 * (picture), what hands do with it, the view of the table.
 */

import { render } from "lit-html";
import { lasting } from "./frames.js";
import { arrived, even, FOLLOW, glide, poseAt, SETTLE, samePose } from "./motion.js";
import { picture } from "./picture.js";
import { riffle, turnOver } from "./tricks.js";

/** @import { Frames } from "./frames.js" */
/** @import { Glide, Pose } from "./motion.js" */
/** @import { Piece } from "./pieces.js" */

/**
 * @typedef {object} Placed
 * @property {Piece} piece
 * @property {HTMLElement} element
 * @property {Glide} way
 * @property {Pose} pose as drawn last
 * @property {number} z as drawn last
 * @property {boolean} still drawn where it is
 * @property {boolean} guided somebody's hand moves it, not the document
 * @property {boolean} leaving
 */

/**
 * Where things come from that were not there, and where those go that are not there any more.
 *
 * @typedef {object} Ways
 * @property {(piece: Piece) => Pose | undefined} [from]
 * @property {(piece: Piece) => Pose | undefined} [to]
 * @property {boolean} [calm] nothing glides: the first look
 */

const LEAVING = 260;

export class Surface {
  /** @type {Map<string, Placed>} */
  #placed = new Map();
  #root;
  #frames;
  #label;

  /**
   * @param {HTMLElement} root
   * @param {Frames} frames
   * @param {(piece: Piece) => string} label what a screen reader says of a thing
   */
  constructor(root, frames, label) {
    this.#root = root;
    this.#frames = frames;
    this.#label = label;
    frames.add((now) => this.#step(now));
  }

  /** @param {string} id @returns {HTMLElement | undefined} */
  element(id) {
    return this.#placed.get(id)?.element;
  }

  /** Where a thing is drawn now. @param {string} id @returns {Pose | undefined} */
  poseOf(id) {
    const placed = this.#placed.get(id);
    return placed && poseAt(placed.way, performance.now());
  }

  /**
   * Things as they are seen: what somebody drags is where it is drawn, not where it lay.
   *
   * @param {Iterable<Piece>} pieces
   * @returns {Piece[]}
   */
  seen(pieces) {
    return [...pieces].map((piece) => {
      const placed = this.#placed.get(piece.id);
      return placed?.guided ? { ...piece, ...placed.pose, z: piece.z + ABOVE } : piece;
    });
  }

  /** @param {Iterable<Piece>} pieces @param {Ways} [ways] */
  show(pieces, ways = {}) {
    const left = new Set(this.#placed.keys());
    for (const piece of pieces) {
      left.delete(piece.id);
      const placed = this.#placed.get(piece.id);
      if (placed && !placed.leaving) this.#change(placed, piece, ways);
      else this.#add(piece, ways);
    }
    for (const id of left) this.#leave(/** @type {Placed} */ (this.#placed.get(id)), ways);
    this.#frames.ask();
  }

  /** @param {Piece} piece @param {Ways} ways */
  #add(piece, ways) {
    this.#remove(piece.id);
    const element = document.createElement("div");
    element.dataset.id = piece.id;
    element.tabIndex = -1;
    element.setAttribute("role", "button");
    element.setAttribute("aria-haspopup", "menu");
    const to = poseOf(piece);
    const from = ways.calm ? to : (ways.from?.(piece) ?? to);
    const way = glide(from, to, performance.now(), lasting(samePose(from, to) ? 0 : SETTLE));
    const placed = {
      piece,
      element,
      way,
      pose: to,
      z: Number.NaN,
      still: false,
      guided: false,
      leaving: false,
    };
    this.#placed.set(piece.id, placed);
    this.#draw(placed);
    this.#root.append(element);
  }

  /** @param {Placed} placed @param {Piece} piece @param {Ways} ways */
  #change(placed, piece, ways) {
    const was = placed.piece;
    placed.piece = piece;
    if (was === piece) return this.#stay(placed, ways);
    if (was.look !== piece.look) this.#redraw(placed, was);
    placed.element.ariaLabel = this.#label(piece);
    if (was.z !== piece.z) placed.still = false;
    this.#stay(placed, ways);
  }

  /** @param {Placed} placed @param {Ways} ways */
  #stay(placed, ways) {
    if (placed.guided) return;
    this.#glide(placed, poseOf(placed.piece), ways.calm ? 0 : SETTLE);
  }

  /** @param {Placed} placed @param {Pose} to @param {number} time @param {typeof even} [ease] */
  #glide(placed, to, time, ease) {
    if (samePose(placed.way.to, to)) return;
    const now = performance.now();
    placed.way = glide(poseAt(placed.way, now), to, now, lasting(time), ease);
    placed.still = false;
  }

  /** @param {Placed} placed @param {Ways} ways */
  #leave(placed, ways) {
    if (placed.leaving) return;
    const to = ways.calm ? undefined : ways.to?.(placed.piece);
    if (!to || !lasting(1)) return this.#remove(placed.piece.id);
    placed.leaving = true;
    placed.guided = false;
    placed.element.tabIndex = -1;
    placed.element.ariaHidden = "true";
    placed.element.dataset.leaving = "";
    this.#glide(placed, to, LEAVING);
    placed.still = false;
  }

  /** @param {string} id */
  #remove(id) {
    this.#placed.get(id)?.element.remove();
    this.#placed.delete(id);
  }

  /** @param {Placed} placed @param {boolean} [fresh] a die that was rolled */
  #draw({ piece, element }, fresh) {
    element.className = `piece piece--${piece.kind}`;
    element.style.inlineSize = `${piece.width}px`;
    element.style.blockSize = `${piece.height}px`;
    element.style.marginInlineStart = `${-piece.width / 2}px`;
    element.style.marginBlockStart = `${-piece.height / 2}px`;
    element.ariaLabel = this.#label(piece);
    render(picture(piece, fresh), element);
  }

  /** @param {Placed} placed @param {Piece} was */
  #redraw(placed, was) {
    const { piece, element } = placed;
    this.#draw(placed, was.rolls !== piece.rolls);
    if (was.faceUp !== piece.faceUp) turnOver(element);
    if (was.shuffles !== piece.shuffles) riffle(element);
  }

  /** Pictures that were not there yet are. */
  redraw() {
    for (const placed of this.#placed.values()) this.#draw(placed);
  }

  /**
   * Somebody's hand moves a thing: mine at once, another's on its way to the next step.
   *
   * @param {string} id
   * @param {Pose} pose
   * @param {boolean} [mine]
   */
  guide(id, pose, mine) {
    const placed = this.#placed.get(id);
    if (!placed || placed.leaving) return;
    placed.guided = true;
    this.#glide(placed, pose, mine ? 0 : FOLLOW, even);
    this.#frames.ask();
  }

  /**
   * The hand let go: the thing belongs to the document again.
   *
   * @param {string} id
   * @param {boolean} [atOnce] it lies there already
   */
  release(id, atOnce) {
    const placed = this.#placed.get(id);
    if (!placed?.guided) return;
    placed.guided = false;
    this.#glide(placed, poseOf(placed.piece), atOnce ? 0 : SETTLE);
    this.#frames.ask();
  }

  /**
   * A thing that only passes by: seen on its way, and gone at its end.
   *
   * @param {Piece} piece
   * @param {Pose} from
   * @param {Pose} to
   * @param {number} delay ms
   */
  fly(piece, from, to, delay) {
    if (!lasting(1)) return;
    this.#add({ ...piece, ...from }, { calm: true });
    const placed = /** @type {Placed} */ (this.#placed.get(piece.id));
    placed.element.ariaHidden = "true";
    placed.element.removeAttribute("role");
    placed.leaving = true;
    placed.way = glide(from, to, performance.now() + delay, LEAVING);
    placed.still = false;
    this.#frames.ask();
  }

  /** @param {number} now */
  #step(now) {
    let more = false;
    for (const placed of this.#placed.values()) {
      if (placed.still) continue;
      const { element, piece } = placed;
      const pose = poseAt(placed.way, now);
      element.style.transform = `translate(${round(pose.x)}px,${round(pose.y)}px) rotate(${round(pose.rotation)}deg)`;
      if (piece.kind === "deck") element.style.setProperty("--turned", String(pose.rotation));
      placed.pose = pose;
      const moving = !arrived(placed.way, now);
      // What moves is above what lies.
      const z = moving || placed.guided ? piece.z + ABOVE : piece.z;
      if (z !== placed.z) element.style.zIndex = String(z);
      placed.z = z;
      placed.still = !moving;
      more ||= moving;
      if (placed.leaving && !moving) this.#remove(piece.id);
    }
    return more;
  }

  /**
   * Let the elements follow each other in this order, for the keyboard and the ear. The one in
   * focus keeps it.
   *
   * @param {string[]} ids
   */
  arrange(ids) {
    const focused = document.activeElement;
    let next = this.#root.firstElementChild;
    let moved = false;
    for (const id of ids) {
      const { element } = this.#placed.get(id) ?? {};
      if (!element) continue;
      element.tabIndex = 0;
      if (element === next) {
        next = next.nextElementSibling;
        continue;
      }
      this.#root.insertBefore(element, next);
      moved = true;
    }
    if (moved && focused instanceof HTMLElement && this.#root.contains(focused))
      focused.focus({ preventScroll: true });
  }
}

/** Above everything that lies still. */
const ABOVE = 1_000_000;

/** @param {number} value */
function round(value) {
  return Math.round(value * 100) / 100;
}

/** @param {Piece} piece @returns {Pose} */
export function poseOf({ x, y, rotation }) {
  return { x, y, rotation };
}
