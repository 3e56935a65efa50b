/**
 * The board of chess: what the table page loads. In here: putting its pieces together, and the
 * keys. Not in here: chairs, chat, the line (the table page).
 */

import { effect } from "@preact/signals-core";
import { isWriting } from "parlour/table/comforts.js";
import { element } from "parlour/table/page.js";
import { runClocks } from "./clockwork.js";
import { forget, layBoard } from "./ground.js";
import { useHand } from "./hand.js";
import { listMoves, look } from "./movelist.js";
import { offerActions, turn } from "./offers.js";
import { promotionDialog } from "./promotion.js";
import { teller } from "./retelling.js";
import { setScene, tellMoves } from "./scene.js";
import { laySquares } from "./squares.js";
import { words as said } from "./words.js";

/** @import { Table, Words } from "parlour/table/table.js" */
/** @import { Ground } from "./ground.js" */
/** @import { Scene } from "./scene.js" */

/** @type {Words} */
export const words = { ...said, step: teller(), listsMoves: true };

/**
 * @param {HTMLElement} root
 * @param {Table} table
 * @returns {{destroy(): void}}
 */
export function mount(root, table) {
  const picture = document.createElement("div");
  picture.className = "chess";
  picture.setAttribute("aria-hidden", "true");
  const squares = document.createElement("div");
  root.replaceChildren(picture, squares);

  const scene = setScene(table, promotionDialog(root));
  const { ground, destroy } = layBoard(picture, scene);
  const keys = listenToKeys(scene, ground);
  const stops = [
    destroy,
    laySquares(squares, scene, ground),
    listMoves(element("moves"), scene),
    offerActions(scene),
    runClocks(scene),
    useHand(element("seats"), scene, ground),
    tellMoves(scene),
    effect(() => {
      root.toggleAttribute("data-pending", scene.waiting.value);
      root.toggleAttribute("data-past", !table.replay && scene.shown.value !== scene.last.value);
    }),
    () => document.removeEventListener("keydown", keys),
  ];
  return {
    destroy() {
      for (const stop of stops) stop();
      root.replaceChildren();
    },
  };
}

/**
 * The keys of the page that belong to no field.
 *
 * @param {Scene} scene
 * @param {Ground} ground
 */
function listenToKeys(scene, ground) {
  /** @type {Record<string, () => void>} */
  const does = {
    ArrowLeft: () => look(scene, scene.shown.peek().number - 1),
    ArrowRight: () => look(scene, scene.shown.peek().number + 1),
    Home: () => look(scene, 0),
    End: () => look(scene, scene.plies.peek().length),
    Escape: () => {
      scene.held.value = null;
      forget(ground);
    },
    f: () => turn(scene.table),
    m: () => {
      document.dispatchEvent(new CustomEvent("parlour:open", { detail: "moves" }));
      document.getElementById("typed-move")?.focus();
    },
  };
  /** @param {KeyboardEvent} event */
  const press = (event) => {
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    const free = !isWriting(event.target) && !document.querySelector("dialog[open]");
    const inTabs = event.target instanceof Element && event.target.closest("[role=tablist]");
    const run = does[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!run || !plain || !free || inTabs || event.defaultPrevented) return;
    event.preventDefault();
    run();
  };
  document.addEventListener("keydown", press);
  return press;
}
