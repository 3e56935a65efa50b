/**
 * A look at the table, to be compared with another one. In here: from the parts of a document to
 * what one viewer sees of the game. Not in here: what changed between two looks (happenings).
 */

import { handOf, piecesOf } from "./pieces.js";

/** @import { Json } from "parlour/wire.d.ts" */
/** @import { Look } from "./change.js" */

/**
 * @param {Record<string, Json>} parts `board`, `players`, `game`
 * @param {{playerId?: string, seat?: number}} [me] who looks; nobody who plays without it
 * @returns {Look}
 */
export function lookAt({ board = {}, players = {}, game = {} }, { playerId = "", seat } = {}) {
  const seated = Object.values(players).filter((person) => person.seat !== undefined);
  return {
    pieces: piecesOf(board, players),
    hand: handOf(players[playerId]?.tray ?? {}),
    people: new Map(
      seated.map((person) => [
        person.seat,
        {
          name: person.name,
          count: person.trayCount ?? 0,
          shown: person.seat === seat ? [] : handOf(person.tray ?? {}),
        },
      ]),
    ),
    me: seat,
    game,
  };
}
