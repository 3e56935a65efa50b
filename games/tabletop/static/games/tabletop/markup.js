/**
 * The layers of the card table as markup. In here: what lies over what, and what it is called. Not
 * in here: what is on them.
 */

import { html } from "lit-html";
import { t } from "parlour/i18n.js";

/** For the keyboard the hand comes before the table; what lies above is board.css's. */
export function markup() {
  return html`<div class="tabletop" tabindex="-1" role="group" aria-label=${t("Card table")} aria-describedby="tabletop-help">
    <p class="visually-hidden" id="tabletop-help">${t("Tab goes from thing to thing, arrows move, Enter opens a menu, the question mark lists the keys.")}</p>
    <ol class="places" role="list" aria-label=${t("Players")}></ol>
    <div class="rim-ground" aria-hidden="true"></div>
    <div class="rim" role="group" aria-label=${t("Your hand")}></div>
    <div class="world" role="group" aria-label=${t("On the table")}></div>
    <div class="framing" hidden></div>
    <div class="people-hands" aria-hidden="true"></div>
    <div class="air" aria-hidden="true"></div>
    <p class="openness" hidden>${t("Open cards")}</p>
    <p class="empty" hidden></p>
    <p class="watching" hidden></p>
    <p class="hint" hidden></p>
    <div class="looking" hidden></div>
    <div class="preview" hidden></div>
    <div class="menu" role="menu" hidden></div>
  </div>`;
}

/** One of the layers. @param {HTMLElement} root @param {string} selector @returns {HTMLElement} */
export function part(root, selector) {
  const found = root.querySelector(selector);
  if (!(found instanceof HTMLElement)) throw new Error(`There is no ${selector}.`);
  return found;
}
