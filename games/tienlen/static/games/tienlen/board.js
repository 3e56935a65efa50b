/**
 * The board of Tiến Lên: what the table page loads. In here: putting its pieces together. Not in
 * here: chat, people, the line (the table page).
 */

import { effect } from "@preact/signals-core";
import { html, nothing, render } from "lit-html";
import { fetchFaces } from "parlour/cards/faces.js";
import { PACK } from "parlour/cards/names.js";
import { element } from "parlour/table/page.js";
import { Air } from "./air.js";
import { offerDoings, play } from "./doings.js";
import { dragging } from "./drag.js";
import { cursorCard, focusCard, handView } from "./hand.js";
import { listenToKeys } from "./keys.js";
import { mineView } from "./mine.js";
import { nearestView, placesView } from "./places.js";
import { setScene } from "./scene.js";
import { writeSheet } from "./sheet.js";
import { standingView } from "./standing.js";
import { tellStep } from "./steps.js";
import { tellGame, tellTurn } from "./tell.js";
import { trickView } from "./trick.js";
import { words as said } from "./words.js";

/** @import { Table } from "parlour/table/table.js" */
/** @import { Drag } from "./drag.js" */
/** @import { Scene } from "./scene.js" */

export const words = { ...said, step: tellStep };

/**
 * @param {HTMLElement} root
 * @param {Table} table
 * @returns {{destroy(): void}}
 */
export function mount(root, table) {
  root.replaceChildren();
  fetchFaces(PACK);
  const scene = setScene(table);
  const stops = [
    tellGame(scene),
    draw(root, scene),
    offerDoings(scene),
    // A replay has a list of its own there.
    scene.replay ? () => {} : writeSheet(element("moves"), scene),
    tellTurn(scene),
    listenToKeys(scene),
    freshHand(scene),
  ];
  return {
    destroy() {
      for (const stop of stops) stop();
      root.replaceChildren();
    },
  };
}

/**
 * Draw whenever something changes, and let the cards fly.
 *
 * @param {HTMLElement} root
 * @param {Scene} scene
 */
function draw(root, scene) {
  const air = new Air(root);
  const drag = dragging(scene, () => play(scene));
  return effect(() => {
    if (!scene.table.ready.value) return;
    const atHand = Boolean(document.activeElement?.closest(".hand"));
    const then = air.before(scene);
    render(room(scene, drag), root);
    then?.();
    const card = cursorCard(scene);
    if (atHand && card !== undefined && document.activeElement === document.body) focusCard(card);
  });
}

/** @param {Scene} scene @param {Drag} drag */
function room(scene, drag) {
  const { on, mine, hand, status } = scene;
  const seated = mine.value !== undefined;
  return html`<div class="tienlen" data-status=${status.value} ?data-seated=${seated} ?data-hand=${hand.value.length > 0}>
    ${placesView(scene)}
    <div class="middle">${on.value ? trickView(scene) : standingView(scene)}</div>
    ${seated ? mineView(scene) : nearestView(scene)}
    ${seated && on.value ? handView(scene, drag) : nothing}
  </div>`;
}

/**
 * Another hand begins with nothing chosen, in the usual order, and the keyboard is at it: the button
 * that said "ready" is gone.
 *
 * @param {Scene} scene
 */
function freshHand(scene) {
  let game = "";
  return effect(() => {
    const { id, gameNumber } = scene.table.game.value;
    if (!scene.on.value || game === `${id}.${gameNumber}`) return;
    game = `${id}.${gameNumber}`;
    scene.picked.value = new Set();
    if (scene.order.peek() === "own") scene.sortBy("rank");
    const { activeElement } = document;
    const free = activeElement === document.body || activeElement?.closest("#actions");
    const [first] = scene.hand.peek();
    if (free && first !== undefined) requestAnimationFrame(() => focusCard(first));
  });
}
