/**
 * My hands on the table. In here: from the browser's pointers to gestures, and what each gesture
 * does. Not in here: what a gesture is (gestures), carrying (carrying), keys.
 *
 * One listener on the board, and the pointer captured there and never on a card: a card may be
 * drawn anew while it is held.
 */

import { topmost } from "./boxes.js";
import { Caster } from "./caster.js";
import { Gestures, LONG } from "./gestures.js";
import { tap, tapTwice } from "./tapping.js";

/** @import { Point } from "./geometry.js" */
/** @import { Intent, Tool, Touch } from "./gestures.js" */
/** @import { Room } from "./room.js" */

/** A finger is this much broader than a mouse, pixels. */
const FINGER = 8;
const OWN = "button, a, input, textarea, select, dialog, .menu, .preview, [data-own]";

export class Touching {
  gestures = new Gestures();
  #caster = new Caster();
  /** @type {any} */
  #long;
  /** @type {any} */
  #wheel;
  /** Where the mouse is. @type {Point | undefined} */
  #last;
  #room;
  #ends = new AbortController();

  /** @param {Room} room */
  constructor(room) {
    this.#room = room;
    this.#listen(room.root);
  }

  stop() {
    this.#ends.abort();
    clearTimeout(this.#long);
  }

  /** @param {HTMLElement} root */
  #listen(root) {
    const { signal } = this.#ends;
    root.addEventListener("pointerdown", (event) => this.#down(event), { signal });
    root.addEventListener("pointermove", (event) => this.#move(event), { signal });
    root.addEventListener("pointerup", (event) => this.#up(event), { signal });
    root.addEventListener("pointercancel", () => this.#run(this.gestures.cancel()), { signal });
    root.addEventListener("lostpointercapture", (event) => this.#lost(event), { signal });
    root.addEventListener("pointerleave", () => this.#leave(), { signal });
    root.addEventListener("contextmenu", (event) => this.#context(event), { signal });
    root.addEventListener("wheel", (event) => this.#turn(event), { signal, passive: false });
    root.addEventListener("dragstart", (event) => event.preventDefault(), { signal });
  }

  /** @param {PointerEvent} event */
  #down(event) {
    if (event.target instanceof Element && event.target.closest(OWN)) return;
    this.#room.measure();
    const at = this.#at(event);
    const tool = /** @type {Tool} */ (event.pointerType || "mouse");
    const target = this.#hit(at, tool);
    this.#room.root.setPointerCapture(event.pointerId);
    // The focus goes where the hand is, or the browser would take it away from the table.
    event.preventDefault();
    if (buttonOf(event) === 0) this.#focus(target);
    clearTimeout(this.#long);
    this.#long = setTimeout(() => this.#run(this.gestures.hold()), LONG);
    const touch = { id: event.pointerId, tool, button: buttonOf(event), at, target };
    this.#run(this.gestures.down({ ...touch, time: event.timeStamp, mods: modsOf(event) }));
  }

  /** @param {string | undefined} target */
  #focus(target) {
    const element = target === undefined ? this.#room.root : this.#room.element(target);
    element?.focus({ preventScroll: true });
  }

  /** @param {PointerEvent} event */
  #move(event) {
    const at = this.#at(event);
    const { pointerId: id, timeStamp: time } = event;
    if (event.pointerType === "mouse") this.#last = at;
    this.#run(this.gestures.move({ id, at, mods: modsOf(event), time }));
  }

  /** @param {PointerEvent} event */
  #up(event) {
    clearTimeout(this.#long);
    const { pointerId: id, timeStamp: time } = event;
    this.#run(this.gestures.up({ id, at: this.#at(event), mods: modsOf(event), time }));
  }

  #leave() {
    this.#last = undefined;
    this.#room.point(undefined);
  }

  /** Something else may be under the mouse now, though it has not moved. */
  look() {
    if (this.#last && this.gestures.doing === "idle")
      this.#room.point(this.#hit(this.#last, "mouse"));
  }

  /** A pointer that is lost without a word (a dialog opened) ends as a cancelled one does. @param {PointerEvent} event */
  #lost(event) {
    if (this.gestures.has(event.pointerId)) this.#run(this.gestures.cancel());
  }

  /** The menu comes from the gesture; the browser's own stays away from the table. @param {MouseEvent} event */
  #context(event) {
    if (event.target instanceof Element && event.target.closest("input, textarea, a")) return;
    event.preventDefault();
  }

  /** @param {WheelEvent} event */
  #turn(event) {
    if (event.target instanceof Element && event.target.closest(".menu, dialog")) return;
    event.preventDefault();
    this.#room.measure();
    const { view } = this.#room;
    const lines = event.deltaMode === 1 ? 16 : 1;
    view.lift(true);
    if (event.shiftKey) view.push(-(event.deltaX || event.deltaY) * lines, 0);
    else
      view.zoom(this.#at(event), Math.exp(-event.deltaY * lines * (event.ctrlKey ? 0.01 : 0.0016)));
    clearTimeout(this.#wheel);
    this.#wheel = setTimeout(() => view.lift(false), 160);
  }

  /** @param {MouseEvent} event @returns {Point} */
  #at(event) {
    const { left, top } = this.#room.box;
    return { x: event.clientX - left, y: event.clientY - top };
  }

  /** What is under a point: a card of my hand, a thing on the table. @param {Point} at @param {Tool} tool */
  #hit(at, tool) {
    const { rim, scene, surface, view } = this.#room;
    const held = rim.at(at);
    if (held !== undefined || rim.holds(at)) return held;
    const slack = tool === "touch" ? FINGER / view.camera.zoom : 0;
    return topmost(surface.seen(scene.pieces.peek().values()), view.toTable(at), slack)?.id;
  }

  /** Give up what is under way. @returns {boolean} whether something was */
  escape() {
    const was = this.gestures.doing;
    this.#run(this.gestures.escape());
    return was === "carry" || was === "frame";
  }

  /** @param {Intent[]} intents */
  #run(intents) {
    for (const intent of intents) {
      if (intent.type !== "press" && intent.type !== "hover") clearTimeout(this.#long);
      this.#does[intent.type](/** @type {any} */ (intent));
    }
  }

  /** @type {{[T in Intent["type"]]: (intent: Extract<Intent, {type: T}>) => void}} */
  #does = {
    press: () => this.#room.menu.close(),
    tap: (tap) => this.#tap(tap),
    menu: ({ target, at }) => this.#room.openMenu(target, at),
    lift: ({ target, at, from }) => this.#room.carrying.lift(target, from, at),
    carry: ({ at, mods }) => this.#room.carrying.move(at, mods),
    drop: ({ at, mods }) => this.#room.carrying.drop(at, mods),
    cancel: () => {
      this.#room.carrying.cancel();
      this.#room.framing.draw(undefined);
    },
    frame: ({ from, at }) => this.#room.framing.draw({ from, to: at }),
    framed: ({ from, at, mods }) => {
      this.#room.framing.draw(undefined);
      this.#room.framing.choose({ from, to: at }, mods.shift || mods.ctrl);
    },
    push: ({ dx, dy }) => {
      this.#room.view.lift(true);
      this.#room.view.push(dx, dy);
    },
    pinch: ({ before, after }) => {
      this.#room.view.lift(true);
      this.#room.view.pinch(before, after);
    },
    settle: () => this.#room.view.lift(false),
    hover: ({ at }) => this.#hover(at),
  };

  /** @param {Extract<Intent, {type: "tap"}>} tap */
  #tap({ target, at, mods, twice }) {
    const { scene } = this.#room;
    if (target === undefined) {
      if (!mods.shift) scene.chosen.value = new Set();
      return;
    }
    if (mods.shift || mods.ctrl || this.gestures.framing) return this.#room.toggle(target);
    if (twice) tapTwice(this.#room, target);
    else tap(this.#room, target, at);
  }

  /** @param {Point} at */
  #hover(at) {
    const { scene, view, rim } = this.#room;
    const over = this.#hit(at, "mouse");
    this.#room.point(over);
    if (!scene.plays.peek() || rim.holds(at)) return;
    const { x, y } = view.toTable(at);
    const known = over !== undefined && !scene.isHeld(over) ? { over } : {};
    const payload = { at: [Math.round(x), Math.round(y)], ...known };
    this.#caster.cast(() => scene.table.cast("board/hover", payload));
  }
}

const MAC = /Mac/.test(navigator.platform);

/** Where mice had one button, Control makes it the right one. @param {MouseEvent} event */
function buttonOf({ button, ctrlKey }) {
  return MAC && ctrlKey && button === 0 ? 2 : button;
}

/** @param {MouseEvent} event */
function modsOf({ altKey, shiftKey, ctrlKey, metaKey }) {
  return { alt: altKey, shift: shiftKey, ctrl: ctrlKey || metaKey };
}
