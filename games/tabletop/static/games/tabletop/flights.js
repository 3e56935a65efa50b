/**
 * Where cards come from and where they go. In here: guesses from two documents, so that a card that
 * appears flies out of the deck or hand that has one less. Not in here: the flight (surface).
 */

/** @import { Piece } from "./pieces.js" */

/**
 * What can hold cards out of sight, by name (`deck/<id>`, `tray/<seat>`): how many it holds.
 *
 * @typedef {Map<string, number>} Stores
 */

/**
 * @param {Map<string, Piece>} pieces
 * @param {Record<string, any>} players
 * @returns {Stores}
 */
export function storesOf(pieces, players) {
  /** @type {Stores} */
  const stores = new Map();
  for (const piece of pieces.values())
    if (piece.kind === "deck") stores.set(`deck/${piece.id}`, piece.count);
  for (const person of Object.values(players))
    if (person.seat !== undefined) stores.set(`tray/${person.seat}`, person.trayCount ?? 0);
  return stores;
}

/**
 * The stores that gave and those that got. A deck that is gone gave all it had, a new one got.
 *
 * @param {Stores} before
 * @param {Stores} after
 */
export function exchanged(before, after) {
  const gave = [];
  const got = [];
  for (const name of new Set([...before.keys(), ...after.keys()])) {
    const change = (after.get(name) ?? 0) - (before.get(name) ?? 0);
    if (change < 0) gave.push(name);
    if (change > 0) got.push(name);
  }
  return { gave, got };
}

/** The one store all cards came from or went to; with several of them nobody can say. @param {string[]} names */
export function only(names) {
  return names.length === 1 ? names[0] : undefined;
}
