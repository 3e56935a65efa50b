/**
 * The colours cards are printed in. In here: two or four suit colours and whether four are wanted,
 * the printing of a face. Not in here: files, pixels (faces).
 */

import { signal } from "@preact/signals-core";
import { t } from "../i18n.js";

/** @import { Face } from "./names.js" */

const KEY = "parlour.suits";

/** Four suit colours instead of two: clubs green, diamonds blue. Off until wanted. */
export const fourColours = signal(remembered() === "four");

/** @param {boolean} four */
export function wantFourColours(four) {
  fourColours.value = four;
  try {
    if (four) localStorage.setItem(KEY, "four");
    else localStorage.removeItem(KEY);
  } catch {
    // storage is off: the choice lasts as long as the page
  }
}

function remembered() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

/** The switch for the dialog "Settings". @type {import("../table/comforts.js").Switch} */
export const cardSwitch = {
  label: t("Four suit colours"),
  on: () => fourColours.value,
  set: wantFourColours,
};

/**
 * Every ink has 7:1 on the stock. The art's own are screen colours: pure red has 4:1.
 *
 * @type {Record<string, string>}
 */
const INKS = {
  white: "#fffdf7",
  black: "#14171a",
  red: "#a81c12",
  blue: "#123f97",
  green: "#0b5a38",
  "#44F": "#2b4a7d",
  "#FC4": "#dcab47",
};

const EDGE = /<rect width="239"[^>]*>(<\/rect>)?/;
const STOCK = `<rect width="240" height="336" x="-120" y="-168" fill="${INKS.white}"/>`;

/**
 * A face in our inks, without its outline: the card has an edge of its own.
 *
 * @param {string} svg the art as its package has it
 * @param {Face} face
 */
export function printed(svg, face) {
  const art = svg
    .replace(EDGE, STOCK)
    .replace(/(fill|stroke)="([^"]+)"/g, (all, what, ink) =>
      INKS[ink] ? `${what}="${INKS[ink]}"` : all,
    );
  return face === "JB" || face === "JR" ? joker(art, face) : art;
}

/**
 * The joker has no corners, so that nobody would know it in a fan.
 *
 * @param {string} art
 * @param {Face} face
 */
function joker(art, face) {
  const ink = /** @type {string} */ (face === "JR" ? INKS.red : INKS.black);
  const letters = [..."JOKER"]
    .map((letter, row) => `<text x="-101" y="${-130 + row * 30}">${letter}</text>`)
    .join("");
  const corner = `<g fill="${ink}" font-family="Georgia, serif" font-weight="bold" font-size="30" text-anchor="middle">${letters}</g>`;
  return art
    .replaceAll(`"${INKS.black}"`, `"${ink}"`)
    .replace("</svg>", `${corner}<g transform="rotate(180)">${corner}</g></svg>`);
}
