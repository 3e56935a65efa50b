/**
 * Death Dice in words. In here: a roll as one says it, the round, options, the result, keys.
 * Not in here: what a note costs (notes), state.
 */

import { nt, t } from "parlour/i18n.js";
import { listed } from "parlour/table/company.js";
import { owing, rollsOf } from "./party.js";

/** @import { Json } from "parlour/wire.d.ts" */
/** @import { Words } from "parlour/table/table.js" */
/** @import { Player, Turn } from "./party.js" */

export const MR_ELEVEN = t("Mr Eleven");

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
  const die = String(last[0]);
  const isFirst = rolls.length === 1;
  if (!turn.done) {
    const dice = isFirst ? firstRoll(last) : t("another {die}", { die });
    if (turn.note === "UH_OH")
      return name
        ? t("{name} rolls {dice}, uh-oh, and rolls again", { name, dice })
        : t("You roll {dice}, uh-oh, and roll again", { dice });
    return name
      ? t("{name} rolls {dice} and rolls again", { name, dice })
      : t("You roll {dice} and roll again", { dice });
  }
  const dice = isFirst ? firstRoll(last) : t("a {die}", { die });
  const said = name ? t("{name} rolls {dice}", { name, dice }) : t("You roll {dice}", { dice });
  return turn.total ? `${said}: ${totalOf(turn, german)}` : said;
}

/** @param {number[]} dice */
function firstRoll([one, other, death]) {
  const dice = { one: String(one), other: String(other) };
  return death === undefined
    ? t("{one} and {other}", dice)
    : t("{one} and {other}, and {death} on the death die", { ...dice, death: String(death) });
}

/**
 * How the round stands, in one line.
 *
 * @param {Json} game
 * @param {Player[]} players
 * @param {number | undefined} me my seat
 */
export function headline(game, players, me) {
  if (!players.length) return t("Nobody plays. Join in and begin.");
  if (!game.round) return t("Anybody can begin the first round.");
  const n = game.round;
  if (!game.open) return t("Round {n}: {how}", { n, how: outcome(players, Boolean(game.german)) });
  const iAmDone = players.some(({ seat, turn }) => seat === me && turn.done);
  if (iAmDone) return t("Round {n}", { n });
  return t("Round {n}: {how}", { n, how: waitingFor(game, players, me) });
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
  const rest = t("{n} others", { n: names.length - 2 });
  const shown = { names: listed(names.length > 3 ? [...names.slice(0, 2), rest] : names) };
  if (me !== undefined && awaited.has(me)) {
    if (names.length) return t("you and {names} are still to roll", shown);
    return players.length === 1 ? t("your roll") : t("only you are still to roll");
  }
  return nt("{names} is still to roll", "{names} are still to roll", names.length, shown);
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
    return nt("{names} wins with {total}", "{names} win with {total}", shown.length, {
      names: listed(shown.map((p) => p.name)),
      total: totalOf(first.turn, german),
    });
  }
  const tied = players.some(({ turn }) => turn.note === "TIE" || turn.note === "EIGHT_TIE");
  return tied ? t("a tie, so nobody wins") : t("everybody is out");
}

/** @type {Words["result"]} */
function result(game, name) {
  const { result: ended } = game;
  if (!ended) return null;
  const winners = /** @type {number[]} */ (ended.winners);
  const names = winners.map((seat) => name(seat) || t("Somebody who left"));
  const rounds = nt("{n} round played", "{n} rounds played", game.round ?? 0);
  if (!winners.length) return { title: t("No winner"), why: rounds, score: "" };
  const won = t("{n} won", { n: game.seats[String(winners[0])]?.won ?? 0 });
  const title = nt("{names} wins the game", "{names} share the game", names.length, {
    names: listed(names),
  });
  return { title, why: `${won}, ${rounds}`, score: "", winner: winners[0] };
}

/** As the page's own sentence has it (games/dice/templates/options/dice.txt). @param {Json} options */
function options({ stakes, germanMode, stealWithSingleDice }) {
  const parts = [stakes === "drinks" ? t("for drinks") : t("for forfeits")];
  if (germanMode) parts.push(t("German mode"));
  if (stealWithSingleDice) parts.push(t("the first roll can steal a streak"));
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
    ["R", t("roll")],
    ["N", t("new round")],
    ["J", t("join in")],
  ],
};
