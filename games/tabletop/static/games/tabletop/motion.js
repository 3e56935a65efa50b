/**
 * From where a thing was to where it is. In here: poses and the ways between them, as functions of
 * time. Not in here: clocks, frames, elements.
 */

import { shortTurn } from "./geometry.js";

/**
 * @typedef {object} Pose
 * @property {number} x
 * @property {number} y
 * @property {number} rotation
 */

/**
 * A way from one pose to another. Times are those of `performance.now()`.
 *
 * @typedef {object} Glide
 * @property {Pose} from
 * @property {Pose} to
 * @property {number} start
 * @property {number} duration 0: at once
 * @property {Ease} ease
 */

/** @typedef {(part: number) => number} Ease */

/** Comes to rest, as a card pushed over felt. @type {Ease} */
export const easeOut = (part) => 1 - (1 - part) ** 3;
/** Even: the next step follows before this one ends. @type {Ease} */
export const even = (part) => part;

/** A committed move, ms. */
export const SETTLE = 190;
/** From one step of somebody's drag to the next, ms: a little longer than they come. */
export const FOLLOW = 70;

/**
 * @param {Pose} from
 * @param {Pose} to
 * @param {number} start
 * @param {number} duration
 * @param {Ease} [ease]
 * @returns {Glide}
 */
export function glide(from, to, start, duration, ease = easeOut) {
  return { from, to, start, duration, ease };
}

/** Whether the way is at its end. @param {Glide} way @param {number} now */
export function arrived({ start, duration }, now) {
  return now >= start + duration;
}

/** @param {Glide} way @param {number} now @returns {Pose} */
export function poseAt(way, now) {
  const { from, to, start, duration, ease } = way;
  if (duration <= 0 || arrived(way, now)) return to;
  const part = ease(Math.max(0, (now - start) / duration));
  return {
    x: from.x + (to.x - from.x) * part,
    y: from.y + (to.y - from.y) * part,
    rotation: from.rotation + shortTurn(from.rotation, to.rotation) * part,
  };
}

/** @param {Pose} one @param {Pose} other */
export function samePose(one, other) {
  return one.x === other.x && one.y === other.y && one.rotation === other.rotation;
}
