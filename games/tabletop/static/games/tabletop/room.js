/**
 * The room of one table page. In here: its elements, and the parts that work on them put together.
 * Not in here: what any of the parts does.
 */

import { render } from "lit-html";
import { t } from "parlour/i18n.js";
import { setActs } from "./acts.js";
import { Air } from "./air.js";
import { Carrying } from "./carrying.js";
import { doingsAtTable, doingsWith } from "./doings.js";
import { Dropping } from "./dropping.js";
import { Frames } from "./frames.js";
import { Framing } from "./framing.js";
import { angleOf, rotated, toTable } from "./geometry.js";
import { markup, part } from "./markup.js";
import { Menu } from "./menu.js";
import { People } from "./people.js";
import { Preview } from "./preview.js";
import { Rim } from "./rim.js";
import { Surface } from "./surface.js";
import { Touching } from "./touching.js";
import { setVerbs } from "./verbs.js";
import { View } from "./view.js";
import { IN_THE_MIDDLE, nearest, spoken } from "./words.js";

/** @import { Point } from "./geometry.js" */
/** @import { Ground } from "./load.js" */
/** @import { Pose } from "./motion.js" */
/** @import { Piece } from "./pieces.js" */
/** @import { Scene } from "./scene.js" */
/** @import { Spots } from "./verbs.js" */

/** How far from the middle somebody's side of the table is, table units. */
const SIDE = 330;
/** Nearer than this to the middle is the middle. */
const MIDDLE = 130;
/** A table nobody has laid anything on is seen this far. */
const BARE = { x: 210, y: 170 };

export class Room {
  /** @type {DOMRect} */
  box = new DOMRect();
  frames = new Frames();
  /** Where things come from that this page has sent for. */
  arrivals = {
    /** @type {Map<string, Pose>} on the table, by hoped-for id */
    board: new Map(),
    /** @type {Map<string, Pose>} in my hand, by the id on the table; a pose there */
    hand: new Map(),
    /** @type {Pose[]} the next new ones */
    next: [],
  };
  /** Things I laid down that already lie where they shall. @type {Set<string>} */
  #laid = new Set();
  /** @type {HTMLElement[]} */
  #lit = [];

  /** @param {HTMLElement} root @param {Scene} scene */
  constructor(root, scene) {
    this.scene = scene;
    render(markup(), root);
    this.root = part(root, ".tabletop");
    this.places = part(root, ".places");
    this.world = part(root, ".world");
    this.framing = new Framing(part(root, ".framing"), this);
    this.hint = part(root, ".hint");
    this.empty = part(root, ".empty");
    this.watching = part(root, ".watching");
    this.view = new View(this.world, this.frames);
    /** @param {Piece} piece */
    const label = (piece) => this.label(piece);
    this.surface = new Surface(this.world, this.frames, label);
    this.rim = new Rim(part(root, ".rim"), this.frames, label);
    this.air = new Air(part(root, ".air"), this.frames);
    this.menu = new Menu(part(root, ".menu"));
    this.preview = new Preview(part(root, ".preview"), (id) => scene.find(id));
    this.verbs = setVerbs(scene);
    this.acts = setActs(this);
    this.dropping = new Dropping(this);
    this.carrying = new Carrying(this);
    this.people = new People(part(root, ".people-hands"), this);
    this.touching = new Touching(this);
  }

  stop() {
    this.touching.stop();
    this.people.stop();
    this.frames.stop();
  }

  measure() {
    this.box = this.root.getBoundingClientRect();
  }

  /** The room has another size, or I sit down or stand up. */
  resize() {
    this.measure();
    const { width, height } = this.box;
    const seated = this.scene.table.seat.peek() !== undefined;
    const below = this.rim.resize({ width, height }, seated);
    const narrow = width < 600;
    this.scene.narrow.value = narrow;
    this.view.margin = marginsOf({ width, height }, below);
    this.view.resize({ width, height });
    this.root.style.setProperty("--rim", `${below}px`);
    this.root.toggleAttribute("data-seated", seated);
    if (!this.view.chosen) this.showAll(true);
  }

  /** @param {boolean} [atOnce] */
  showAll(atOnce) {
    const points = [...this.scene.pieces.peek().values()].flatMap(({ x, y, width, height }) => {
      const reach = Math.max(width, height) / 2 + 14;
      return [
        { x: x - reach, y: y - reach },
        { x: x + reach, y: y + reach },
      ];
    });
    const bare = [
      { x: -BARE.x, y: -BARE.y },
      { x: BARE.x, y: BARE.y },
    ].map((point) => rotated(point, this.scene.angle.peek()));
    this.view.show([...points, ...bare], this.scene.angle.peek(), atOnce);
  }

  /** @param {Piece} piece */
  label(piece) {
    const { scene } = this;
    const name = (/** @type {number} */ seat) => scene.nameOf(seat) || t("somebody");
    return spoken(piece, { near: this.nearOf(piece), name, me: scene.table.seat.peek() });
  }

