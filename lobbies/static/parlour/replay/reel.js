/**
 * A table whose document is a position of a replay. In here: the signals a board reads, driven by
 * where the reader stands; going there. Not in here: the buttons (scrubber), a server to send to.
 */

import { batch, computed, signal } from "@preact/signals-core";
import { t } from "../i18n.js";
import { ask } from "../table/ask.js";
import { nameAt } from "../table/company.js";
import { play } from "../table/sound.js";

/** @import { ReadonlySignal, Signal } from "@preact/signals-core" */
/** @import { Json, Lobby, Message, You } from "../wire.d.ts" */
/** @import { Listener } from "../store.js" */
/** @import { People } from "../table/company.js" */
/** @import { Page } from "../table/page.js" */
/** @import { Action, Plate, Table, Words } from "../table/table.js" */
/** @import { Voice } from "../table/voice.js" */
/** @import { Stop } from "./tape.js" */

/** @typedef {Page & {replay: string, over: boolean, lobbyName: string, options: Json}} ReplayPage */

/**
 * What a board may ask of the replay it is shown in; `null` at a live table.
 *
 * @typedef {object} Replay
 * @property {ReadonlySignal<Stop[]>} stops every position one can stop at, as far as it is loaded
 * @property {ReadonlySignal<number>} at the number of the stop that is shown
 * @property {(number: number) => void} go show another one
 * @property {(part: string) => Json} last a part of the document as it stands at the end
 */

/**
 * @param {ReplayPage} page
 * @param {Voice} voice
 * @returns {{table: Table, stops: Signal<Stop[]>, at: Signal<number>}}
 */
export function setReel(page, voice) {
  /** @type {Signal<Stop[]>} */
  const stops = signal([]);
  const at = signal(0);
  const shown = computed(() => stops.value[Math.min(at.value, stops.value.length - 1)]);
  /** @type {Map<string, ReadonlySignal<Json>>} */
  const parts = new Map();
  /** @param {string} name */
  const part = (name) => {
    const found = parts.get(name) ?? computed(() => shown.value?.parts[name] ?? NOTHING);
    parts.set(name, found);
    return found;
  };
  /** @type {Set<Listener>} */
  const listeners = new Set();
  /** @param {number} number */
  const go = (number) => {
    const from = at.peek();
    const to = Math.max(0, Math.min(number, stops.peek().length - 1));
    if (from === to) return;
    batch(() => {
      at.value = to;
    });
    tell(listeners, stops.peek(), from, to);
  };
  /** @type {Signal<Words | null>} */
  const words = signal(null);
  /** @type {Signal<number | null>} */
  const turned = signal(null);
  const players = /** @type {ReadonlySignal<People>} */ (part("players"));
  const game = part("game");
  const now = computed(() => shown.value?.at ?? 0);
  const outcome = computed(
    () => words.value?.result(game.value, (seat) => nameAt(players.value, seat)) ?? null,
  );
  /** @type {Table} */
  const table = {
    page,
    lobby: signal(lobbyOf(page)),
    players,
    game,
    you: signal(/** @type {You} */ ({ playerId: "", role: "guest", spectator: true })),
    seat: signal(undefined),
    words,
    line: signal(/** @type {const} */ ({ word: "live" })),
    ready: computed(() => stops.value.length > 0),
    turned,
    bottom: computed(() => turned.value ?? 0),
    turn: computed(() => words.value?.turn(game.value) ?? []),
    outcome,
    plates: signal(/** @type {Record<number, Plate>} */ ({})),
    actions: signal(/** @type {Action[]} */ ([])),
    ratings: signal({}),
    tab: signal(document.body.dataset.tab),
    tick: now,
    now: () => now.peek(),
    chat: signal(NOTHING),
    part,
    confirmed: (name) => /** @type {Signal<Json>} */ (part(name)),
    pending: () => [],
    send: () => Promise.reject(REFUSAL),
    ask: () => {},
    cast: () => {},
    retry: () => {},
    listen: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    question: ask,
    sound: play,
    announce: () => {},
    interrupt: (text) => voice.interrupt(text),
    toast: (text, tone) => voice.toast(text, tone),
    seatName: (seat) => page.seatNames[seat] ?? t("Seat {n}", { n: seat + 1 }),
    replay: {
      stops,
      at,
      go,
      last: (name) => stops.value.at(-1)?.parts[name] ?? NOTHING,
    },
  };
  return { table, stops, at };
}

/** @type {Json} */
const NOTHING = {};
const REFUSAL = {
  code: "NO_ACTIVE_GAME",
  message: t("This is a replay: nothing can be played here."),
};

/** @param {ReplayPage} page @returns {Lobby} */
function lobbyOf({ lobbyId, code, kind, lobbyName, options, gameVersion }) {
  return {
    id: lobbyId,
    code,
    kind,
    name: lobbyName,
    status: "over",
    visibility: "public",
    host: "",
    options,
    gameVersion,
  };
}

/**
 * What a live table would have been told: one step on, its messages; else a whole document.
 *
 * @param {Set<Listener>} listeners
 * @param {Stop[]} stops
 * @param {number} from
 * @param {number} to
 */
function tell(listeners, stops, from, to) {
  const before = /** @type {Stop} */ (stops[from]);
  const after = /** @type {Stop} */ (stops[to]);
  for (const [message, was, is] of to === from + 1 ? news(before, after) : [whole(after)])
    for (const listener of [...listeners]) listener(message, was, is);
}

/** @param {Stop} after @returns {[Message, Json, Json]} */
function whole({ parts }) {
  return [{ type: "state", payload: parts }, NOTHING, parts];
}

/** @param {Stop} before @param {Stop} after @returns {[Message, Json, Json][]} */
function news(before, after) {
  return after.steps.flatMap(({ v, patch = {}, facts = {} }) =>
    Object.entries(patch).map(([part, payload]) => {
      const message = { type: `${part}/${facts[part] ?? "updated"}`, v, payload };
      const was = before.parts[part] ?? NOTHING;
      return /** @type {[Message, Json, Json]} */ ([message, was, after.parts[part] ?? NOTHING]);
    }),
  );
}
