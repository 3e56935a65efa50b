/**
 * A finished game told again, step by step. In here: what each step of a replay is called. Not in
 * here: buttons and list (the replay's page), what lies on the table then.
 */

import { t } from "parlour/i18n.js";
import { nameAt } from "parlour/table/company.js";
import { movesOf } from "./scene.js";
import { placeName, signed, spokenMove } from "./words.js";

/** @import { Teller, Parts, Told } from "parlour/replay/tape.js" */
/** @import { Move } from "./scene.js" */

/** @type {Teller} */
export function tellStep(before, after) {
  const [was = {}, is = {}] = [before.game, after.game];
  if (is.gameNumber === undefined) return null;
  if (was.gameNumber !== is.gameNumber) return begun(after);
  const move = movesOf(is).at(-1);
  if (!move || move.number === (movesOf(was).at(-1)?.number ?? 0)) return null;
  return { ...moved(after, move), ...place(before, after, move) };
}

/** @param {Parts} parts @returns {Told} */
function begun(parts) {
  const number = parts.game?.gameNumber ?? 1;
  const leader = parts.game?.currentPlayer;
  if (leader === undefined) {
    const short = t("Game {number} is dealt", { number });
    return { short, said: short, sound: "shuffle" };
  }
  const name = nameOf(parts, leader);
  const short = t("Game {number}: {name} leads", { number, name });
  return { short, said: short, sound: "shuffle" };
}

/** @param {Parts} parts @param {Move} move @returns {Told} */
function moved(parts, { by, cards }) {
  const name = nameOf(parts, by);
  const said = spokenMove(name, cards);
  if (!cards.length) return { short: t("{name}: pass", { name }), said, sound: "chip" };
  return { short: `${name}: ${signed(cards)}`, said, sound: "card" };
}

/**
 * Who goes out with a move hears the place called.
 *
 * @param {Parts} before
 * @param {Parts} after
 * @param {Move} move
 */
function place(before, after, { by, cards }) {
  const at = (after.game?.winOrder ?? []).indexOf(by);
  if (at < 0 || (before.game?.winOrder ?? []).includes(by)) return {};
  const name = nameOf(after, by);
  const which = placeName(at + 1);
  return {
    short: `${name}: ${signed(cards)} (${which})`,
    said: `${spokenMove(name, cards)} ${t("{name} is out: {which}.", { name, which })}`,
    sound: /** @type {const} */ ("bell"),
  };
}

/** @param {Parts} parts @param {number} seat */
function nameOf({ players = {}, tourney = {} }, seat) {
  return (
    nameAt(players, seat) || tourney.seats?.[seat]?.playerName || t("Player {n}", { n: seat + 1 })
  );
}
