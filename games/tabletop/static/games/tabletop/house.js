/**
 * What the page asks of every game, for the card table. In here: options and keys in words, a step
 * of a replay. Not in here: the board.
 */

import { cardSwitch } from "parlour/cards/inks.js";
import { nt, t } from "parlour/i18n.js";
import { happening } from "./happenings.js";
import { KEYS } from "./keys.js";
import { lookAt } from "./looks.js";

/** @import { Words } from "parlour/table/table.js" */
/** @import { Parts, Step, Told } from "parlour/replay/tape.js" */

/** @type {Record<string, string>} */
const PACKS = {
  none: t("an empty table"),
  standard: t("one pack of cards"),
  double: t("two packs of cards"),
};

/** @type {Words} */
export const words = {
  turn: () => [],
  options: ({ pack = "standard", jokers = 0, openInformation }) => [
    PACKS[pack] ?? "",
    ...(jokers && pack !== "none" ? [nt("{n} joker in each", "{n} jokers in each", jokers)] : []),
    ...(openInformation ? [t("everybody sees everything")] : []),
  ],
  result: () => null,
  files: () => [],
  keys: KEYS,
  switches: [cardSwitch],
  step: retold,
};

/**
 * A step of a replay, as somebody tells it who only watched.
 *
 * @param {Parts} before
 * @param {Parts} after
 * @param {Step} step
 * @returns {Told | null}
 */
function retold(before, after, { facts = {} }) {
  const fact = Object.values(facts)[0] ?? "updated";
  const known = { holder: () => undefined, near: () => "" };
  const lines = happening(fact, lookAt(before), lookAt(after), known);
  const [short] = lines;
  return short === undefined ? null : { short, said: lines.join(" "), sound: "wood" };
}
