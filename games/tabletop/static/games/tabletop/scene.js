/**
 * What the table shows and what this page adds to it, as signals. In here: things, my hand, what is
 * selected, who sits where. Not in here: elements, commands.
 */

import { computed, signal } from "@preact/signals-core";
import { colorOf, playerAt } from "parlour/table/company.js";
import { readingOrder } from "./boxes.js";
import { angleOf } from "./geometry.js";
import { handOf, piecesOf } from "./pieces.js";

/** @import { Signal } from "@preact/signals-core" */
/** @import { Table } from "parlour/table/table.js" */
/** @import { Piece } from "./pieces.js" */

/** @typedef {ReturnType<typeof setScene>} Scene */

/** @param {Table} table */
export function setScene(table) {
  const board = table.part("board");
  const pieces = computed(() => piecesOf(board.value, table.players.value));
  const mine = computed(() => table.players.value[table.you.value.playerId]);
  const hand = computed(() =>
    handOf(mine.value?.seat === undefined ? {} : (mine.value.tray ?? {})),
  );
  /** @type {Signal<ReadonlySet<string>>} */
  const chosen = signal(new Set());
  const bottom = computed(() => table.bottom.value);

  return {
    table,
    board,
    pieces,
    /** My cards from left to right. */
    hand,
    mine,
    /** The direction I look from. */
    angle: computed(() => angleOf(bottom.value)),
    /** Whether I may touch anything. */
    plays: computed(() => table.seat.value !== undefined && table.lobby.value.status === "playing"),
    /** Ids of the things selected, those of my hand among them. */
    chosen,
    /** Whether there is little room, as on a phone. */
    narrow: signal(false),
    /** Whether fingers select several things. */
    framing: signal(false),
    /** What the mouse is over. @type {Signal<string | undefined>} */
    under: signal(undefined),
    /** Whether everybody sees everything. */
    open: computed(() => Boolean(table.game.value.open)),
    /** Ids in the order in which one reads the table. */
    order: computed(() =>
      readingOrder(pieces.value.values(), angleOf(bottom.value)).map(({ id }) => id),
    ),
    /** @param {string | undefined} id @returns {Piece | undefined} on the table or in my hand */
    find: (id) =>
      id === undefined
        ? undefined
        : (pieces.peek().get(id) ?? hand.peek().find((held) => held.id === id)),
    /** @param {string} id */
    isHeld: (id) => hand.peek().some((held) => held.id === id),
    /** @param {number | undefined} seat */
    nameOf: (seat) => {
      const people = table.players.peek();
      const id = playerAt(people, seat ?? -1);
      return id === undefined ? "" : (people[id]?.name ?? "");
    },
    /** @param {number} seat */
    colorOf: (seat) => {
      const people = table.players.peek();
      return colorOf(people, playerAt(people, seat) ?? "");
    },
    /** The highest thing on the table. */
    top: () => Math.max(0, ...[...pieces.peek().values()].map(({ z }) => z)),
  };
}

/**
 * What a verb is for: all that is selected if this is among it, else this alone.
 *
 * @param {Scene} scene
 * @param {string} id
 */
export function meant({ chosen, find }, id) {
  const many = [...chosen.peek()].filter((other) => find(other));
  return many.includes(id) ? many : [id];
}
