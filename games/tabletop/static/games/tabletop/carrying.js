/**
 * Carrying things. In here: lifting, where they are on the way, telling the others, dropping. Not in
 * here: gestures, what a drop means on the wire (verbs).
 */

import { render } from "lit-html";
import { t } from "parlour/i18n.js";
import { Caster } from "./caster.js";
import { cardsOf, deckAt, liftedBy } from "./load.js";
import { picture } from "./picture.js";
import { pieceOf } from "./pieces.js";
import { placesOn, seatAt } from "./places.js";
import { pairs } from "./verbs.js";

/** @import { Point } from "./geometry.js" */
/** @import { Mods } from "./gestures.js" */
/** @import { Ground, Load } from "./load.js" */
/** @import { Spots } from "./verbs.js" */
/** @import { Room } from "./room.js" */

/** A hand that rests still holds, ms. */
const STILL_HERE = 1500;

export class Carrying {
  /** @type {Load | undefined} */
  load;
  /** @type {Point} */
  #from = { x: 0, y: 0 };
  /** @type {Spots} where the things lay */
  #lay = {};
  #caster = new Caster();
  #room;
  #told = false;
  /** Says again where things are: who is silent loses them. @type {any} */
  #again;
  /** @type {ReturnType<typeof placesOn>} */
  #places = [];

  /** @param {Room} room */
  constructor(room) {
    this.#room = room;
  }

  /** @param {string} id @param {Point} from @param {Point} at */
  lift(id, from, at) {
    const { scene } = this.#room;
    if (!scene.plays.peek())
      return this.#room.refuse(t("You are watching. Sit down to play along."));
    const piece = scene.find(id);
    if (piece?.locked) return this.#room.refuse(t("This is locked. Unlock it in its menu."));
    const load = liftedBy(scene, id, this.#room.onGrip(id, from));
    if (!load.ids.length) return;
    if (load.from === "table" && !load.ids.every((one) => this.#isMine(one)))
      return this.#room.refuse(t("This deck is {name}’s.", { name: scene.nameOf(piece?.owner) }));
    this.load = load;
    this.#from = from;
    this.#told = false;
    this.#places = placesOn(this.#room.places, this.#room.box);
    this.#lay = Object.fromEntries(
      load.ids.flatMap((one) => {
        const lies = scene.pieces.peek().get(one);
        return lies ? [[one, { x: lies.x, y: lies.y }]] : [];
      }),
    );
    this.#take(load, from);
    this.#hold(load);
    this.move(at, { alt: false, shift: false, ctrl: false });
  }

  /** A deck with an owner obeys only its owner. @param {string} id */
  #isMine(id) {
    const { scene } = this.#room;
    const piece = scene.find(id);
    const owned = piece?.kind === "deck" && piece.owner !== undefined;
    return !owned || piece?.owner === scene.table.seat.peek();
  }

  /** @param {Load} load @param {Point} grip */
  #take(load, grip) {
    const { air, rim, surface, view } = this.#room;
    const from = load.from === "hand" ? rim.surface : surface;
    const matrix = load.from === "hand" ? rim.matrix : view.matrix;
    const things = load.ids.flatMap((id) => {
      const element = load.from === "deck" ? this.#topOf(id) : from.element(id);
      const pose = from.poseOf(id);
      return element && pose ? [{ element, pose }] : [];
    });
    air.lift(things, matrix, grip);
    if (load.from === "hand") rim.lift(load.ids);
  }

