/**
 * What the board shows, as signals. In here: players in order, who I am among them, which dice are
 * fresh, what this page has seen. Not in here: drawing, words.
 */

import { computed, signal } from "@preact/signals-core";
import { diceOf, owing, rollsOf, roster } from "./party.js";

/** @import { Signal } from "@preact/signals-core" */
/** @import { Json, Message } from "parlour/wire.d.ts" */
/** @import { Table } from "parlour/table/table.js" */
/** @import { Seen } from "./check.js" */
/** @import { Player, Turn } from "./party.js" */

/** @typedef {ReturnType<typeof setScene>} Scene */

/** @param {Table} table */
export function setScene(table) {
  const players = computed(() => roster(table.game.value, table.players.value));
  const mine = computed(() => players.value.find(({ seat }) => seat === table.seat.value));
  const playing = computed(
    () => table.lobby.value.status === "playing" && !table.game.value.result,
  );
  const next = computed(() => {
    const { seat = -1, turn } = mine.value ?? {};
    return `${prefixOf(table.game.value, seat)}.${turn ? rollsOf(turn).length : 0}`;
  });
  const asked = signal("");
  return {
    table,
    players,
    mine,
    others: computed(() => players.value.filter((player) => player !== mine.value)),
    playing,
    /** Whether it is on me to roll. */
    rolls: computed(
      () => playing.value && owing(table.game.value).includes(mine.value?.seat ?? -1),
    ),
    /** Which roll of mine is the next. */
    next,
    /** The roll I asked for last. */
    asked,
    /** It is on its way. */
    busy: computed(() => asked.value === next.value),
    /** How the dice of a loser are paid for. */
    stakes: computed(() =>
      table.lobby.value.options?.stakes === "drinks" ? "drinks" : /** @type {const} */ ("forfeits"),
    ),
    /** What happened, the last first. @type {Signal<{key: number, text: string}[]>} */
    told: signal([]),
    memory: new Memory(),
  };
}

/** Dice that lay there when the page was opened do not tumble; those it saw rolled are checked. */
export class Memory {
  /** @type {Set<string>} */
  #lay = new Set();
  /** @type {string | undefined} the match looked at */
  #followed;
  /** @type {Seen[]} */
  seen = [];
  /** @type {string | undefined} the match these rolls belong to */
  match;

  /**
   * Look at the game before it is drawn. What the first look finds was rolled before.
   *
   * @param {Json} game
   */
  follow(game) {
    if (game.id === this.#followed) return;
    this.#followed = game.id;
    for (const [seat, turn] of Object.entries(game.seats ?? {}))
      for (const die of diceOf(turn, prefixOf(game, Number(seat)))) this.#lay.add(die.key);
  }

  /** @param {string} key of a die */
  isFresh(key) {
    return !this.#lay.has(key);
  }

  /**
   * Keep what one message brought, for the check.
   *
   * @param {Message} message
   * @param {Json} before
   * @param {Json} after
   */
  keep(message, before, after) {
    if (after.id !== this.match) this.seen = [];
    this.match = after.id;
    if (message.v === undefined || message.type === "state") return;
    for (const [seat, turn] of /** @type {[string, Turn][]} */ (
      Object.entries(after.seats ?? {})
    )) {
      const rolls = rollsOf(turn);
      const known = before.seats?.[seat] ? rollsOf(before.seats[seat]).length : 0;
      const dice = rolls.at(-1);
      if (!dice || rolls.length !== known + 1) continue;
      const sides = dice.map((_, place) => (place === 2 ? (turn.death ?? 6) : 6));
      this.seen.push({ v: message.v, dice, sides });
    }
  }
}

/**
 * Where the keys of somebody's dice begin.
 *
 * @param {Json} game
 * @param {number} seat
 */
export function prefixOf(game, seat) {
  return `${game.id}.${game.round ?? 0}.${seat}`;
}
