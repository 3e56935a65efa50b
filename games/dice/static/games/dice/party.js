/**
 * Who plays and how they stand. In here: questions about the document of a game of Death Dice.
 * Not in here: wording (words), drawing.
 */

import { playerAt } from "parlour/table/company.js";

/** @import { Person, Json } from "parlour/wire.d.ts" */
/** @import { People } from "parlour/table/company.js" */

/**
 * One player's turn as the document has it; what is empty is absent.
 *
 * @typedef {object} Turn
 * @property {number} at orders the players
 * @property {number} [streak]
 * @property {number} [won] rounds
 * @property {number} [death] sides of the death die in the first roll
 * @property {number} [ties] three-way ties so far, each with a die of its own
 * @property {boolean} [done]
 * @property {string} [note]
 * @property {"win" | "lose" | "stay"} [verdict]
 * @property {Record<string, number[]>} [rolls]
 * @property {number} [total]
 */

/**
 * @typedef {object} Die
 * @property {string} key
 * @property {number} value
 * @property {number} sides
 * @property {boolean} death
 */

/** @typedef {{seat: number, id: string, name: string, person: Person, turn: Turn}} Player */

const DEATH = [0, 0, 0, 4, 4, 6, 6, 8, 8, 10, 10, 12, 12, 20, 20, 100];

/** The sides of the death die a win counter brings: 0 for none. @param {number} [streak] */
export function deathDie(streak = 0) {
  return DEATH[Math.min(streak, 15)] ?? 0;
}

/**
 * Everybody who plays, by the time they joined.
 *
 * @param {Json} game
 * @param {People} people
 * @returns {Player[]}
 */
export function roster(game, people) {
  const seats = /** @type {[string, Turn][]} */ (Object.entries(game.seats ?? {}));
  return seats
    .sort(([, one], [, other]) => one.at - other.at)
    .flatMap(([key, turn]) => {
      const seat = Number(key);
      const id = playerAt(people, seat);
      const person = people[id ?? ""];
      return id && person ? [{ seat, id, name: person.name, person, turn }] : [];
    });
}

/** The rolls of a turn, in order. @param {Turn} turn @returns {number[][]} */
export function rollsOf({ rolls = {} }) {
  return Object.keys(rolls)
    .map(Number)
    .sort((one, other) => one - other)
    .map((number) => rolls[number] ?? []);
}

/**
 * The dice of a turn, one after the other. The death die is the third of the first roll.
 *
 * @param {Turn} turn
 * @param {string} prefix of the keys: which round
 * @returns {Die[]}
 */
export function diceOf(turn, prefix) {
  return rollsOf(turn).flatMap((roll, number) =>
    roll.map((value, place) => {
      const death = number === 0 && place === 2;
      const sides = death ? (turn.death ?? 6) : 6;
      return { key: `${prefix}.${number}.${place}`, value, sides, death };
    }),
  );
}

/** Who owes a roll. @param {Json} game @returns {number[]} */
export function owing(game) {
  if (!game.open || game.result) return [];
  const seats = /** @type {[string, Turn][]} */ (Object.entries(game.seats ?? {}));
  return seats.filter(([, turn]) => !turn.done).map(([seat]) => Number(seat));
}

/** Whether the notes say that somebody is out of the round. @param {Turn} turn */
export function isOut(turn) {
  return turn.verdict === "lose" || (Boolean(turn.done) && OUT.has(turn.note ?? ""));
}

const OUT = new Set(["FINISH_DRINK", "SIP_DRINK", "SHOWER", "POOL", "DUAL_WIELD"]);
