/**
 * The table by keyboard. In here: which thing a key is for, and what it does with it. Not in here:
 * which key means what (keys), the menu's own keys.
 */

import { nt, t } from "parlour/i18n.js";
import { isWriting } from "parlour/table/comforts.js";
import { Caster } from "./caster.js";
import { rotated } from "./geometry.js";
import { meaning } from "./keys.js";
import { meant } from "./scene.js";
import { pairs } from "./verbs.js";

/** @import { Meant, Plain } from "./keys.js" */
/** @import { Room } from "./room.js" */
/** @import { Spots } from "./verbs.js" */

/** After the last arrow, this long until it is laid down, ms. */
const REST = 350;

export class Steering {
  #room;
  #caster = new Caster();
  /** Where arrows have moved things that are not laid down yet. @type {Spots} */
  #moved = {};
  /** @type {any} */
  #timer;
  #ends = new AbortController();

  /** @param {Room} room */
  constructor(room) {
    this.#room = room;
    const { signal } = this.#ends;
    document.addEventListener("keydown", (event) => this.#press(event), { signal });
    room.root.addEventListener("focusin", (event) => this.#focused(event), { signal });
  }

  stop() {
    this.#ends.abort();
    this.#lay();
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    if (event.defaultPrevented || isWriting(event.target)) return;
    if (document.querySelector("dialog[open]") || this.#room.menu.isOpen) return;
    const { target } = event;
    const here = target === document.body || this.#room.root.contains(/** @type {Node} */ (target));
    const press = meaning(event);
    if (!here || !press || !this.#does(press, event)) return;
    event.preventDefault();
  }

  /** @param {FocusEvent} event */
  #focused({ target }) {
    const id = /** @type {HTMLElement} */ (target).dataset.id;
    const { rim, scene, view } = this.#room;
    rim.raise(id !== undefined && scene.isHeld(id) ? id : undefined);
    const piece = id === undefined || scene.isHeld(id) ? undefined : scene.find(id);
    if (id === undefined || !(/** @type {HTMLElement} */ (target).matches(":focus-visible")))
      return;
    // Who goes on by keyboard does not mean what the mouse was left on.
    scene.under.value = undefined;
    if (piece) view.reveal(piece);
  }

  /** The thing in focus. */
  get #focus() {
    const id = /** @type {HTMLElement | null} */ (document.activeElement)?.dataset.id;
    return this.#room.scene.find(id) ? id : undefined;
  }

  /** The thing a key is for: what the mouse is over, else what is in focus, else the one selected. */
  get #target() {
    const { scene } = this.#room;
    const [only] = scene.chosen.peek();
    return [scene.under.peek(), this.#focus, only].find((id) => scene.find(id));
  }

  /**
   * @param {Meant} press
   * @param {KeyboardEvent} event
   * @returns {boolean} whether the key was ours
   */
  #does(press, event) {
    if (press.does === "nudge") return this.#nudge(press.dx, press.dy);
    if (press.does === "zoom") return this.#zoom(press.factor);
    if (press.does === "draw") return this.#draw(press.count);
    if (press.does === "menu") return this.#menu(event);
    return this.#plain(press.does);
  }

  /** Enter on a button of ours is the button's. @param {KeyboardEvent} event */
  #menu(event) {
    const inside = event.target instanceof Element && event.target.closest("button, a");
    if (inside) return false;
    this.#room.openMenu(this.#focus ?? this.#target);
    return true;
  }

  /** @param {number} count */
  #draw(count) {
    const { scene, verbs } = this.#room;
    const target = scene.find(this.#target);
    const decks = [...scene.pieces.peek().values()].filter(({ kind }) => kind === "deck");
    const deck = target?.kind === "deck" ? target : decks.length === 1 ? decks[0] : undefined;
    if (!deck) this.#room.refuse(t("Go to the deck first, then say how many."));
    else void verbs.draw(deck.id, count);
    return true;
  }

  /** @param {number} factor */
  #zoom(factor) {
    const { scene, view, rim, verbs } = this.#room;
    const counter = scene.find(this.#target);
    if (counter?.kind === "counter") void verbs.count(counter.id, factor > 1 ? 1 : -1);
    else view.zoom({ x: view.size.width / 2, y: rim.top / 2 }, factor);
    return true;
  }

