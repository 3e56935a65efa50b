/**
 * Death Dice in words. In here: a roll as one says it, the round, options, the result, keys.
 * Not in here: what a note costs (notes), state.
 */

import { listed } from "parlour/table/company.js";
import { owing, rollsOf } from "./party.js";

/** @import { Json } from "parlour/wire.d.ts" */
/** @import { Words } from "parlour/table/table.js" */
/** @import { Player, Turn } from "./party.js" */

export const MR_ELEVEN = "Mr Eleven";

/**
 * A total as one says it; in German mode the first two dice as a number.
 *
 * @param {Turn} turn
 * @param {boolean} [german]
 */
export function totalOf({ total = 0 }, german) {
  return german && total === 21 ? "Mäxchen" : String(total);
}

/** How a death die is called: `D8`, `D%`. @param {number} sides */
export function dieName(sides) {
  return sides === 100 ? "D%" : `D${sides}`;
}

/**
 * The last roll of a turn as somebody at the table would tell it: `Bình rolls 4 and 4 and rolls
 * again`.
 *
 * @param {string} name empty: it is me
 * @param {Turn} turn
 * @param {boolean} [german]
 */
export function spokenRoll(name, turn, german) {
  const rolls = rollsOf(turn);
  const last = rolls.at(-1) ?? [];
  const verb = name ? `${name} rolls` : "You roll";
  const dice = rolls.length === 1 ? firstRoll(last) : `another ${last[0]}`;
  const warning = turn.note === "UH_OH" ? ", uh-oh," : "";
  if (!turn.done) return `${verb} ${dice}${warning} and ${name ? "rolls" : "roll"} again`;
  const sum = turn.total ? `: ${totalOf(turn, german)}` : "";
  return `${verb} ${rolls.length === 1 ? dice : `a ${last[0]}`}${sum}`;
}

/** @param {number[]} dice */
function firstRoll([one, other, death]) {
  return death === undefined
    ? `${one} and ${other}`
    : `${one} and ${other}, and ${death} on the death die`;
}

/**
 * How the round stands, in one line.
 *
 * @param {Json} game
 * @param {Player[]} players
 * @param {number | undefined} me my seat
 */
export function headline(game, players, me) {
  if (!players.length) return "Nobody plays. Join in and begin.";
  if (!game.round) return "Anybody can begin the first round.";
  if (!game.open) return `Round ${game.round}: ${outcome(players, Boolean(game.german))}`;
  const iAmDone = players.some(({ seat, turn }) => seat === me && turn.done);
  return iAmDone ? `Round ${game.round}` : `Round ${game.round}: ${waitingFor(game, players, me)}`;
}

/**
 * Who is still to roll, with me first.
 *
 * @param {Json} game
 * @param {Player[]} players
 * @param {number | undefined} me
 */
export function waitingFor(game, players, me) {
  const awaited = new Set(owing(game));
  const names = players.filter(({ seat }) => awaited.has(seat) && seat !== me).map((p) => p.name);
  const shown = names.length > 3 ? [...names.slice(0, 2), `${names.length - 2} others`] : names;
  if (me !== undefined && awaited.has(me)) {
    if (!names.length) return players.length === 1 ? "your roll" : "only you are still to roll";
    return `you and ${listed(shown)} are still to roll`;
  }
  return `${listed(shown)} ${names.length === 1 ? "is" : "are"} still to roll`;
}

/**
 * How a judged round ended.
 *
 * @param {Player[]} players
 * @param {boolean} german
 */
export function outcome(players, german) {
  const shown = players.filter(({ turn }) => turn.verdict === "win" || turn.verdict === "stay");
  const [first] = shown;
  if (first) {
    const verb = shown.length === 1 ? "wins" : "win";
    return `${listed(shown.map((p) => p.name))} ${verb} with ${totalOf(first.turn, german)}`;
  }
  const tied = players.some(({ turn }) => turn.note === "TIE" || turn.note === "EIGHT_TIE");
  return tied ? "a tie, so nobody wins" : "everybody is out";
}

/** @type {Words["result"]} */
function result(game, name) {
  const { result: ended } = game;
  if (!ended) return null;
  const winners = /** @type {number[]} */ (ended.winners);
  const names = winners.map((seat) => name(seat) || "Somebody who left");
  const rounds = `${game.round ?? 0} ${game.round === 1 ? "round" : "rounds"} played`;
  if (!winners.length) return { title: "No winner", why: rounds, score: "" };
  const won = game.seats[String(winners[0])]?.won ?? 0;
  const title = `${listed(names)} ${names.length === 1 ? "wins the game" : "share the game"}`;
  return { title, why: `${won} won, ${rounds}`, score: "", winner: winners[0] };
}

/** As the page's own sentence has it (games/dice/templates/options/dice.txt). @param {Json} options */
function options({ stakes, germanMode, stealWithSingleDice }) {
  const parts = [stakes === "drinks" ? "for drinks" : "for forfeits"];
  if (germanMode) parts.push("German mode");
  if (stealWithSingleDice) parts.push("the first roll can steal a streak");
  return parts;
}

/** @type {Words} */
export const words = {
  turn: owing,
  options,
  result,
  // The log is for programs: the check of the dice leads to it.
  files: () => [],
  keys: [
    ["R", "roll"],
    ["N", "new round"],
    ["J", "join in"],
  ],
};
