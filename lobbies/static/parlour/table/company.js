/**
 * Who is at the table. In here: questions about the part `players` of a document, and about where
 * somebody sits. Not in here: signals, drawing.
 */

import { t } from "../i18n.js";

/** @import { Person } from "../wire.d.ts" */

/** @typedef {Record<string, Person>} People by player id, in the order of coming */

const COLORS = 8;

/**
 * @param {People} people
 * @param {number} seat
 * @returns {string | undefined} the player's id
 */
export function playerAt(people, seat) {
  return Object.keys(people).find((id) => people[id]?.seat === seat);
}

/**
 * @param {People} people
 * @param {number} seat
 * @returns {string} the player's name; empty for an empty chair
 */
export function nameAt(people, seat) {
  return people[playerAt(people, seat) ?? ""]?.name ?? "";
}

/**
 * The colour of a player, 1 to 8, by the order of coming.
 *
 * @param {People} people
 * @param {string} id
 */
export function colorOf(people, id) {
  const place = Object.keys(people).indexOf(id);
  return place < 0 ? undefined : String((place % COLORS) + 1);
}

/** The first letter of a name, as a whole character. @param {string} name */
export function initial(name) {
  return [...name.normalize("NFC").trim()][0]?.toLocaleUpperCase() ?? "?";
}

/**
 * How long somebody who went away can still come back: `0:43`, or nothing.
 *
 * @param {Person} person
 * @param {number} now server milliseconds
 */
export function awayFor(person, now) {
  if (person.connected || person.awayUntil === undefined) return "";
  const left = Math.max(0, Math.ceil((person.awayUntil - now) / 1000));
  return `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
}

/** @param {People} people */
export function seated(people) {
  return Object.entries(people).filter(([, person]) => person.seat !== undefined);
}

/**
 * Names as one says them: `Anh`, `Anh and Bình`, `Anh, Bình and Chi`.
 *
 * @param {string[]} names
 */
export function listed(names) {
  if (names.length < 2) return names.join("");
  return t("{names} and {last}", {
    names: names.slice(0, -1).join(", "),
    last: names.at(-1) ?? "",
  });
}
