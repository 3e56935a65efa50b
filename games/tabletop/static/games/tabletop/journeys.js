/**
 * Where cards come from and where they go to. In here: from what was and what is to the points
 * between which something flies. Not in here: the flight (surface), when it is drawn (showing).
 */

import { exchanged, only, storesOf } from "./flights.js";
import { angleOf, rotated } from "./geometry.js";
import { pieceOf } from "./pieces.js";
import { HOPED } from "./verbs.js";

/** @import { Stores } from "./flights.js" */
/** @import { Pose } from "./motion.js" */
/** @import { Piece } from "./pieces.js" */
/** @import { Room } from "./room.js" */
/** @import { Ways } from "./surface.js" */

/** Where hands are, from the middle of the table. */
const HANDS = 380;
/** More cards than this do not fly one by one. */
const MOST_FLYING = 32;
const STAGGER = 55;

/** @typedef {{pieces: Map<string, Piece>, hand: Piece[], stores: Stores}} Seen */

export class Journeys {
  /** @type {Seen} */
  #before = { pieces: new Map(), hand: [], stores: new Map() };
  /** @type {Seen} */
  #now = this.#before;
  /** @type {string[]} stores with less than before */
  #gave = [];
  /** @type {string[]} stores with more */
  #got = [];
  #room;

  /** @param {Room} room */
  constructor(room) {
    this.#room = room;
  }

  /** @param {Map<string, Piece>} pieces @param {Piece[]} hand */
  look(pieces, hand) {
    const stores = storesOf(pieces, this.#room.scene.table.players.peek());
    this.#now = { pieces, hand, stores };
    const { gave, got } = exchanged(this.#before.stores, stores);
    this.#gave = gave;
    this.#got = got;
  }

  /** What was seen is what was there. */
  remember() {
    this.#before = this.#now;
  }

  /** Ways of what lies on the table. @returns {Ways} */
  onTable() {
    const { arrivals } = this.#room;
    const { pieces, hand } = this.#now;
    const lost = [...this.#before.pieces.values()].filter(
      ({ id }) => id.startsWith(HOPED) && !pieces.has(id),
    );
    const source = only(this.#gave);
    const goal = only(this.#got);
    const taken = new Set(hand.map(({ id }) => id.replace(HOPED, "")));
    return {
      from: (piece) => {
        const sent = arrivals.board.get(piece.id);
        arrivals.board.delete(piece.id);
        if (sent) return sent;
        if (lost.length) return ofHoped(lost, piece);
        const next = arrivals.next.shift();
        return next ?? this.#storePose(source);
      },
      to: (piece) => {
        if (piece.id.startsWith(HOPED)) return undefined;
        if (taken.has(piece.id)) return this.#leaves(piece.id);
        return this.#storePose(goal);
      },
    };
  }

  /** Where the cards of a hand or deck are, on the table. @param {string | undefined} store @returns {Pose | undefined} */
  #storePose(store) {
    const [kind, key = ""] = store?.split("/") ?? [];
    if (kind === "deck") {
      const deck = this.#before.pieces.get(key) ?? this.#now.pieces.get(key);
      return deck && { x: deck.x, y: deck.y, rotation: deck.rotation };
    }
    if (kind !== "tray") return undefined;
    const angle = angleOf(Number(key));
    return { ...this.#handOf(Number(key)), rotation: angle };
  }

  /** @param {number} seat @returns {{x: number, y: number}} of the table */
  #handOf(seat) {
    const { places, box, view, scene, rim } = this.#room;
    if (seat === scene.table.seat.peek())
      return view.toTable({ x: view.size.width / 2, y: rim.top + 40 });
    const place = places.querySelector(`[data-seat="${seat}"]`)?.getBoundingClientRect();
    if (!place) return rotated({ x: 0, y: HANDS }, angleOf(seat));
    return view.toTable({
      x: place.x + place.width / 2 - box.x,
      y: place.y + place.height / 2 - box.y,
    });
  }

  /** A card goes into my hand: from where it lies, unless it was let go elsewhere. @param {string} id */
  #leaves(id) {
    const { arrivals, surface } = this.#room;
    const lay = surface.poseOf(id);
    if (lay && !arrivals.hand.has(id)) arrivals.hand.set(id, lay);
    return undefined;
  }

  /** Ways of the cards in my hand. @returns {Ways} */
  intoHand() {
    const { arrivals } = this.#room;
    const source = this.#storePose(only(this.#gave));
    const held = new Set(this.#now.hand.map(({ id }) => id));
    const lost = this.#before.hand.filter(({ id }) => id.startsWith(HOPED) && !held.has(id));
    return {
      from: (piece) => {
        const hoped = lost.shift();
        if (hoped) return this.#room.rim.surface.poseOf(hoped.id);
        const taken = piece.id.replace(HOPED, "");
        const lay = arrivals.hand.get(taken) ?? source;
        arrivals.hand.delete(taken);
        if (!lay) return undefined;
        return { ...this.#room.tableToRim(lay), rotation: 0 };
      },
    };
  }

  /** Cards that went from one deck or hand to another are seen from behind. */
  between() {
    const source = only(this.#gave);
    const from = this.#storePose(source);
    if (!source || !from || !this.#before.stores.size) return;
    const back = this.#before.pieces.get(source.split("/")[1] ?? "")?.back ?? "";
    const flights = this.#got
      .filter((goal) => this.#isAway(goal))
      .flatMap((goal, round) => {
        const to = this.#storePose(goal);
        return to
          ? this.#cardsTo(goal).map((card) => ({
              to,
              goal,
              order: card * this.#got.length + round,
            }))
          : [];
      });
    for (const { to, goal, order } of flights.slice(0, MOST_FLYING)) {
      const card = pieceOf(`fly/${goal}/${order}`, { back, z: 900_000 });
      this.#room.surface.fly(card, from, to, order * STAGGER);
    }
  }

  /** Whether a store is one whose cards nobody sees coming: not my hand, no deck that is new. @param {string} goal */
  #isAway(goal) {
    const me = `tray/${this.#room.scene.table.seat.peek()}`;
    return goal !== me && !(goal.startsWith("deck/") && !this.#before.stores.has(goal));
  }

  /** A number for each card a store got. @param {string} goal */
  #cardsTo(goal) {
    const more = (this.#now.stores.get(goal) ?? 0) - (this.#before.stores.get(goal) ?? 0);
    return Array.from({ length: Math.min(more, MOST_FLYING) }, (_, card) => card);
  }
}

/** A hoped-for card has got its name: it lies where it lay. @param {Piece[]} lost @param {Piece} piece @returns {Pose | undefined} */
function ofHoped(lost, piece) {
  const way = (/** @type {Piece} */ other) => Math.hypot(other.x - piece.x, other.y - piece.y);
  lost.sort((one, other) => way(one) - way(other));
  const found = lost.shift();
  return found && { x: found.x, y: found.y, rotation: found.rotation };
}
