/**
 * What a drop does. In here: from where things were dropped to the verb that is meant, and where
 * they come to lie meanwhile. Not in here: pointers, the wire (verbs).
 */

import { t } from "parlour/i18n.js";
import { rotated } from "./geometry.js";
import { cardsOf } from "./load.js";
import { HOPED } from "./verbs.js";

/** @import { Point } from "./geometry.js" */
/** @import { Ground } from "./load.js" */
/** @import { Room } from "./room.js" */
/** @import { Spots } from "./verbs.js" */

/** Cards that are laid down together lie side by side like this, table units. */
const STEP = 22;

export class Dropping {
  #room;

  /** @param {Room} room */
  constructor(room) {
    this.#room = room;
  }

  /**
   * @param {string[]} ids
   * @param {Ground} ground
   * @param {Point} at of the table
   * @param {boolean} alt face down, or under the deck
   */
  fromHand(ids, ground, at, alt) {
    const { rim, scene, verbs } = this.#room;
    if (ground.on === "hand") return void verbs.sort(rim.ordered(ids, ground.place));
    scene.chosen.value = new Set();
    if (ground.on === "place") return void verbs.pass(ids, ground.seat);
    if (ground.on === "deck") return void verbs.put(ground.deck, ids, alt);
    this.layFromHand(ids, at, !alt);
  }

  /** @param {string[]} ids @param {Point} at @param {boolean} faceUp */
  layFromHand(ids, at, faceUp) {
    const { arrivals, scene, verbs } = this.#room;
    const rotation = scene.angle.peek();
    const spots = beside(ids, at, rotation);
    for (const [id, spot] of Object.entries(spots))
      arrivals.board.set(HOPED + id, { ...spot, rotation });
    void verbs.play(spots, { faceUp, rotation });
    scene.table.sound("card");
  }

  /** @param {string} deck @param {Ground} ground @param {Point} at @param {boolean} alt the other way up */
  fromDeck(deck, ground, at, alt) {
    const { scene, verbs } = this.#room;
    if (ground.on === "hand") return void verbs.draw(deck);
    if (ground.on === "place")
      return this.#room.refuse(t("Draw the card first; a card of your hand can be passed on."));
    const faceUp = Boolean(scene.find(deck)?.faceUp) !== alt;
    this.#room.arrivals.next.push({ ...at, rotation: scene.angle.peek() });
    void verbs.lay(deck, at, { faceUp });
    scene.table.sound("card");
  }

  /** @param {string[]} ids @param {Ground} ground @param {Spots} spots @param {boolean} alt under the deck */
  fromTable(ids, ground, spots, alt) {
    const { scene, verbs } = this.#room;
    if (ground.on === "place")
      return this.#room.refuse(t("Take it into your hand first, then pass it on."));
    if (ground.on === "deck") {
      scene.chosen.value = new Set();
      return void verbs.stack(ground.deck, cardsOf(scene, ids), alt);
    }
    if (ground.on === "hand") return this.#take(ids, ground.place, spots);
    this.#room.laid(spots);
    void verbs.drop(spots);
    scene.table.sound(cardsOf(scene, ids).length ? "card" : "chip");
  }

  /** @param {string[]} ids @param {number} place @param {Spots} spots where they were let go */
  async #take(ids, place, spots) {
    const { arrivals, scene, verbs, rim } = this.#room;
    const cards = cardsOf(scene, ids);
    if (!cards.length) return this.#room.refuse(t("Only cards go into a hand."));
    scene.chosen.value = new Set();
    for (const [id, spot] of Object.entries(spots)) arrivals.hand.set(id, { ...spot, rotation: 0 });
    const before = new Set(scene.hand.peek().map(({ id }) => id));
    if (!(await verbs.take(cards)) || place >= before.size) return;
    const fresh = scene.hand.peek().filter(({ id }) => !before.has(id) && !id.startsWith(HOPED));
    void verbs.sort(
      rim.ordered(
        fresh.map(({ id }) => id),
        place,
      ),
    );
  }
}

/**
 * Side by side, as somebody sitting at an angle lays them, the middle at a point.
 *
 * @param {string[]} ids
 * @param {Point} at
 * @param {number} angle
 * @returns {Spots}
 */
export function beside(ids, at, angle) {
  return Object.fromEntries(
    ids.map((id, index) => {
      const way = rotated({ x: (index - (ids.length - 1) / 2) * STEP, y: 0 }, angle);
      return [id, { x: Math.round(at.x + way.x), y: Math.round(at.y + way.y) }];
    }),
  );
}
