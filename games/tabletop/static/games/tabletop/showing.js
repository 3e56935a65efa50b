/**
 * From the document to the table. In here: when things are drawn anew, the focus,
 * the order for keyboard and ear. Not in here: where things fly in from (journeys), what is told.
 *
 * A change may come as several messages; all but the last say there is more. What is drawn is drawn
 * after the last, so that no card is ever seen in two places, or in none.
 */

import { effect } from "@preact/signals-core";
import { backPicture } from "parlour/cards/faces.js";
import { fourColours } from "parlour/cards/inks.js";
import { t } from "parlour/i18n.js";
import { seated } from "parlour/table/company.js";
import { Journeys } from "./journeys.js";
import { HOPED } from "./verbs.js";

/** @import { Piece } from "./pieces.js" */
/** @import { Room } from "./room.js" */

/** Longer than this nobody waits for the rest of a change, ms. */
const PATIENCE = 250;
/** How long after a change the elements are put in reading order, ms. */
const ORDER = 400;
export class Showing {
  #dirty = true;
  /** @type {number | undefined} since when the rest of a change is missing */
  #waits;
  #first = true;
  /** @type {Map<string, Piece>} */
  #shown = new Map();
  /** @type {any} */
  #ordering;
  #room;
  #stops;

  /** @param {Room} room */
  constructor(room) {
    this.#room = room;
    this.journeys = new Journeys(room);
    const { scene, frames } = room;
    frames.add((now) => this.#step(now));
    this.#stops = [
      effect(() => {
        void scene.pieces.value;
        void scene.hand.value;
        void scene.table.players.value;
        void scene.open.value;
        void scene.table.seat.value;
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
    const focused = this.#focused();
    const { journeys } = this;
    const calm = this.#first ? { calm: true } : undefined;
    journeys.look(pieces, hand);
    const changed = [...pieces.values()].filter((piece) => this.#shown.get(piece.id) !== piece);
    surface.show(pieces.values(), calm ?? journeys.onTable());
    rim.show(hand, calm ?? journeys.intoHand());
    if (!calm) journeys.between();
    people.settled(changed.map(({ id }) => id));
    this.#room.settle();
    journeys.remember();
    this.#remember(pieces);
    this.#after(focused);
  }

  /** @param {Map<string, Piece>} pieces */
  #remember(pieces) {
    this.#shown = pieces;
    const { view } = this.#room;
    if (!view.chosen && (this.#first || this.#isOut(pieces))) this.#room.showAll(this.#first);
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
    this.#sayStates();
    clearTimeout(this.#ordering);
    this.#ordering = setTimeout(() => this.#arrange(), this.#ordering === undefined ? 0 : ORDER);
  }

  /** A bare table says what one can do about it; who watches is told so. */
  #sayStates() {
    const { empty, root, scene, watching } = this.#room;
    const { page, players, replay, seat } = scene.table;
    root.querySelector(".openness")?.toggleAttribute("hidden", !scene.open.peek());
    empty.hidden = this.#shown.size > 0;
    empty.textContent = scene.plays.peek()
      ? t("The table is empty. Bring cards, dice, tokens or notes.")
      : t("Nothing lies on the table yet.");
    watching.hidden = seat.peek() !== undefined || Boolean(replay);
    const full = seated(players.peek()).length >= page.seats;
    watching.textContent = full
      ? t("You are watching: every chair is taken.")
      : t("You are watching.");
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