  /** Whom a thing lies near to. @param {Piece} piece */
  nearOf(piece) {
    const { scene } = this;
    if (scene.isHeld(piece.id)) return "";
    if (Math.hypot(piece.x, piece.y) < MIDDLE) return IN_THE_MIDDLE;
    const me = scene.table.seat.peek();
    const people = Object.values(scene.table.players.peek()).flatMap(({ seat, name }) =>
      seat === undefined
        ? []
        : [{ name, me: seat === me, ...rotated({ x: 0, y: SIDE }, angleOf(seat)) }],
    );
    return nearest(piece, people);
  }

  /** @param {string} id @returns {HTMLElement | undefined} */
  element(id) {
    return this.scene.isHeld(id) ? this.rim.surface.element(id) : this.surface.element(id);
  }

  /** The middle of a thing on the screen. @param {string} id @returns {Point | undefined} */
  spotOf(id) {
    const box = this.element(id)?.getBoundingClientRect();
    return box && { x: box.x + box.width / 2 - this.box.x, y: box.y + box.height / 2 - this.box.y };
  }

  /** The others who sit at the table. */
  others() {
    const me = this.scene.table.seat.peek();
    return Object.values(this.scene.table.players.peek()).flatMap(({ seat, name }) =>
      seat === undefined || seat === me ? [] : [{ seat, name }],
    );
  }

  /** @param {string} message a sentence */
  refuse = (message) => {
    this.scene.table.toast(message, "warn");
    this.scene.table.interrupt(message);
  };

  /** @param {string | undefined} id @param {Point} [at] */
  openMenu(id, at) {
    const target = id ?? "";
    const spot = at ?? this.spotOf(target) ?? { x: this.box.width / 2, y: this.box.height / 2 };
    const { title, items } =
      id === undefined
        ? { title: t("The table"), items: doingsAtTable(this) }
        : doingsWith(this, id);
    const back = id === undefined ? this.root : this.element(id);
    this.menu.open(title, items, spot, this.box, back);
  }

  /** Whether a point is on a deck's grip, the number below it. @param {string} id @param {Point} at */
  onGrip(id, at) {
    const grip = this.surface.element(id)?.querySelector(".piece__count");
    const box = grip?.getBoundingClientRect();
    if (!box) return false;
    const [x, y] = [at.x + this.box.x, at.y + this.box.y];
    const slack = 6;
    return (
      x > box.left - slack && x < box.right + slack && y > box.top - slack && y < box.bottom + slack
    );
  }

  /** What the pointer is over. @param {string | undefined} id */
  point(id) {
    const { scene, rim } = this;
    if (scene.under.peek() === id) return;
    scene.under.value = id;
    const held = id !== undefined && scene.isHeld(id);
    rim.raise(held ? id : undefined);
    this.root.dataset.over = id === undefined ? "" : held ? "hand" : (scene.find(id)?.kind ?? "");
  }

  /** @param {string} id */
  toggle(id) {
    const chosen = new Set(this.scene.chosen.peek());
    if (!chosen.delete(id)) chosen.add(id);
    this.scene.chosen.value = chosen;
  }

  /** @param {boolean} on */
  setFraming(on) {
    this.touching.gestures.framing = on;
    this.root.toggleAttribute("data-framing", on);
    this.scene.framing.value = on;
  }

  /** Show where something would be put. @param {Ground | undefined} ground */
  light(ground) {
    const target =
      ground?.on === "deck"
        ? this.surface.element(ground.deck)
        : ground?.on === "place"
          ? this.places.querySelector(`[data-seat="${ground.seat}"]`)
          : ground?.on === "hand"
            ? this.root
            : undefined;
    if (this.#lit[0] === target) return;
    for (const element of this.#lit) element.removeAttribute("data-target");
    this.#lit = target instanceof HTMLElement ? [target] : [];
    target?.setAttribute("data-target", "");
  }

  /** What Alt means here. @param {boolean} alt @param {Ground} [ground] */
  setAlt(alt, ground) {
    const text =
      ground?.on === "deck" ? (alt ? t("Under the deck") : t("On top; Alt: under it")) : "";
    if (this.hint.textContent !== text) this.hint.textContent = text;
    this.hint.hidden = !text;
  }

  /** These lie where they are dropped, before anybody says so. @param {Spots} spots */
  laid(spots) {
    for (const [id, spot] of Object.entries(spots)) {
      const rotation = this.scene.find(id)?.rotation ?? 0;
      this.surface.guide(id, { ...spot, rotation }, true);
      this.#laid.add(id);
    }
  }

  /** What was laid belongs to the document again, now that it says the same. */
  settle() {
    for (const id of this.#laid) this.surface.release(id, true);
    this.#laid.clear();
  }

  /** A point of the table in the units of the rim. @param {Point} point */
  tableToRim(point) {
    return toTable(this.rim.matrix, this.view.toScreen(point));
  }
}

/**
 * What the places of the others and my hand keep of the view.
 *
 * @param {import("./geometry.js").Size} view
 * @param {number} below height of the rim
 */
function marginsOf({ width, height }, below) {
  const bottom = below ? below + 18 : 76;
  if (width < 600) return { left: 14, top: 50, right: 14, bottom };
  if (height < 420) return { left: 70, top: 44, right: 70, bottom: below + 10 };
  return { left: 108, top: 76, right: 108, bottom };
}
