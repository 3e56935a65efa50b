/**
 * From the document to the table. In here: when things are drawn anew, where they fly in from, the
 * order for keyboard and ear. Not in here: elements' ways (surface), what is told (tell).
 *
 * A change may come as several messages; all but the last say there is more. What is drawn is drawn
 * after the last, so that no card is ever seen in two places, or in none.
 */

import { effect } from "@preact/signals-core";
import { backPicture } from "parlour/cards/faces.js";
import { fourColours } from "parlour/cards/inks.js";
import { t } from "parlour/i18n.js";
import { exchanged, only, storesOf } from "./flights.js";
import { angleOf, rotated } from "./geometry.js";
import { pieceOf } from "./pieces.js";
import { HOPED } from "./verbs.js";

/** @import { Pose } from "./motion.js" */
/** @import { Piece } from "./pieces.js" */
/** @import { Room } from "./room.js" */
/** @import { Stores } from "./flights.js" */

/** Longer than this nobody waits for the rest of a change, ms. */
const PATIENCE = 250;
/** How long after a change the elements are put in reading order, ms. */
const ORDER = 400;
/** Where hands are, from the middle of the table. */
const HANDS = 380;
/** More cards than this do not fly one by one. */
const MOST_FLYING = 32;
const STAGGER = 55;

export class Showing {
  #dirty = true;
  /** @type {number | undefined} since when the rest of a change is missing */
  #waits;
  #first = true;
  /** @type {Map<string, Piece>} */
  #shown = new Map();
  /** @type {Piece[]} */
  #hand = [];
  /** @type {Stores} */
  #stores = new Map();
  /** @type {any} */
  #ordering;
  #room;
  #stops;

  /** @param {Room} room */
  constructor(room) {
    this.#room = room;
    const { scene, frames } = room;
    frames.add((now) => this.#step(now));
    this.#stops = [
      effect(() => {
        void scene.pieces.value;
        void scene.hand.value;
        void scene.table.players.value;
        void scene.open.value;
        this.#ask();
      }),
      effect(() => {
        const chosen = scene.chosen.value;
        room.rim.choose(chosen);
        this.#markChosen(chosen);
      }),
      scene.table.listen((message) => {
        this.#waits = message.more ? performance.now() : undefined;
        if (message.type === "state") this.#first = true;
      }),
      () => clearTimeout(this.#ordering),
    ];
  }

  stop() {
    for (const stop of this.#stops) stop();
  }

  #ask() {
    this.#dirty = true;
    this.#room.frames.ask();
  }

  /** @param {number} now */
  #step(now) {
    if (!this.#dirty || !this.#room.scene.table.ready.peek()) return false;
    if (this.#waits !== undefined && now - this.#waits < PATIENCE) return true;
    this.#dirty = false;
    this.#show();
    return true;
  }

  #show() {
    const { scene, surface, rim, people } = this.#room;
    const pieces = scene.pieces.peek();
    const hand = scene.hand.peek();
    const stores = storesOf(pieces, scene.table.players.peek());
    const focused = this.#focused();
    const ways = this.#first ? { calm: true } : this.#ways(pieces, hand, stores);
    const changed = [...pieces.values()].filter((piece) => this.#shown.get(piece.id) !== piece);
    surface.show(pieces.values(), ways);
    rim.show(hand, this.#first ? { calm: true } : this.#handWays(stores));
    if (!this.#first) this.#flyBetween(stores);
    people.settled(changed.map(({ id }) => id));
    this.#room.settle();
    this.#remember(pieces, hand, stores);
    this.#after(focused);
  }

  /** @param {Map<string, Piece>} pieces @param {Piece[]} hand @param {Stores} stores */
  #remember(pieces, hand, stores) {
    this.#shown = pieces;
    this.#hand = hand;
    this.#stores = stores;
    if (this.#first) this.#room.showAll(true);
    else if (!this.#room.view.chosen && this.#isOut(pieces)) this.#room.showAll();
    this.#first = false;
  }

  /** Whether something lies where nobody sees it. @param {Map<string, Piece>} pieces */
  #isOut(pieces) {
    const { view, carrying, rim } = this.#room;
    if (carrying.load) return false;
    return [...pieces.values()].some((piece) => {
      const { x, y } = view.toScreen(piece);
      return x < 8 || y < 8 || x > view.size.width - 8 || y > rim.top - 4;
    });
  }

  /** @param {{id: string, after: string | undefined} | undefined} focused */
  #after(focused) {
    const { scene, preview, touching } = this.#room;
    const gone = [...scene.chosen.peek()].filter((id) => !scene.find(id));
    if (gone.length)
      scene.chosen.value = new Set([...scene.chosen.peek()].filter((id) => scene.find(id)));
    preview.draw();
    touching.look();
    this.#markChosen(scene.chosen.peek());
    this.#keepFocus(focused);
    this.#sayEmpty();
    clearTimeout(this.#ordering);
    this.#ordering = setTimeout(() => this.#arrange(), this.#ordering === undefined ? 0 : ORDER);
  }

  /** A bare table says what one can do about it. */
  #sayEmpty() {
    const { empty, root, scene } = this.#room;
    root.querySelector(".openness")?.toggleAttribute("hidden", !scene.open.peek());
    empty.hidden = this.#shown.size > 0;
    empty.textContent = scene.plays.peek()
      ? t("The table is empty. Bring cards, dice, tokens or notes.")
      : t("Nothing lies on the table yet.");
  }

  #arrange() {
    const { scene, surface, carrying } = this.#room;
    if (carrying.load) return;
    surface.arrange(scene.order.peek());
  }

  /** What is in focus, and what is next to it should it go. */
  #focused() {
    const id = /** @type {HTMLElement | null} */ (document.activeElement)?.dataset.id;
    if (id === undefined) return undefined;
    const order = [...this.#shown.keys()];
    const at = order.indexOf(id);
    return { id, after: order[at + 1] ?? order[at - 1] };
  }

  /** Whoever goes on by keyboard has something to go on from. @param {{id: string, after: string | undefined} | undefined} focused */
  #keepFocus(focused) {
    const { element, root, scene } = this.#room;
    if (!focused || scene.find(focused.id)) return;
    const next = [HOPED + focused.id, focused.after].find((id) => id && scene.find(id));
    const target = next === undefined ? root : element.call(this.#room, next);
    target?.focus({ preventScroll: true });
  }

  /** @param {ReadonlySet<string>} chosen */
  #markChosen(chosen) {
    const { root } = this.#room;
    for (const element of root.querySelectorAll(".piece[data-chosen]"))
      if (!chosen.has(/** @type {HTMLElement} */ (element).dataset.id ?? "")) mark(element, false);
    for (const id of chosen) {
      const element = this.#room.element(id);
      if (element) mark(element, true);
    }
  }

  // Where things come from and go

  /** @param {Map<string, Piece>} pieces @param {Piece[]} hand @param {Stores} stores @returns {import("./surface.js").Ways} */
  #ways(pieces, hand, stores) {
    const { arrivals } = this.#room;
    const { gave, got } = exchanged(this.#stores, stores);
    const lost = [...this.#shown.values()].filter(
      ({ id }) => id.startsWith(HOPED) && !pieces.has(id),
    );
    const source = only(gave);
    const goal = only(got);
    const taken = new Set(hand.map(({ id }) => id.replace(HOPED, "")));
    return {
      from: (piece) => {
        const sent = arrivals.board.get(piece.id);
        arrivals.board.delete(piece.id);
        if (sent) return sent;
        if (lost.length) return this.#ofHoped(lost, piece);
        const next = arrivals.next.shift();
        return next ?? this.#storePose(source);
      },
      to: (piece) => {
        if (piece.id.startsWith(HOPED)) return undefined;
        if (taken.has(piece.id)) return undefined;
        return this.#storePose(goal);
      },
    };
  }

  /** A hoped-for card has got its name: it lies where it lay. @param {Piece[]} lost @param {Piece} piece @returns {Pose | undefined} */
  #ofHoped(lost, piece) {
    const way = (/** @type {Piece} */ other) => Math.hypot(other.x - piece.x, other.y - piece.y);
    lost.sort((one, other) => way(one) - way(other));
    const found = lost.shift();
    return found && { x: found.x, y: found.y, rotation: found.rotation };
  }

