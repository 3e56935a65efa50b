/**
 * The board of Death Dice: what the table page loads. In here: putting its pieces together, and
 * the keys. Not in here: chat, people, the line (the table page).
 */

import { effect } from "@preact/signals-core";
import { html, nothing } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import { t } from "parlour/i18n.js";
import { isWriting } from "parlour/table/comforts.js";
import { live } from "parlour/table/live.js";
import { element } from "parlour/table/page.js";
import { myTray, otherTray } from "./cards.js";
import { joinIn, newRound, offerDoings, roll } from "./doings.js";
import { step } from "./retelling.js";
import { setScene } from "./scene.js";
import { tellRounds, tellTurn, writeSheet } from "./tell.js";
import { headline, words as said } from "./words.js";

/** @import { Table, Words } from "parlour/table/table.js" */
/** @import { Scene } from "./scene.js" */

/** @type {Words} */
export const words = { ...said, step, chapter: (round) => t("Round {n}", { n: round }) };

/**
 * @param {HTMLElement} root
 * @param {Table} table
 * @returns {{destroy(): void}}
 */
export function mount(root, table) {
  root.replaceChildren();
  const scene = setScene(table);
  const press = listenToKeys(scene);
  const stops = [
    tellRounds(scene),
    live(root, () => (table.ready.value ? room(scene) : nothing)),
    offerDoings(scene),
    table.replay ? () => {} : writeSheet(element("moves"), scene),
    tellTurn(scene),
    showWinner(root, scene),
    () => document.removeEventListener("keydown", press),
  ];
  return {
    destroy() {
      for (const stop of stops) stop();
      root.replaceChildren();
    },
  };
}

/** @param {Scene} scene */
function room(scene) {
  const { table } = scene;
  const mine = scene.mine.value;
  const others = scene.others.value;
  scene.memory.follow(table.game.value);
  const line = headline(table.game.value, scene.players.value, table.seat.value);
  return html`<div class="dice" data-crowd=${crowd(others.length)} data-others=${others.length}>
    <h3 class="dice__round">${line}</h3>
    <ul class="dice__others" role="list" aria-label=${t("Players")} tabindex=${others.length > 6 ? 0 : nothing}>
      ${repeat(
        others,
        ({ id }) => id,
        (player) => otherTray(scene, player),
      )}
    </ul>
    ${mine ? myTray(scene, mine) : nothing}
  </div>`;
}

/**
 * When a round is over the winner comes into sight, however many there are.
 *
 * @param {HTMLElement} root
 * @param {Scene} scene
 */
function showWinner(root, { table }) {
  let wasOpen = false;
  return effect(() => {
    const isOver = wasOpen && !table.game.value.open;
    wasOpen = Boolean(table.game.value.open);
    if (!isOver) return;
    requestAnimationFrame(() => {
      const winner = root.querySelector('.dice__others [data-verdict="win"]');
      const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
      winner?.scrollIntoView({ block: "center", behavior: still ? "auto" : "smooth" });
    });
  });
}

/** How close the trays stand. @param {number} count */
function crowd(count) {
  if (count < 1) return "alone";
  if (count < 2) return "two";
  if (count < 5) return "few";
  return count < 9 ? "some" : "many";
}

/**
 * The keys of the page that belong to no field.
 *
 * @param {Scene} scene
 */
function listenToKeys(scene) {
  /** @type {Record<string, (scene: Scene) => void>} */
  const does = { r: roll, n: newRound, j: joinIn };
  /** @param {KeyboardEvent} event */
  const press = (event) => {
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.repeat;
    const free = !isWriting(event.target) && !document.querySelector("dialog[open]");
    const run = does[event.key.toLowerCase()];
    if (!run || !plain || !free || event.defaultPrevented) return;
    event.preventDefault();
    run(scene);
  };
  document.addEventListener("keydown", press);
  return press;
}
