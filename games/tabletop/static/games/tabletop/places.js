/**
 * The places of the others round the table. In here: their names, the backs of the cards they hold,
 * empty chairs; which place a point means. Not in here: my own hand (rim).
 */

import { html, nothing } from "lit-html";
import { t } from "parlour/i18n.js";
import { colorOf, initial, playerAt } from "parlour/table/company.js";
import { live } from "parlour/table/live.js";
import { angleOf, turned } from "./geometry.js";
import { side } from "./picture.js";
import { handOf, pieceOf } from "./pieces.js";
import { cards, nameOf } from "./words.js";

/** @import { Frame, Point } from "./geometry.js" */
/** @import { Piece } from "./pieces.js" */
/** @import { Scene } from "./scene.js" */

/** Where a seat is seen, by the angle between it and mine. @type {Record<number, string>} */
const SIDES = {
  0: "bottom",
  45: "bottom-left",
  90: "left",
  135: "top-left",
  180: "top",
  225: "top-right",
  270: "right",
  315: "bottom-right",
};
const FANNED = 7;

/** @param {HTMLElement} root @param {Scene} scene */
export function showPlaces(root, scene) {
  return live(root, () => {
    const { table } = scene;
    if (!table.ready.value) return nothing;
    const seats = Array.from({ length: table.page.seats }, (_, seat) => seat);
    return seats.filter((seat) => seat !== table.seat.value).map((seat) => place(scene, seat));
  });
}

/** @param {Scene} scene @param {number} seat */
export function sideOf(scene, seat) {
  return SIDES[turned(angleOf(seat) - scene.angle.value)] ?? "top";
}

/** @param {Scene} scene @param {number} seat */
function place(scene, seat) {
  const { players } = scene.table;
  const id = playerAt(players.value, seat);
  const person = id === undefined ? undefined : players.value[id];
  if (id === undefined || !person) return nothing;
  const shown = handOf(person.tray ?? {});
  const color = colorOf(players.value, id) ?? nothing;
  const inside = html`<span class="place__mark mark" data-color=${color} aria-hidden="true"
      >${initial(person.name)}</span
    >
    <span class="place__who"
      ><strong class="place__name">${person.name}</strong
      ><span class="place__count num">${countOf(person)}</span></span
    >
    ${fan(person, shown)}`;
  return html`<li
    class="place"
    data-side=${sideOf(scene, seat)}
    data-seat=${seat}
    data-color=${color}
    ?data-away=${!person.connected}
  >
    ${
      shown.length
        ? html`<button type="button" class="place__shows" @click=${() => showHand(scene, person, shown)}>
            ${inside}<span class="visually-hidden">${t("Look at what is shown")}</span>
          </button>`
        : inside
    }
  </li>`;
}

/** @param {any} person */
function countOf({ trayCount = 0, connected }) {
  return connected ? cards(trayCount) : t("{cards}, away", { cards: cards(trayCount) });
}

/** What somebody shows of their hand, large. @param {Scene} scene @param {any} person @param {Piece[]} shown */
function showHand({ table }, person, shown) {
  void table.question({
    title: t("{name} shows {cards}", { name: person.name, cards: cards(shown.length) }),
    body: html`<ul class="shown" role="list">
      ${shown.map(
        (piece) =>
          html`<li class="shown__card" role="img" aria-label=${nameOf(piece)}>
            <span class="stock">${side(piece)}</span>
          </li>`,
      )}
    </ul>`,
    choices: [{ value: "", label: t("Close") }],
  });
}

/**
 * What somebody holds, from behind; what they show, from the front.
 *
 * @param {any} person
 * @param {Piece[]} shown
 */
function fan({ trayCount = 0, trayBacks = {} }, shown) {
  if (!trayCount) return nothing;
  const hidden = Object.entries(trayBacks).flatMap(([back, number]) =>
    Array.from({ length: /** @type {number} */ (number) }, () => back),
  );
  const front = shown.slice(0, FANNED);
  const rest = Math.max(0, Math.min(FANNED, trayCount) - front.length);
  const held = [
    ...Array.from({ length: rest }, (_, index) => pictured(hidden[index] ?? "")),
    ...front.map(side),
  ];
  return html`<span class="place__fan" aria-hidden="true"
    >${held.map((card) => html`<i class="place__card">${card}</i>`)}</span
  >`;
}

/** @param {string} back */
function pictured(back) {
  return side(pieceOf("", { back }));
}

/**
 * Where the places are on the screen, to be asked while something is carried: reading a page that
 * is being drawn costs a frame.
 *
 * @param {HTMLElement} root
 * @param {DOMRect} view
 * @returns {{seat: number, frame: Frame}[]}
 */
export function placesOn(root, view) {
  return [...root.querySelectorAll(".place")].map((element) => {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    return {
      seat: Number(/** @type {HTMLElement} */ (element).dataset.seat),
      frame: {
        left: left - view.left,
        top: top - view.top,
        right: right - view.left,
        bottom: bottom - view.top,
      },
    };
  });
}

/** @param {{seat: number, frame: Frame}[]} places @param {Point} point */
export function seatAt(places, { x, y }) {
  return places.find(
    ({ frame }) => x >= frame.left && x <= frame.right && y >= frame.top && y <= frame.bottom,
  )?.seat;
}