  /** @param {number} dx @param {number} dy */
  #nudge(dx, dy) {
    const { scene, rim, verbs } = this.#room;
    const id = this.#focus;
    if (id === undefined || !scene.plays.peek()) return false;
    if (scene.isHeld(id)) {
      const order = scene.hand.peek().map((held) => held.id);
      const place = Math.max(0, order.indexOf(id) + Math.sign(dx));
      if (dx) void verbs.sort(rim.ordered([id], place));
      return true;
    }
    this.#move(id, rotated({ x: dx, y: dy }, scene.angle.peek()));
    return true;
  }

  /** @param {string} id @param {{x: number, y: number}} way */
  #move(id, way) {
    const { scene, surface, view } = this.#room;
    for (const one of meant(scene, id)) {
      const piece = scene.pieces.peek().get(one);
      if (!piece || piece.locked) continue;
      const from = this.#moved[one] ?? piece;
      const to = { x: Math.round(from.x + way.x), y: Math.round(from.y + way.y) };
      this.#moved[one] = to;
      surface.guide(one, { ...to, rotation: piece.rotation }, true);
      if (one === id) view.reveal(to);
    }
    this.#caster.cast(() => {
      if (Object.keys(this.#moved).length) scene.table.cast("board/drag", pairs(this.#moved));
    });
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#lay(), REST);
  }

  #lay() {
    clearTimeout(this.#timer);
    const moved = this.#moved;
    this.#moved = {};
    if (!Object.keys(moved).length) return;
    this.#room.laid(moved);
    void this.#room.verbs.drop(moved);
  }

  /** Arrows that were not laid down yet never were. */
  #takeBack() {
    clearTimeout(this.#timer);
    const ids = Object.keys(this.#moved);
    this.#moved = {};
    for (const id of ids) this.#room.surface.release(id);
    if (ids.length) this.#room.scene.table.cast("board/release", { ids });
    return ids.length > 0;
  }

  /** @param {Plain} does */
  #plain(does) {
    const { scene, root, preview } = this.#room;
    const id = this.#target;
    if (does === "cancel") return this.#cancel();
    if (does === "reset") return this.#done(this.#room.showAll());
    if (does === "hand") return this.#goTo(".rim .piece");
    if (does === "felt") return this.#goTo(".world .piece");
    if (does === "preview") {
      if (preview.isOpen) preview.close();
      else if (id !== undefined) preview.open(id);
      return preview.isOpen || id !== undefined;
    }
    if (!scene.plays.peek()) return false;
    this.#lay();
    if (does === "undo") return this.#done(this.#room.verbs.undo());
    if (does === "all") {
      scene.chosen.value = new Set(scene.pieces.peek().keys());
      scene.table.announce(nt("{n} selected.", "{n} selected.", scene.chosen.peek().size));
      return true;
    }
    if (id === undefined || root.hidden) return false;
    return this.#with(does, id);
  }

  /** @param {Plain} does @param {string} id */
  #with(does, id) {
    const { scene, verbs, acts } = this.#room;
    const ids = meant(scene, id);
    const lying = ids.filter((one) => !scene.isHeld(one));
    const piles = lying.filter((one) => ["card", "deck"].includes(scene.find(one)?.kind ?? ""));
    /** @type {Partial<Record<Plain, () => unknown>>} */
    const all = {
      flip: () => piles.length && verbs.flip(piles),
      tap: () => lying.length && verbs.turn(lying, 90),
      untap: () => lying.length && verbs.turn(lying, -90),
      shuffle: () => this.#shuffle(id),
      group: () => acts.group(ids),
      pick: () => this.#pick(id),
      hold: () => acts.takeOrPlay(ids),
      remove: () => lying.length && acts.remove(lying),
    };
    all[does]?.();
    return does in all;
  }

  /** @param {string} id */
  #pick(id) {
    const { scene } = this.#room;
    this.#room.toggle(id);
    const count = scene.chosen.peek().size;
    scene.table.announce(
      scene.chosen.peek().has(id)
        ? t("Selected, {n} in all.", { n: count })
        : t("Not selected, {n} in all.", { n: count }),
    );
  }

  /** @param {string} id */
  #shuffle(id) {
    const { scene, verbs, refuse } = this.#room;
    const deck = scene.find(id);
    if (deck?.kind === "deck") void verbs.shuffle(deck.id);
    else refuse(t("Only a deck can be shuffled."));
  }

  /** The key was ours, and this is done. @param {unknown} _done */
  #done(_done) {
    return true;
  }

  #cancel() {
    const { touching, preview, scene } = this.#room;
    if (touching.escape() || this.#takeBack()) return true;
    if (preview.isOpen) return this.#done(preview.close());
    if (!scene.chosen.peek().size) return false;
    scene.chosen.value = new Set();
    return true;
  }

  /** @param {string} selector */
  #goTo(selector) {
    const found = this.#room.root.querySelector(selector);
    if (found instanceof HTMLElement) found.focus();
    return Boolean(found);
  }
}
