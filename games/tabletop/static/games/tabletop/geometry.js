/**
 * From the table to the screen and back. In here: one matrix for pan, zoom and the seat somebody
 * looks from, and its inverse. Not in here: elements, gestures.
 *
 * Table units are those of the document; screen pixels count from the view's upper left corner.
 * Angles are degrees, clockwise, as CSS has them.
 */

/** @typedef {{x: number, y: number}} Point */
/** @typedef {{width: number, height: number}} Size */
/** @typedef {{left: number, top: number, right: number, bottom: number}} Frame */
/** @typedef {[number, number, number, number, number, number]} Matrix as in CSS `matrix()` */

/**
 * Where somebody looks: the table's point in the middle of the view, pixels to a table unit, and
 * the direction they sit in.
 *
 * @typedef {object} Camera
 * @property {number} x
 * @property {number} y
 * @property {number} zoom
 * @property {number} angle of the seat; the table is turned the other way
 */

/** Seats 0 to 3 sit at the sides, 4 to 7 at the corners between them. */
const SEAT_ANGLES = [0, 90, 180, 270, 45, 135, 225, 315];

export const NEAREST = 4;
export const FARTHEST = 0.12;

/** The direction a seat looks from. @param {number | undefined} seat nobody's looks from seat 0 */
export function angleOf(seat) {
  return SEAT_ANGLES[seat ?? 0] ?? 0;
}

/** An angle from 0 up to 360. @param {number} angle */
export function turned(angle) {
  return ((angle % 360) + 360) % 360;
}

/** The short way from one angle to another, -180 to 180. @param {number} from @param {number} to */
export function shortTurn(from, to) {
  const way = turned(to - from);
  return way > 180 ? way - 360 : way;
}

/** @param {Point} point @param {number} angle @returns {Point} */
export function rotated({ x, y }, angle) {
  const turn = (angle * Math.PI) / 180;
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  return { x: x * cos - y * sin, y: x * sin + y * cos };
}

/** @param {Camera} camera @param {Size} view @returns {Matrix} */
export function matrixOf(camera, view) {
  const turn = (-camera.angle * Math.PI) / 180;
  const a = exact(Math.cos(turn)) * camera.zoom;
  const b = exact(Math.sin(turn)) * camera.zoom;
  const e = view.width / 2 - (a * camera.x - b * camera.y);
  const f = view.height / 2 - (b * camera.x + a * camera.y);
  return [a, b, -b, a, e, f];
}

/** Right angles stay right, so that cards at them are drawn sharp. @param {number} ratio */
function exact(ratio) {
  return Math.abs(ratio - Math.round(ratio)) < 1e-12 ? Math.round(ratio) : ratio;
}

/** @param {Matrix} matrix @param {Point} point of the table @returns {Point} of the screen */
export function toScreen([a, b, c, d, e, f], { x, y }) {
  return { x: a * x + c * y + e, y: b * x + d * y + f };
}

/** @param {Matrix} matrix @param {Point} point of the screen @returns {Point} of the table */
export function toTable([a, b, c, d, e, f], { x, y }) {
  const size = a * d - b * c;
  const [dx, dy] = [x - e, y - f];
  return { x: (d * dx - c * dy) / size, y: (a * dy - b * dx) / size };
}

/**
 * Push the table by screen pixels.
 *
 * @param {Camera} camera
 * @param {number} dx
 * @param {number} dy
 * @returns {Camera}
 */
export function panned(camera, dx, dy) {
  const way = rotated({ x: dx / camera.zoom, y: dy / camera.zoom }, camera.angle);
  return { ...camera, x: camera.x - way.x, y: camera.y - way.y };
}

/**
 * Nearer or farther; what is under the point stays there.
 *
 * @param {Camera} camera
 * @param {Size} view
 * @param {Point} at of the screen
 * @param {number} factor
 * @returns {Camera}
 */
export function zoomed(camera, view, at, factor) {
  const zoom = Math.min(NEAREST, Math.max(FARTHEST, camera.zoom * factor));
  const held = toTable(matrixOf(camera, view), at);
  const near = { ...camera, zoom };
  const now = toScreen(matrixOf(near, view), held);
  return panned(near, at.x - now.x, at.y - now.y);
}

/**
 * Two fingers moved: what lay between them still does, as far apart as they are.
 *
 * @param {Camera} camera
 * @param {Size} view
 * @param {[Point, Point]} before
 * @param {[Point, Point]} after
 * @returns {Camera}
 */
export function pinched(camera, view, before, after) {
  const [was, is] = [middle(...before), middle(...after)];
  const moved = panned(camera, is.x - was.x, is.y - was.y);
  const apart = distance(...before);
  return apart ? zoomed(moved, view, is, distance(...after) / apart) : moved;
}

/**
 * The camera that shows these points, turned as it is.
 *
 * @param {Point[]} points of the table
 * @param {Size} view
 * @param {number} angle
 * @param {{margin?: Frame, nearest?: number}} [limits] `margin`: pixels the view keeps for other
 *   things at its sides
 * @returns {Camera}
 */
export function framed(points, view, angle, { margin, nearest = 1 } = {}) {
  const { left, top, right, bottom } = margin ?? { left: 0, top: 0, right: 0, bottom: 0 };
  const seen = frameOf(points.map((point) => rotated(point, -angle)));
  const room = { width: view.width - left - right, height: view.height - top - bottom };
  const fits = Math.min(
    room.width / Math.max(1, seen.right - seen.left),
    room.height / Math.max(1, seen.bottom - seen.top),
  );
  const zoom = Math.max(FARTHEST, Math.min(nearest, fits));
  const center = rotated(
    { x: (seen.left + seen.right) / 2, y: (seen.top + seen.bottom) / 2 },
    angle,
  );
  return panned({ ...center, zoom, angle }, (left - right) / 2, (top - bottom) / 2);
}

/** The frame round some points; an empty one round none. @param {Point[]} points @returns {Frame} */
export function frameOf(points) {
  if (!points.length) return { left: 0, top: 0, right: 0, bottom: 0 };
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  return {
    left: Math.min(...xs),
    top: Math.min(...ys),
    right: Math.max(...xs),
    bottom: Math.max(...ys),
  };
}

/** @param {Point} one @param {Point} other @returns {Point} */
export function middle(one, other) {
  return { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 };
}

/** @param {Point} one @param {Point} other */
export function distance(one, other) {
  return Math.hypot(one.x - other.x, one.y - other.y);
}
