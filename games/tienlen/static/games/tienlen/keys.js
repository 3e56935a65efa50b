/**
 * The keyboard at the table. In here: which key does what, and when keys belong to something else.
 * Not in here: what is done (doings, hand).
 */

import { isWriting } from "parlour/table/comforts.js";
import { hint, pass, play, sort } from "./doings.js";
import { choose, cursorCard, step, toggle } from "./hand.js";

/** @import { Scene } from "./scene.js" */

/** Keys that work wherever one is on the page. @type {Record<string, (scene: Scene) => void>} */
const ANYWHERE = { p: pass, h: hint, s: sort };

/** Keys that other things use too: they are ours in the hand, and where nothing has the focus. */
/** @type {Record<string, (scene: Scene) => void>} */
const IN_HAND = {
  ArrowLeft: (scene) => step(scene, -1),
  ArrowRight: (scene) => step(scene, 1),
  Home: (scene) => step(scene, -99),
  End: (scene) => step(scene, 99),
  " ": (scene) => withCursor(scene),
  Enter: play,
  Escape: (scene) => choose(scene, []),
};

/** @param {Scene} scene */
function withCursor(scene) {
  const card = cursorCard(scene);
  if (card !== undefined) toggle(scene, card);
}

/** @param {Scene} scene @returns {() => void} stops it */
export function listenToKeys(scene) {
  /** @param {KeyboardEvent} event */
  const press = (event) => {
    if (!isOurs(event) || scene.replay || !scene.on.peek() || scene.mine.peek() === undefined)
      return;
    const run = ANYWHERE[event.key.toLowerCase()] ?? (isAtHand(event) && IN_HAND[event.key]);
    if (!run) return;
    event.preventDefault();
    run(scene);
  };
  document.addEventListener("keydown", press);
  return () => document.removeEventListener("keydown", press);
}

/** @param {KeyboardEvent} event */
function isOurs(event) {
  const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.defaultPrevented;
  const again = event.repeat && !event.key.startsWith("Arrow");
  return plain && !again && !isWriting(event.target) && !document.querySelector("dialog[open]");
}

/** @param {KeyboardEvent} event */
function isAtHand({ target }) {
  if (!(target instanceof Element) || target === document.body) return true;
  return target.id === "board" || target.closest(".hand") !== null;
}
