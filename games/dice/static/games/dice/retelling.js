/**
 * A game of Death Dice told again, step by step. In here: the words of each change. Not in here: how
 * a roll is said (words).
 */

import { nt, t } from "parlour/i18n.js";
import { listed, nameAt } from "parlour/table/company.js";
import { rollsOf, roster } from "./party.js";
import { outcome, spokenRoll, words } from "./words.js";

/** @import { Json } from "parlour/wire.d.ts" */
/** @import { Parts, Step, Told } from "parlour/replay/tape.js" */

/**
 * @param {Parts} before
 * @param {Parts} after
 * @param {Step} step
 * @returns {Told | null}
 */
export function step(before, after, { facts = {} }) {
  const { game = {}, players = {} } = after;
  const was = before.game ?? {};
  const said = [...rolls(was, game, players), ...comings(before, after)];
  if (facts.game === "newRound") return told(t("Round {n} begins", { n: game.round }));
  if (was.open && !game.open && game.round) said.push(judged(game, players));
  if (facts.game === "tied") said.push(t("A three-way tie: one more die each"));
  if (game.result && !was.result) said.push(ended(game, players));
  return said.length ? told(said.join(". ")) : null;
}

/** The board itself makes the sounds. @param {string} said @returns {Told} */
function told(said) {
  return { short: said, said };
}

/** @param {Json} was @param {Json} game @param {Json} players */
function rolls(was, game, players) {
  return Object.entries(game.seats ?? {})
    .filter(([seat, turn]) => rollsOf(turn).length > rollsOf(was.seats?.[seat] ?? {}).length)
    .map(([seat, turn]) =>
      spokenRoll(nameAt(players, Number(seat)) || t("Somebody"), turn, game.german),
    );
}

/** @param {Parts} before @param {Parts} after */
function comings(before, after) {
  const [was, is] = [before.game?.seats ?? {}, after.game?.seats ?? {}];
  const came = Object.keys(is).filter((seat) => !(seat in was));
  const left = Object.keys(was).filter((seat) => !(seat in is));
  return [
    ...names(came, after.players, (who, n) => nt("{who} joins", "{who} join", n, { who })),
    ...names(left, before.players, (who, n) => nt("{who} leaves", "{who} leave", n, { who })),
  ];
}

/**
 * @param {string[]} seats
 * @param {Json | undefined} players
 * @param {(who: string, n: number) => string} word
 */
function names(seats, players, word) {
  if (!seats.length) return [];
  const called = seats.map((seat) => nameAt(players ?? {}, Number(seat)) || t("Somebody"));
  return [word(listed(called), called.length)];
}

/** @param {Json} game @param {Json} players */
function judged(game, players) {
  const said = outcome(roster(game, players), Boolean(game.german));
  return said.charAt(0).toUpperCase() + said.slice(1);
}

/** @param {Json} game @param {Json} players */
function ended(game, players) {
  const outcome = words.result(game, (seat) => nameAt(players, seat));
  return outcome ? `${outcome.title}, ${outcome.why}` : t("The game is over");
}
