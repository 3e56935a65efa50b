/**
 * The keys of the table. In here: which key means what, and the list on the "?" sheet. Not in here:
 * what it does.
 */

import { t } from "parlour/i18n.js";

/**
 * A key as the browser tells it.
 *
 * @typedef {object} Press
 * @property {string} key
 * @property {boolean} [shiftKey]
 * @property {boolean} [ctrlKey]
 * @property {boolean} [metaKey]
 * @property {boolean} [altKey]
 */

/**
 * @typedef {{does: "nudge", dx: number, dy: number}
 *   | {does: "draw", count: number}
 *   | {does: "zoom", factor: number}
 *   | {does: Plain}} Meant
 */

/**
 * @typedef {"menu" | "flip" | "tap" | "untap" | "preview" | "shuffle" | "group" | "cancel" | "undo"
 *   | "all" | "pick" | "hand" | "hold" | "reset" | "remove" | "felt"} Plain
 */

/** One press of an arrow, table units. */
export const STEP = 16;
export const SMALL_STEP = 3;

/** @type {Record<string, [number, number]>} */
const ARROWS = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** @type {Record<string, Plain>} */
const PLAIN = {
  Enter: "menu",
  ContextMenu: "menu",
  f: "flip",
  t: "tap",
  r: "untap",
  " ": "preview",
  g: "group",
  Escape: "cancel",
  x: "pick",
  h: "hold",
  b: "felt",
  0: "reset",
  Delete: "remove",
  Backspace: "remove",
};

/** @param {Press} press @returns {Meant | undefined} nothing: the key is not ours */
export function meaning({ key, shiftKey, ctrlKey, metaKey, altKey }) {
  const letter = key.length === 1 ? key.toLowerCase() : key;
  if (ctrlKey || metaKey) {
    if (altKey || shiftKey) return undefined;
    if (letter === "z") return { does: "undo" };
    return letter === "a" ? { does: "all" } : undefined;
  }
  if (altKey) return undefined;
  const arrow = ARROWS[key];
  if (arrow) {
    const step = shiftKey ? SMALL_STEP : STEP;
    return { does: "nudge", dx: arrow[0] * step, dy: arrow[1] * step };
  }
  if (letter === "+" || letter === "=") return { does: "zoom", factor: 1.25 };
  if (letter === "-") return { does: "zoom", factor: 0.8 };
  if (shiftKey) return shifted(letter);
  if (/^[1-9]$/.test(letter)) return { does: "draw", count: Number(letter) };
  const does = PLAIN[letter];
  return does && { does };
}

/** @param {string} letter @returns {Meant | undefined} */
function shifted(letter) {
  if (letter === "s") return { does: "shuffle" };
  if (letter === "h") return { does: "hand" };
  return letter === "F10" ? { does: "menu" } : undefined;
}

/** @type {[string, string][]} */
export const KEYS = [
  [t("Arrows"), t("Move what you are on, or what is selected; with Shift a little")],
  ["Enter", t("What can be done with it")],
  ["F", t("Flip")],
  ["T, R", t("Turn right, turn left")],
  [t("Space"), t("Look at it closely")],
  ["H", t("Take it into your hand, or put it on the table")],
  ["1–9", t("Draw that many from the deck")],
  ["Shift S", t("Shuffle the deck")],
  ["G", t("Make the selected cards one deck, or spread a deck out")],
  ["X", t("Select one more")],
  ["Ctrl A", t("Select everything")],
  ["Ctrl Z", t("Take back what you did last")],
  ["Shift H", t("To your hand")],
  ["B", t("To the table")],
  ["+ − 0", t("Nearer, farther, everything in view")],
  ["Esc", t("Cancel")],
];
