/**
 * What I carry, in the air above table and hand. In here: pictures of the things in my hand, moved
 * as one. Not in here: where they may be dropped, what comes of it.
 *
 * One layer for all of them: twenty cards cost what one does.
 */

/** @import { Frames } from "./frames.js" */
/** @import { Matrix, Point } from "./geometry.js" */
/** @import { Pose } from "./motion.js" */

/**
 * A thing that is lifted.
 *
 * @typedef {object} Lifted
 * @property {HTMLElement} element
 * @property {Pose} pose on its surface
 */

export class Air {
  /** @type {HTMLElement | undefined} */
  #layer;
  /** @type {HTMLElement[]} */
  #left = [];
  #way = { x: 0, y: 0 };
  #scale = 1;
  #dirty = false;
  #root;

  /** @param {HTMLElement} root @param {Frames} frames */
  constructor(root, frames) {
    this.#root = root;
    this.frames = frames;
    frames.add(() => this.#step());
  }

  /**
   * Lift things off a surface: their pictures go into the air, they themselves stay as shades.
   *
   * @param {Lifted[]} things the lowest first
   * @param {Matrix} matrix of the surface
   * @param {Point} grip of the screen
   */
  lift(things, matrix, grip) {
    this.clear();
    const layer = document.createElement("div");
    layer.className = "air__load";
    layer.style.transformOrigin = `${grip.x}px ${grip.y}px`;
    for (const { element, pose } of things) {
      const picture = /** @type {HTMLElement} */ (element.cloneNode(true));
      picture.removeAttribute("tabindex");
      picture.removeAttribute("role");
      picture.removeAttribute("data-focus");
      picture.style.zIndex = "";
      picture.style.transform = `matrix(${matrix.join(",")}) translate(${pose.x}px,${pose.y}px) rotate(${pose.rotation}deg)`;
      layer.append(picture);
      element.dataset.carried = "";
      this.#left.push(element);
    }
    this.#layer = layer;
    this.#scale = 1;
    this.#root.append(layer);
    this.move({ x: 0, y: 0 });
  }

  /** @param {Point} way from where it was lifted, pixels */
  move(way) {
    this.#way = way;
    this.#dirty = true;
    this.frames.ask();
  }

  /** The size it would have where it is, against where it was lifted. @param {number} scale */
  scale(scale) {
    if (Math.abs(this.#scale - scale) < 0.001) return;
    this.#scale = scale;
    this.#dirty = true;
    this.frames.ask();
  }

  /** Nothing is carried any more. */
  clear() {
    this.#layer?.remove();
    this.#layer = undefined;
    for (const element of this.#left) delete element.dataset.carried;
    this.#left = [];
  }

  #step() {
    if (!this.#dirty || !this.#layer) return false;
    this.#dirty = false;
    this.#layer.style.scale = this.#scale.toFixed(3);
    this.#layer.style.translate = `${this.#way.x}px ${this.#way.y}px`;
    return false;
  }
}
