/**
 * A game of chess told again, step by step. In here: which changes are worth a stop, and their
 * words. Not in here: positions (record), how a move is said (words).
 */

import { t } from "parlour/i18n.js";
import { nameAt } from "parlour/table/company.js";
import { movesOf, Record } from "./record.js";
import { words } from "./words.js";

/** @import { Parts, Teller, Told } from "parlour/replay/tape.js" */

/** @returns {Teller} */
export function teller() {
  const record = new Record();
  return (before, after) => {
    const [was, is] = [movesOf(before.game ?? {}).length, movesOf(after.game ?? {}).length];
    const ended = after.game?.result && !before.game?.result ? end(after) : "";
    if (is > was) return move(record, after, ended);
    if (is < was) return { short: t("Taken back"), said: t("A move is taken back") };
    return ended ? { short: ended, said: ended, sound: "bell" } : null;
  };
}

/** @param {Record} record @param {Parts} after @param {string} ended @returns {Told | null} */
function move(record, { game = {} }, ended) {
  const ply = record.follow(game).at(-1);
  if (!ply) return null;
  const said = ended ? `${ply.spoken}. ${ended}` : (ply.spoken ?? "");
  return { short: ply.san ?? "", said, sound: ply.capture ? "knock" : "wood" };
}

/** @param {Parts} parts */
function end({ game = {}, players = {} }) {
  const outcome = words.result(game, (seat) => nameAt(players, seat));
  return outcome ? `${outcome.title}: ${outcome.why}` : "";
}
