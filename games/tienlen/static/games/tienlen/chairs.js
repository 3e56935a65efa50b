/**
 * Taking and giving chairs. In here: sitting down, computer players for the host. Not in here: who
 * may (the server).
 */

import { html } from "lit-html";
import { t } from "parlour/i18n.js";
import { freeSeats } from "./scene.js";

/** @import { Scene } from "./scene.js" */

/** @param {Scene} scene @param {number} seat */
export function sit({ table }, seat) {
  table.ask("lobby/sit", { seat });
}

/**
 * A computer player for a chair, or for all that are free.
 *
 * @param {Scene} scene
 * @param {number} [seat]
 */
export async function addBot(scene, seat) {
  const { table } = scene;
  const level = await table.question({
    title: t("How well shall the computer play?"),
    body: html`<p>${t("It sees no more than anybody on that chair.")}</p>`,
    choices: [
      { value: "greedy", label: t("Simply: for beginners"), tone: "primary" },
      { value: "sharp", label: t("Well: it thinks ahead") },
      { value: "", label: t("Cancel"), tone: "quiet" },
    ],
  });
  if (!level) return;
  const free = seat === undefined ? freeSeats(scene) : [seat];
  for (const each of free) table.ask("lobby/add_bot", { seat: each, level });
}

/** @param {Scene} scene @param {number} seat */
export function removeBot({ table }, seat) {
  table.ask("lobby/remove_bot", { seat });
}
