/**
 * The start page and the list of tables: rows that stay fresh, the code field, the drawn game.
 * Everything here works without it, by plain links and forms.
 */

import { playOn } from "./live.js";

const EVERY = 5000;

/** @param {HTMLElement} list */
async function refresh(list) {
  if (document.hidden || list.contains(document.activeElement)) return;
  try {
    const answer = await fetch(list.dataset.refresh ?? "", { headers: { accept: "text/html" } });
    if (!answer.ok) return;
    const rows = await answer.text();
    if (rows !== list.dataset.seen) list.innerHTML = rows;
    list.dataset.seen = rows;
  } catch {
    // offline: the list as it was is still worth more than none
  }
}

for (const list of document.querySelectorAll("[data-refresh]")) {
  setInterval(() => refresh(/** @type {HTMLElement} */ (list)), EVERY);
}

for (const form of document.querySelectorAll("[data-filters]")) {
  for (const choice of form.querySelectorAll("select")) {
    choice.addEventListener("change", () => /** @type {HTMLFormElement} */ (form).requestSubmit());
  }
}

for (const picture of document.querySelectorAll("[data-live]")) {
  playOn(/** @type {SVGElement} */ (picture));
}
