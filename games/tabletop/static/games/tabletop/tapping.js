/**
 * What a tap does. In here: a tap and a double tap, by the kind of thing. Not in here: what a tap is
 * (gestures).
 */

import { rotated } from "./geometry.js";
import { meant } from "./scene.js";

/** @import { Point } from "./geometry.js" */
/** @import { Piece } from "./pieces.js" */
/** @import { Room } from "./room.js" */

/** @param {Room} room @param {string} id @param {Point} at of the screen */
export function tap(room, id, at) {
  const { scene, verbs } = room;
  const piece = scene.find(id);
  if (!piece) return;
  if (!scene.plays.peek()) return room.preview.toggle(id);
  if (piece.kind === "die") return void verbs.roll([id]);
  const by = piece.kind === "counter" ? stepAt(piece, room.view.toTable(at)) : 0;
  if (by) return void verbs.count(id, by);
  if (piece.kind === "deck" && piece.count && !room.onGrip(id, at)) return void verbs.draw(id);
  scene.chosen.value = new Set([id]);
}

/** Left of a counter's number is one less, right of it one more. @param {Piece} piece @param {Point} at */
function stepAt(piece, at) {
  const { x } = rotated({ x: at.x - piece.x, y: at.y - piece.y }, -piece.rotation);
  return Math.abs(x) > piece.width / 6 ? Math.sign(x) : 0;
}

/** @param {Room} room @param {string} id */
export function tapTwice(room, id) {
  const { scene, verbs, acts, view } = room;
  const piece = scene.find(id);
  if (!piece || !scene.plays.peek()) return;
  if (scene.isHeld(id)) return acts.takeOrPlay([id]);
  if (piece.kind === "card") return void verbs.flip(meant(scene, id));
  if (piece.kind === "note") return void acts.write(piece);
  if (piece.kind === "deck" && !piece.count) return;
  tap(room, id, view.toScreen(piece));
}
