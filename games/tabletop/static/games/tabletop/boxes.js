/**
 * What lies where. In here: boxes on the table, which one is under a point or inside a frame, and
 * the order in which one would read them. Not in here: elements, the camera.
 */

import { rotated } from "./geometry.js";

/** @import { Frame, Point } from "./geometry.js" */

/**
 * An object as a turned rectangle; x and y are its middle.
 *
 * @typedef {object} Box
 * @property {string} id
 * @property {number} x
 * @property {number} y
 * @property {number} z what lies higher covers what lies lower
 * @property {number} width
 * @property {number} height
 * @property {number} rotation degrees
 */

/** @param {Box} box @param {Point} point @param {number} [slack] how far beside still counts */
export function covers(box, point, slack = 0) {
  const { x, y } = rotated({ x: point.x - box.x, y: point.y - box.y }, -box.rotation);
  return Math.abs(x) <= box.width / 2 + slack && Math.abs(y) <= box.height / 2 + slack;
}

/**
 * The box on top at a point. A finger is broad: what it touches exactly goes before what it nearly
 * touches.
 *
 * @template {Box} B
 * @param {Iterable<B>} boxes
 * @param {Point} point
 * @param {number} [slack]
 * @returns {B | undefined}
 */
export function topmost(boxes, point, slack = 0) {
  /** @type {B | undefined} */
  let exact;
  /** @type {B | undefined} */
  let near;
  for (const box of boxes) {
    if (covers(box, point)) {
      if (!exact || isOver(box, exact)) exact = box;
    } else if (slack && covers(box, point, slack) && (!near || isOver(box, near))) near = box;
  }
  return exact ?? near;
}

/** Whether one is drawn over the other; ties go by id, the same for everybody. @param {Box} one @param {Box} other */
export function isOver(one, other) {
  return one.z === other.z ? one.id > other.id : one.z > other.z;
}

/** @param {Box} box @returns {[Point, Point, Point, Point]} from the upper left, clockwise */
export function corners(box) {
  const [w, h] = [box.width / 2, box.height / 2];
  /** @param {number} x @param {number} y */
  const corner = (x, y) => {
    const way = rotated({ x, y }, box.rotation);
    return { x: box.x + way.x, y: box.y + way.y };
  };
  return [corner(-w, -h), corner(w, -h), corner(w, h), corner(-w, h)];
}

/**
 * The boxes whose middle lies in a frame.
 *
 * @template {Box} B
 * @param {Iterable<B>} boxes
 * @param {Frame} frame
 * @param {(point: Point) => Point} place of a table's point where the frame is
 * @returns {B[]}
 */
export function within(boxes, frame, place) {
  return [...boxes].filter((box) => {
    const { x, y } = place(box);
    return x >= frame.left && x <= frame.right && y >= frame.top && y <= frame.bottom;
  });
}

/** How far apart places are tried. */
const RING = 48;

/**
 * A place for something new: at a point, or as near to it as nothing lies.
 *
 * @param {Box[]} boxes
 * @param {Point} at
 * @param {number} reach from its middle to its edge
 * @returns {Point}
 */
export function freePlace(boxes, at, reach) {
  for (let ring = 0; ring < 9; ring += 1) {
    const places = Math.max(1, ring * 8);
    for (let place = 0; place < places; place += 1) {
      const way = rotated({ x: ring * RING * 1.4, y: 0 }, (place / places) * 360);
      const spot = { x: Math.round(at.x + way.x), y: Math.round(at.y + way.y * 0.8) };
      if (boxes.every((box) => !covers(box, spot, reach))) return spot;
    }
  }
  return at;
}

/**
 * The order in which somebody sitting at `angle` reads the table: rows from the far side to the
 * near one, each from left to right; in a pile, from the top.
 *
 * @template {Box} B
 * @param {Iterable<B>} boxes
 * @param {number} angle
 * @param {number} [row] how high a row is
 * @returns {B[]}
 */
export function readingOrder(boxes, angle, row = 60) {
  const seen = [...boxes].map((box) => ({ box, ...rotated(box, -angle) }));
  seen.sort((one, other) => one.y - other.y || one.x - other.x);
  let line = 0;
  let top = seen[0]?.y ?? 0;
  const placed = seen.map((one) => {
    if (one.y - top > row) {
      line += 1;
      top = one.y;
    }
    return { ...one, line };
  });
  placed.sort(
    (one, other) =>
      one.line - other.line || one.x - other.x || (isOver(one.box, other.box) ? -1 : 1),
  );
  return placed.map(({ box }) => box);
}
