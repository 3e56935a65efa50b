/**
 * The places of the others round the table. In here: their names, the backs of the cards they hold,
 * empty chairs; which place a point means. Not in here: my own hand (rim).
 */

import { html, nothing } from "lit-html";
import { colorOf, initial, listed, playerAt } from "parlour/table/company.js";
import { live } from "parlour/table/live.js";
import { angleOf, turned } from "./geometry.js";
import { side } from "./picture.js";
import { handOf, pieceOf } from "./pieces.js";
import { counted, nameOf } from "./words.js";

/** @import { Frame, Point } from "./geometry.js" */
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
  const { table } = scene;
  const people = table.players.value;
  const id = playerAt(people, seat);
  const person = id === undefined ? undefined : people[id];
  if (id === undefined || !person) return nothing;
  const count = person.trayCount ?? 0;
  const note = person.connected ? "" : "away";
  return html`<li
    class="place"
    data-side=${sideOf(scene, seat)}
    data-seat=${seat}
    data-color=${colorOf(people, id) ?? nothing}
    ?data-away=${!person.connected}
  >
    <span class="place__mark mark" data-color=${colorOf(people, id) ?? nothing} aria-hidden="true"
      >${initial(person.name)}</span
    >
    <span class="place__who"
      ><strong class="place__name">${person.name}</strong
      ><span class="place__count num">${[counted(count, "card"), note].filter(Boolean).join(", ")}</span></span
    >
    ${backs(person, count)} ${shownOf(person)}
  </li>`;
}

/**
 * What somebody holds, from behind; what they show, from the front.
 *
 * @param {any} person
 * @param {number} count
 */
function backs(person, count) {
  if (!count) return nothing;
  const shown = handOf(person.tray ?? {});
  const hidden = Object.entries(person.trayBacks ?? {}).flatMap(([back, number]) =>
    Array.from({ length: /** @type {number} */ (number) }, () => back),
  );
  const most = Math.max(FANNED, shown.length);
  const rest = Math.max(0, Math.min(most, count) - shown.length);
  const cards = [
    ...Array.from({ length: rest }, (_, index) => pictured(hidden[index] ?? "")),
    ...shown.map(side),
  ];
  return html`<span class="place__fan" aria-hidden="true" data-many=${cards.length}
    >${cards.map((card) => html`<i class="place__card">${card}</i>`)}</span
  >`;
}

/** @param {string} back */
function pictured(back) {
  return side(pieceOf("", { back }));
}

/** What somebody shows of their hand, for the ear. @param {any} person */
function shownOf(person) {
  const shown = handOf(person.tray ?? {});
  if (!shown.length) return nothing;
  return html`<span class="visually-hidden">shows ${listed(shown.map(nameOf))}</span>`;
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