  /** A picture of a deck's top card. @param {string} id */
  #topOf(id) {
    const deck = this.#room.scene.find(id);
    if (!deck) return undefined;
    const { face, back, faceUp, picture: image } = deck;
    const card = pieceOf("", { ...(face ? { face } : {}), back, faceUp, image });
    const element = document.createElement("div");
    const own = this.#room.surface.element(id);
    element.className = "piece piece--card";
    if (own) element.style.cssText = own.style.cssText;
    render(picture(card), element);
    return element;
  }

  /** Ask for what is lifted; who drags it already keeps it. @param {Load} load */
  #hold(load) {
    if (load.from !== "table") return;
    const { scene } = this.#room;
    scene.table.send("board/drag", pairs(this.#lay), { quiet: true }).catch((refusal) => {
      if (this.load !== load) return;
      this.cancel();
      this.#room.refuse(refusal.message);
    });
  }

  /** @param {Point} at @param {Mods} mods */
  move(at, mods) {
    const { load } = this;
    if (!load) return;
    const { air, scene, view } = this.#room;
    air.move({ x: at.x - this.#from.x, y: at.y - this.#from.y });
    const ground = this.#groundAt(at);
    this.#showGround(ground, load);
    air.scale(this.#scaleOn(ground, load));
    const way = this.#way(at);
    this.#say(() => {
      if (this.load !== load) return;
      this.#told = true;
      const { x, y } = view.toTable(at);
      const spot = load.from === "hand" ? { tray: { x, y } } : this.#moved(way);
      if (load.from !== "deck") scene.table.cast("board/drag", pairs(spot));
      else
        scene.table.cast("board/hover", { at: [Math.round(x), Math.round(y)], over: load.ids[0] });
    });
    this.#room.setAlt(mods.alt, ground);
  }

  /** @param {() => void} say */
  #say(say) {
    this.#caster.cast(say);
    clearInterval(this.#again);
    this.#again = setInterval(() => this.#caster.cast(say), STILL_HERE);
  }

  /** How far on the table the hand has come. @param {Point} at @returns {Point} */
  #way(at) {
    const { view } = this.#room;
    const [is, was] = [view.toTable(at), view.toTable(this.#from)];
    return { x: is.x - was.x, y: is.y - was.y };
  }

  /** @param {Point} way @returns {Spots} */
  #moved(way) {
    return Object.fromEntries(
      Object.entries(this.#lay).map(([id, { x, y }]) => [
        id,
        { x: Math.round(x + way.x), y: Math.round(y + way.y) },
      ]),
    );
  }

  /** A card of the hand is as large as it would lie where it is. @param {Ground} ground @param {Load} load */
  #scaleOn(ground, load) {
    const { rim, view } = this.#room;
    const zoom = view.camera.zoom;
    const held = rim.matrix[0];
    if (load.from === "hand") return ground.on === "hand" ? 1 : zoom / held;
    return ground.on === "hand" && load.ids.length === 1 ? held / zoom : 1;
  }

  /** @param {Point} at @returns {Ground} */
  #groundAt(at) {
    const { rim, scene, view } = this.#room;
    const load = /** @type {Load} */ (this.load);
    if (rim.holds(at)) return { on: "hand", place: rim.placeAt(at) };
    const seat = seatAt(this.#places, at);
    if (seat !== undefined) return { on: "place", seat };
    const deck = deckAt(scene.pieces.peek().values(), view.toTable(at), load);
    const cards =
      load.from === "hand" || (load.from === "table" && cardsOf(scene, load.ids).length);
    return deck && cards ? { on: "deck", deck: deck.id } : { on: "table" };
  }

  /** @param {Ground | undefined} ground @param {Load} [load] */
  #showGround(ground, load) {
    const { rim, scene } = this.#room;
    const comes = ground?.on === "hand" && load !== undefined;
    rim.open(comes ? (load.from === "hand" ? ground.place : scene.hand.peek().length) : undefined);
    this.#room.light(ground);
  }

  /** @param {Point} at @param {Mods} mods */
  drop(at, mods) {
    const { load } = this;
    if (!load) return;
    const ground = this.#groundAt(at);
    this.#end();
    const { dropping } = this.#room;
    const spot = this.#room.view.toTable(at);
    if (load.from === "hand") dropping.fromHand(load.ids, ground, spot, mods.alt);
    else if (load.from === "deck") dropping.fromDeck(load.ids[0] ?? "", ground, spot, mods.alt);
    else dropping.fromTable(load.ids, ground, this.#moved(this.#way(at)), mods.alt);
    if (load.from === "table" && ground.on !== "table") this.#release(load);
    this.#room.rim.lift([]);
  }

  /** Everything goes back to where it was. */
  cancel() {
    const { load } = this;
    if (!load) return;
    this.#end();
    this.#room.rim.lift([]);
    this.#release(load);
  }

  #end() {
    this.load = undefined;
    clearInterval(this.#again);
    this.#caster.drop();
    this.#showGround(undefined);
    this.#room.air.clear();
    this.#room.setAlt(false);
  }

  /** @param {Load} load */
  #release(load) {
    const { table } = this.#room.scene;
    if (load.from === "table") table.cast("board/release", { ids: load.ids });
    if (load.from === "hand" && this.#told) table.cast("board/release", { ids: ["tray"] });
  }
}
