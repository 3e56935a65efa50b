/**
 * What a hand may carry and where it may put it. In here: what a lift takes along, what a drop
 * means. Not in here: elements, pointers, commands.
 */

import { covers, isOver } from "./boxes.js";
import { meant } from "./scene.js";

/** @import { Point } from "./geometry.js" */
/** @import { Piece } from "./pieces.js" */
/** @import { Scene } from "./scene.js" */

/**
 * @typedef {{from: "table" | "hand" | "deck", ids: string[]}} Load `deck`: its top card; the id is
 *   the deck's
 */

/**
 * @typedef {{on: "table"} | {on: "hand", place: number} | {on: "place", seat: number}
 *   | {on: "deck", deck: string}} Ground
 */

/**
 * What comes along when a thing is lifted: all that is selected with it; of a deck that is not
 * selected, its top card, unless it is taken by its grip.
 *
 * @param {Scene} scene
 * @param {string} id
 * @param {boolean} grip
 * @returns {Load}
 */
export function liftedBy(scene, id, grip) {
  if (scene.isHeld(id)) {
    const held = meant(scene, id).filter((one) => scene.isHeld(one));
    const order = scene.hand.peek().map((piece) => piece.id);
    return { from: "hand", ids: held.sort((a, b) => order.indexOf(a) - order.indexOf(b)) };
  }
  const piece = scene.find(id);
  const alone = !scene.chosen.peek().has(id);
  if (piece?.kind === "deck" && piece.count && alone && !grip) return { from: "deck", ids: [id] };
  const ids = meant(scene, id).filter((one) => !scene.isHeld(one) && !scene.find(one)?.locked);
  return { from: "table", ids: byHeight(scene, ids) };
}

/** The lowest first, so that they lie upon each other as before. @param {Scene} scene @param {string[]} ids */
export function byHeight({ pieces }, ids) {
  return ids
    .flatMap((id) => pieces.peek().get(id) ?? [])
    .sort((one, other) => (isOver(one, other) ? 1 : -1))
    .map(({ id }) => id);
}

/**
 * The deck a thing would be put on at a point, if any: not one that is carried itself.
 *
 * @param {Iterable<Piece>} pieces
 * @param {Point} point
 * @param {Load} load
 */
export function deckAt(pieces, point, load) {
  let best;
  for (const piece of pieces) {
    if (piece.kind !== "deck" || !covers(piece, point)) continue;
    if (load.from === "table" && load.ids.includes(piece.id)) continue;
    if (!best || isOver(piece, best)) best = piece;
  }
  return best;
}

/** Only cards go into hands and decks. @param {Scene} scene @param {string[]} ids */
export function cardsOf(scene, ids) {
  return ids.filter((id) => scene.find(id)?.kind === "card");
}
