/**
 * Ratings on the plates, where the house keeps a ladder. In here: asking for those of whoever sits,
 * anew after each game. Not in here: what a rating is (the server's ladder), the plates.
 */

import { effect } from "@preact/signals-core";
import { seated } from "./company.js";

/** @import { Table } from "./table.js" */

/** @param {Table} table */
export function showRatings(table) {
  const { ratings } = table.page;
  if (!ratings) return;
  let asked = "";
  effect(() => {
    if (!table.ready.value) return;
    const people = seated(table.players.value).map(([id]) => id);
    const over = table.lobby.value.status !== "playing";
    const wanted = JSON.stringify([people, table.lobby.value.options, over, table.game.value.id]);
    if (wanted === asked) return;
    asked = wanted;
    void ask(table, ratings);
  });
}

/** @param {Table} table @param {string} address */
async function ask(table, address) {
  const answer = await fetch(address).catch(() => undefined);
  if (answer?.ok) table.ratings.value = await answer.json();
}
