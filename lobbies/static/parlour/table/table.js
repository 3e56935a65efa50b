/**
 * The table as its parts and every game's board see it. In here: the document's signals, who I am,
 * and the places where a game puts its clocks, buttons and keys. Not in here: markup, any game.
 */

import { computed, signal } from "@preact/signals-core";
import { t } from "../i18n.js";
import { ask } from "./ask.js";
import { nameAt } from "./company.js";
import { play } from "./sound.js";

/** @import { ReadonlySignal, Signal } from "@preact/signals-core" */
/** @import { Json, Lobby, Patch, Payload, You } from "../wire.d.ts" */
/** @import { Session } from "../session.js" */
/** @import { Switch } from "./comforts.js" */
/** @import { Page } from "./page.js" */
/** @import { People } from "./company.js" */
/** @import { Voice } from "./voice.js" */
/** @import { Replay } from "../replay/reel.js" */
/** @import { Teller } from "../replay/tape.js" */

/**
 * @typedef {object} Clock
 * @property {string} time `4:59`
 * @property {string} [tenths] `.3`
 * @property {boolean} [running]
 * @property {boolean} [low]
 * @property {string} label for a screen reader
 */

/**
 * What a game adds to the plate of a seat.
 *
 * @typedef {object} Plate
 * @property {Clock} [clock]
 * @property {string} [note] `offers a draw`
 * @property {unknown} [extra] captured pieces and the like
 */

/**
 * @typedef {object} Action
 * @property {string} key
 * @property {string} label
 * @property {() => void} [run]
 * @property {string} [href] a link instead of a button
 * @property {boolean} [download] the link is a file
 * @property {"primary" | "danger" | "quiet"} [tone]
 * @property {string} [icon]
 * @property {string} [offer] the sentence this button answers
 * @property {boolean} [busy]
 * @property {boolean} [small] an icon alone; the label is said
 * @property {boolean} [disabled] not now; pressing it says why, if `run` does
 */

/**
 * What the house asks of a game besides its board: words and facts about the part `game`.
 *
 * @typedef {object} Words
 * @property {(game: Json) => number[]} turn the seats to move; empty when it is over
 * @property {(options: Json) => string[]} options as the parts of a sentence
 * @property {(game: Json, name: (seat: number) => string) => Outcome | null} result
 * @property {(part: (name: string) => Json) => number | undefined} [playedAt] when it was played,
 *   in milliseconds, for a game whose part `game` has no `startedAt`
 * @property {(game: Json) => {label: string, href: string}[]} files
 * @property {Teller} [step] a step of a replay in words
 * @property {(chapter: number) => string} [chapter] what one of several games or rounds is called
 * @property {boolean} [listsMoves] the board fills `#moves` by itself, in a replay too
 * @property {[string, string][]} keys
 * @property {Switch[]} [switches] for the dialog "Settings"
 */

/** @typedef {{title: string, why: string, score: string, winner?: number}} Outcome */

/** @typedef {ReturnType<typeof setTable>} Table */

/**
 * @param {Page} page
 * @param {Session} session
 * @param {Voice} voice
 */
export function setTable(page, session, voice) {
  const { store } = session;
  const lobby = /** @type {ReadonlySignal<Lobby>} */ (store.part("lobby"));
  const players = /** @type {ReadonlySignal<People>} */ (store.part("players"));
  const game = store.part("game");
  const you = /** @type {ReadonlySignal<You>} */ (store.part("you"));
  /** @type {Signal<Words | null>} */
  const words = signal(null);
  const seat = computed(() => you.value.seat);
  /** @type {Signal<number | null>} */
  const turned = signal(null);

  return {
    page,
    lobby,
    players,
    game,
    you,
    /** My seat, if I have one. */
    seat,
    words,
    /** How the line stands. */
    line: session.status,
    /** Whether the document is there at all. */
    ready: computed(() => store.version !== undefined),
    /** The seat I look from; set it to turn the table. */
    turned,
    bottom: computed(() => turned.value ?? seat.value ?? 0),
    /** The seats to move. */
    turn: computed(() => words.value?.turn(game.value) ?? []),
    outcome: computed(
      () => words.value?.result(game.value, (at) => nameAt(players.value, at)) ?? null,
    ),
    /** What the game adds to the plates. @type {Signal<Record<number, Plate>>} */
    plates: signal({}),
    /** The game's buttons while it is played. @type {Signal<Action[]>} */
    actions: signal([]),
    /** The panel beside the table that is open, if any. @type {Signal<string | undefined>} */
    tab: signal(document.body.dataset.tab),
    /** What is shown of players' ratings, by their id. @type {Signal<Record<string, string>>} */
    ratings: signal({}),
    tick: ticking(() => store.serverNow()),
    now: () => store.serverNow(),
    chat: store.part("chat"),
    /** Another part of the document, if the game has one. @param {string} name */
    part: (name) => store.part(name),
    /** What the server has committed of a part. @param {string} part */
    confirmed: (part) => store.confirmed(part),
    /** Changes of a part that nobody has confirmed. @param {string} part */
    pending: (part) => store.pending(part),
    /** @type {Session["send"]} */
    send: (action, payload, options) => session.send(action, payload, options),
    /**
     * Send, and let the refusal's note be all that comes of it.
     *
     * @template {string} A
     * @param {A} action
     * @param {Payload<A>} [payload]
     * @param {{optimistic?: Patch, hopes?: Record<string, Patch>}} [options]
     */
    ask: (action, payload, options) => {
      session.send(action, payload, options).catch(() => {});
    },
    /** Send what may be lost. @param {string} action @param {Json} [payload] */
    cast: (action, payload = {}) => session.connection.cast(action, payload),
    retry: () => session.connection.wake(),
    /** @type {typeof store.listen} */
    listen: (listener) => store.listen(listener),
    question: ask,
    sound: play,
    /** @param {string} text */
    announce: (text) => voice.announce(text),
    /** @param {string} text */
    interrupt: (text) => voice.interrupt(text),
    /** @param {string} text @param {"good" | "warn" | "danger"} [tone] */
    toast: (text, tone) => voice.toast(text, tone),
    /** @param {number} at */
    seatName: (at) => page.seatNames[at] ?? t("Seat {n}", { n: at + 1 }),
    /** The replay this table is looked at in; nothing at a live table. @type {Replay | null} */
    replay: null,
  };
}

/**
 * The server's time, once a second, and only while somebody looks at it.
 *
 * @param {() => number} now
 * @returns {ReadonlySignal<number>}
 */
function ticking(now) {
  /** @type {any} */
  let timer;
  const tick = signal(now(), {
    watched: () => {
      timer = setInterval(() => {
        tick.value = now();
      }, 1000);
    },
    unwatched: () => clearInterval(timer),
  });
  return tick;
}
