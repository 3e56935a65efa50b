/**
 * What stands on the table after a game. In here: the result, its files, the score sheet's words.
 * Not in here: who won and why (the game says it); the rematch (actions).
 */

import { effect } from "@preact/signals-core";
import { html, nothing } from "lit-html";
import { nameAt } from "./company.js";
import { live } from "./live.js";
import { element } from "./page.js";

/** @import { Table } from "./table.js" */

/** @param {Table} table */
export function showResult(table) {
  const panel = element("result");
  live(panel, () => {
    const outcome = table.lobby.value.status === "playing" ? null : table.outcome.value;
    panel.hidden = !outcome;
    if (!outcome) return nothing;
    return html`${outcome.score ? html`<p class="result__score">${outcome.score}</p>` : nothing}
      <p class="result__title">${outcome.title}</p>
      <p class="result__why">${outcome.why}</p>`;
  });
  effect(() => fillSheet(table));
}

/** The head of the printed score sheet. @param {Table} table */
function fillSheet(table) {
  const { startedAt } = table.game.value;
  const at = startedAt ?? table.words.value?.playedAt?.((name) => table.part(name).value);
  const date = at ? new Date(at).toLocaleDateString(table.page.locale) : "";
  write("sheet-date", date);
  write("sheet-result", table.outcome.value?.score || table.outcome.value?.title || "");
  for (let seat = 0; seat < table.page.seats; seat += 1)
    write(`sheet-${seat}`, nameAt(table.players.value, seat));
}

/**
 * @param {string} id
 * @param {string} text
 */
function write(id, text) {
  const target = document.getElementById(id);
  if (target) target.textContent = text;
}
