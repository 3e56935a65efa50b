/**
 * Bringing something to the table. In here: what there is to bring, as tiles to press. Not in here:
 * lists of cards (acts).
 */

import { html } from "lit-html";
import { t } from "parlour/i18n.js";
import { numberIn } from "./asking.js";
import { picture } from "./picture.js";
import { pieceOf } from "./pieces.js";
import { COLOURS } from "./words.js";

/** @import { Table } from "parlour/table/table.js" */

/** @typedef {{what: string, count: number, color: number}} Wanted `what`: `die/20`, `pack/2` */

/** The tiles: what they bring, what they say, what is drawn. @type {[string, string, object][]} */
const TILES = [
  ["pack/0", t("52 cards"), { kind: "deck", count: 52, x: 0 }],
  ["pack/2", t("52 and 2 jokers"), { kind: "deck", count: 54, back: "red" }],
  ["list", t("A list of cards"), { kind: "card", face: "Island", faceUp: true }],
  ["token", t("Token"), { kind: "token", color: 0 }],
  ["counter", t("Counter"), { kind: "counter", value: 20 }],
  ["note", t("Note"), { kind: "note", text: t("Remember …") }],
  ["die/6", t("Die"), { kind: "die", sides: 6, value: 5 }],
  ["die/4", t("Die, {n} sides", { n: 4 }), { kind: "die", sides: 4, value: 4 }],
  ["die/8", t("Die, {n} sides", { n: 8 }), { kind: "die", sides: 8, value: 8 }],
  ["die/10", t("Die, {n} sides", { n: 10 }), { kind: "die", sides: 10, value: 10 }],
  ["die/12", t("Die, {n} sides", { n: 12 }), { kind: "die", sides: 12, value: 12 }],
  ["die/20", t("Die, {n} sides", { n: 20 }), { kind: "die", sides: 20, value: 20 }],
];

let color = 0;

/** @param {Table} table @returns {Promise<Wanted | undefined>} nothing if it was put away */
export async function askWhatToBring(table) {
  const asked = table.question({
    title: t("Bring something to the table"),
    body: html`<div class="bringing">
      <div class="bringing__tiles">${TILES.map(tile)}</div>
      <fieldset class="bringing__colors">
        <legend>${t("Colour of tokens, counters and notes")}</legend>
        ${COLOURS.map(swatch)}
      </fieldset>
      <label class="bringing__count"
        >${t("How many")}
        <input class="input" type="number" name="count" inputmode="numeric" min="1" max="20" .value=${"1"}
      /></label>
    </div>`,
    choices: [{ value: "", label: t("Cancel"), tone: "quiet" }],
  });
  const form = /** @type {HTMLElement} */ (document.querySelector("#ask .bringing"));
  form.querySelector("button")?.focus();
  const what = await asked;
  const field = (/** @type {string} */ name) =>
    /** @type {HTMLInputElement | null} */ (form.querySelector(name))?.value;
  color = Number(field("input[name=color]:checked") ?? 0);
  return what
    ? { what, count: numberIn(field("input[name=count]"), 1, 20) ?? 1, color }
    : undefined;
}

/** @param {[string, string, object]} tile */
function tile([what, label, drawn]) {
  const piece = pieceOf("tile", drawn);
  const close = (/** @type {Event} */ event) =>
    /** @type {HTMLElement} */ (event.currentTarget).closest("dialog")?.close(what);
  return html`<button type="button" class="bringing__tile" @click=${close}>
    <span class="bringing__picture" data-kind=${piece.kind} aria-hidden="true"
      ><span class=${`piece piece--${piece.kind}`}>${picture(piece)}</span></span
    ><span>${label}</span>
  </button>`;
}

/** @param {string} name @param {number} at */
function swatch(name, at) {
  return html`<label class="bringing__color" data-color=${at + 1}
    ><input type="radio" name="color" value=${at} .checked=${at === color} /><span
      class="visually-hidden"
      >${name}</span
    ></label
  >`;
}