  /** Where the cards of a hand or deck are, on the table. @param {string | undefined} store @returns {Pose | undefined} */
  #storePose(store) {
    const [kind, key = ""] = store?.split("/") ?? [];
    if (kind === "deck") {
      const deck = this.#shown.get(key) ?? this.#room.scene.pieces.peek().get(key);
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

  /** @param {Stores} stores @returns {import("./surface.js").Ways} */
  #handWays(stores) {
    const { surface } = this.#room;
    const { gave } = exchanged(this.#stores, stores);
    const source = this.#storePose(only(gave));
    const lost = this.#hand.filter(
      ({ id }) =>
        id.startsWith(HOPED) && !this.#room.scene.hand.peek().some((held) => held.id === id),
    );
    return {
      from: (piece) => {
        const hoped = lost.shift();
        if (hoped) return this.#room.rim.surface.poseOf(hoped.id);
        // A card I took comes from where it lay, or where I dropped it.
        const lay = surface.poseOf(piece.id.replace(HOPED, "")) ?? source;
        if (!lay) return undefined;
        return { ...this.#room.tableToRim(lay), rotation: 0 };
      },
    };
  }

  /** Cards that went from one deck or hand to another are seen from behind. @param {Stores} stores */
  #flyBetween(stores) {
    const { surface, scene } = this.#room;
    const { gave, got } = exchanged(this.#stores, stores);
    const source = only(gave);
    if (!source || !this.#stores.size) return;
    const me = `tray/${scene.table.seat.peek()}`;
    const from = this.#storePose(source);
    const back = this.#shown.get(source.split("/")[1] ?? "")?.back ?? "";
    let flying = 0;
    for (const goal of got) {
      if (goal === me || (goal.startsWith("deck/") && !this.#stores.has(goal))) continue;
      const to = this.#storePose(goal);
      const count = (stores.get(goal) ?? 0) - (this.#stores.get(goal) ?? 0);
      for (let card = 0; card < count && flying < MOST_FLYING && from && to; card += 1) {
        const delay = (card * Math.max(1, got.length) + got.indexOf(goal)) * STAGGER;
        surface.fly(pieceOf(`fly/${goal}/${card}`, { back, z: 900_000 }), from, to, delay);
        flying += 1;
      }
    }
  }
}

/** @param {Element} element @param {boolean} chosen */
function mark(element, chosen) {
  element.toggleAttribute("data-chosen", chosen);
  element.setAttribute("aria-pressed", String(chosen));
}

/** Follow the pictures of cards: those that are drawn later, another set of colours. @param {Room} room */
export function followPictures(room) {
  return effect(() => {
    void fourColours.value;
    // One that is always there: what has none yet is told of all the same.
    void backPicture("green");
    void backPicture("red");
    room.surface.redraw();
    room.rim.surface.redraw();
  });
}
