/**
 * The document of one lobby, as signals: one per part. In here: what is confirmed, what is only
 * hoped for (pending patches on top), the server's clock. Not in here: sockets, drawing.
 */

import { batch, computed, signal } from "@preact/signals-core";
import { merge } from "./patch.js";

/** @import { Json, Message, Patch } from "./wire.d.ts" */
/** @import { Signal, ReadonlySignal } from "@preact/signals-core" */

/**
 * @typedef {object} Hope a change drawn before the server agreed
 * @property {string} ref
 * @property {string} part
 * @property {Patch} patch
 * @property {number} [until] answered: stays only until this version is held
 */

/** @typedef {(message: Message, before: Json, after: Json) => void} Listener */

const CLOCK_SAMPLES = 8;

export class Store {
  /** @type {Map<string, Signal<Json>>} */
  #confirmed = new Map();
  /** @type {Map<string, ReadonlySignal<Json>>} */
  #shown = new Map();
  /** @type {Signal<Hope[]>} */
  #hopes = signal([]);
  /** @type {Set<Listener>} */
  #listeners = new Set();
  /** @type {number[]} */
  #offsets = [];
  #gap = false;
  /** The newest version that was told and not taken, because of the gap. */
  #passed = 0;
  /** Of a version that is not whole yet. @type {Message[]} */
  #begun = [];
  /** Nothing before the first document. @type {Signal<number | undefined>} */
  #version = signal(undefined);
  #now;

  /** @param {() => number} now the local clock */
  constructor(now = Date.now) {
    this.#now = now;
  }

  get version() {
    return this.#version.value;
  }

  /** What the server has committed. @param {string} part */
  confirmed(part) {
    let found = this.#confirmed.get(part);
    if (found) return found;
    found = signal({});
    this.#confirmed.set(part, found);
    return found;
  }

  /**
   * What to draw: the confirmed part with what is hoped for on top.
   *
   * @param {string} part
   * @returns {ReadonlySignal<any>}
   */
  part(part) {
    let found = this.#shown.get(part);
    if (found) return found;
    const confirmed = this.confirmed(part);
    found = computed(() =>
      this.#hopes.value
        .filter((hope) => hope.part === part)
        .reduce((shown, hope) => merge(shown, hope.patch), confirmed.value),
    );
    this.#shown.set(part, found);
    return found;
  }

  /** The changes of a part that the server has not confirmed. @param {string} part */
  pending(part) {
    return this.#hopes.value.filter((hope) => hope.part === part).map((hope) => hope.patch);
  }

  /** Milliseconds on the server's clock. */
  serverNow() {
    return this.#now() + (this.#offsets.length ? Math.max(...this.#offsets) : 0);
  }

  /**
   * Be told of every message that changed something, after it did. The second word of its type
   * says what happened; `before` and `after` are the confirmed part.
   *
   * @param {Listener} listener
   * @returns {() => void} stops it
   */
  listen(listener) {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /**
   * Take one message from the line.
   *
   * @param {Message} message
   * @returns {boolean} false: something before it is missing; ask for the whole document
   */
  receive(message) {
    if (message.type === "state") return this.#replace(message);
    if (message.v === undefined) return this.#transient(message);
    const held = this.#version.peek();
    if (held === undefined || message.v > held + 1) this.#gap = true;
    // The beginning of a version after its end: it was drawn without.
    if (message.more && message.v === held) this.#gap = true;
    if (this.#gap) {
      this.#passed = Math.max(this.#passed, message.v);
      return false;
    }
    // Older than what is held: a resumed line tells some of it again.
    if (held !== undefined && message.v < held) return true;
    // A version of several messages is drawn when it is whole: no card in two places, or in none.
    const begun = this.#begun.filter((earlier) => earlier.v === message.v);
    this.#begun = message.more ? [...begun, message] : [];
    if (!message.more) this.#applyAll([...begun, message]);
    return true;
  }

  /** @param {Hope} hope */
  hope(hope) {
    this.#hopes.value = [...this.#hopes.value, hope];
  }

  /**
   * The server answered: an accepted hope stays until its version is held, a refused one goes.
   *
   * @param {string} ref
   * @param {number} [v]
   */
  settle(ref, v) {
    const held = this.#version.peek() ?? 0;
    this.#hopes.value = this.#hopes.value.flatMap((hope) => {
      if (hope.ref !== ref) return [hope];
      return v !== undefined && v > held ? [{ ...hope, until: v }] : [];
    });
  }

  /** @param {Message} message */
  #replace(message) {
    if (message.now !== undefined) this.#keepTime(message.now);
    const held = this.#version.peek();
    // A slow answer overtaken by the socket would turn time back.
    if (held !== undefined && message.v !== undefined && message.v < held && !this.#gap)
      return true;
    // A document that news overtook on the way: they were passed over, and are missing now.
    this.#gap = this.#passed > (message.v ?? 0);
    this.#passed = 0;
    this.#begun = [];
    const payload = message.payload ?? {};
    const parts = new Set([...this.#confirmed.keys(), ...Object.keys(payload)]);
    batch(() => {
      this.#hold(message.v);
      for (const part of parts) this.confirmed(part).value = payload[part] ?? {};
    });
    this.#tell(message, {}, payload);
    return !this.#gap;
  }

  /** @param {Message} message */
  #transient(message) {
    if (message.type?.includes("/")) this.#tell(message, {}, {});
    return true;
  }

  /** @param {Message[]} messages of one version, all of them */
  #applyAll(messages) {
    const told = batch(() => messages.map((message) => this.#apply(message)));
    for (const tell of told) tell?.();
  }

  /**
   * @param {Message} message
   * @returns {(() => void) | undefined} tells the listeners, if there is news
   */
  #apply(message) {
    const [part, event] = message.type?.split("/") ?? [];
    if (!part || event === undefined) return void this.#hold(message.v);
    const confirmed = this.confirmed(part);
    const before = confirmed.peek();
    const after = merge(before, message.payload ?? {});
    batch(() => {
      confirmed.value = after;
      this.#hold(message.v);
      if (message.ref) this.settle(message.ref);
    });
    // What changes nothing is not news: a resumed line tells its last words again.
    if (after !== before) return () => this.#tell(message, before, after);
  }

  /** @param {number | undefined} v */
  #hold(v) {
    this.#version.value = v;
    const hopes = this.#hopes.peek();
    const left = hopes.filter((hope) => hope.until === undefined || hope.until > (v ?? 0));
    if (left.length !== hopes.length) this.#hopes.value = left;
  }

  /**
   * The way there only makes the server look late, so the largest difference is the truest.
   *
   * @param {number} now on the server
   */
  #keepTime(now) {
    this.#offsets = [...this.#offsets, now - this.#now()].slice(-CLOCK_SAMPLES);
  }

  /**
   * @param {Message} message
   * @param {Json} before
   * @param {Json} after
   */
  #tell(message, before, after) {
    for (const listener of [...this.#listeners]) listener(message, before, after);
  }
}
