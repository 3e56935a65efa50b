/**
 * Computer players at the table. In here: the host brings them and sends them away, how strong they
 * are in words. Not in here: plates and lists, where the buttons for that are.
 */

import { t } from "../i18n.js";

/** @import { Action, Table } from "./table.js" */

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
 * Ask how strong, and give each of these chairs to a computer player.
 *
 * @param {Table} table
 * @param {...number} seats
 */
export async function bring(table, ...seats) {
  const level = await table.question({
    title: t("How strong shall the computer be?"),
    choices: [
      ...table.page.levels.map((each) => ({ value: each.level, label: each.title })),
      { value: "", label: t("Cancel"), tone: /** @type {const} */ ("quiet") },
    ],
  });
  if (level) for (const seat of seats) table.ask("lobby/add_bot", { level, seat });
}

/** How long computer players wait before they move (seconds), the quickest last. */
const PACES = [5, 2, 0.75, 0.25, 0];

/**
 * What the host of a game between computer players can do with it.
 *
 * @param {Table} table
 * @returns {Action[]}
 */
export function directing(table) {
  const sitting = Object.values(table.players.value).filter((each) => each.seat !== undefined);
  if (table.you.value.role !== "host" || !sitting.length || sitting.some((each) => !each.bot))
    return [];
  const paused = Boolean(table.game.value.paused);
  return [
    {
      key: "pause",
      label: paused ? t("Go on") : t("Pause"),
      icon: paused ? "play" : "pause",
      tone: "primary",
      run: () => table.ask(paused ? "lobby/resume" : "lobby/pause", {}),
    },
    ...pace(table, t("Slower"), -1),
    ...pace(table, t("Faster"), 1),
    { key: "end", label: t("End the game"), tone: "quiet", run: () => void end(table) },
  ];
}

/**
 * The button for another pace, if there is one.
 *
 * @param {Table} table
 * @param {string} label
 * @param {number} step
 * @returns {Action[]}
 */
function pace(table, label, step) {
  const seconds = Number(table.lobby.value.options.botSeconds ?? 0.75);
  const now = PACES.findIndex((each) => each <= seconds);
  const next = PACES[(now < 0 ? PACES.length - 1 : now) + step];
  if (next === undefined) return [];
  const run = () => table.ask("lobby/options", { options: { botSeconds: next } });
  return [{ key: label, label, run }];
}

/** @param {Table} table */
async function end(table) {
  const answer = await table.question({
    title: t("End this game?"),
    choices: [
      { value: "end", label: t("End it"), tone: "danger" },
      { value: "", label: t("Let them play"), tone: "quiet" },
    ],
  });
  if (answer === "end") table.ask("lobby/end", {});
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
