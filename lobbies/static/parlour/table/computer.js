/**
 * Computer players at the table. In here: the host brings them and sends them away, how strong they
 * are in words. Not in here: plates and lists, where the buttons for that are.
 */

import { t } from "../i18n.js";

/** @import { Table } from "./table.js" */

/**
 * How strong a computer player is, in words.
 *
 * @param {Table} table
 * @param {string} level
 */
export function computerWord(table, level) {
  const title = table.page.levels.find((each) => each.level === level)?.title ?? level;
  return t("computer, {level}", { level: title.toLocaleLowerCase(table.page.locale) });
}

/** Whether the viewer may bring computer players now. @param {Table} table */
export function mayBring(table) {
  const { status } = table.lobby.value;
  const free = status !== "closed" && (status !== "playing" || table.page.opens);
  return free && table.you.value.role === "host" && table.page.levels.length > 0;
}

/**
 * Ask how strong, and give a computer player the chair.
 *
 * @param {Table} table
 * @param {number} seat
 */
export async function bring(table, seat) {
  const level = await table.question({
    title: t("How strong shall the computer be?"),
    choices: [
      ...table.page.levels.map((each) => ({ value: each.level, label: each.title })),
      { value: "", label: t("Cancel"), tone: /** @type {const} */ ("quiet") },
    ],
  });
  if (level) table.ask("lobby/add_bot", { level, seat });
}

/**
 * Take a computer player's chair away.
 *
 * @param {Table} table
 * @param {number} seat
 */
export function dismiss(table, seat) {
  table.ask("lobby/remove_bot", { seat });
}
