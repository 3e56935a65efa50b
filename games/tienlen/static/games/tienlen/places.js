/**
 * The others round the table. In here: who sits where, how many cards they hold, whether they have
 * passed, are out, away or played for; empty chairs. Not in here: my own hand (hand).
 */

import { html, nothing } from "lit-html";
import { faceDown, faceUp } from "parlour/cards/card.js";
import { t } from "parlour/i18n.js";
import { awayFor, colorOf, initial, playerAt } from "parlour/table/company.js";
import { bring, computerWord, dismiss, mayBring } from "parlour/table/computer.js";
import { icon } from "parlour/table/live.js";
import { faceOf } from "./cards.js";
import { isTaken, openHand, SEATS } from "./scene.js";
import { ring } from "./timer.js";
import { vars } from "./vars.js";
import { countName, instantName, placeName, pointsName } from "./words.js";

/** @import { Scene, Seat } from "./scene.js" */

const ROUND = /** @type {const} */ (["bottom", "left", "top", "right"]);

/** The three across. @param {Scene} scene */
export function placesView(scene) {
  const { table } = scene;
  const seats = [1, 2, 3].map((step) => (table.bottom.value + step) % SEATS);
  return html`<ol class="places" role="list" aria-label=${t("Players")}>
    ${seats.map((seat) => anyView(scene, seat))}
  </ol>`;
}

/** The one on my side of the table, when it is not me. @param {Scene} scene */
export function nearestView(scene) {
  return html`<ol class="places places--mine" role="list" aria-label=${t("On this side")}>
    ${anyView(scene, scene.table.bottom.value)}
  </ol>`;
}

/** @param {Scene} scene @param {number} seat */
function anyView(scene, seat) {
  return isTaken(scene, seat) ? placeView(scene, seat) : chairView(scene, seat);
}

/** @param {Scene} scene @param {number} seat */
function where({ table }, seat) {
  return ROUND[(seat - table.bottom.value + SEATS) % SEATS];
}

/** @param {Scene} scene @param {number} seat */
function placeView(scene, seat) {
  const { table } = scene;
  const game = table.game.value;
  const id = playerAt(table.players.value, seat) ?? "";
  const turn = scene.on.value && game.currentPlayer === seat;
  const state = stateOf(scene, seat);
  return html`<li
    class="place"
    data-place=${where(scene, seat)}
    data-seat=${seat}
    data-state=${state.kind || nothing}
    ?data-turn=${turn}
  >
    <span class="place__mark">
      <span class="mark" data-color=${colorOf(table.players.value, id) ?? nothing} aria-hidden="true"
        >${initial(scene.nameOf(seat))}</span
      >
      ${turn ? ring(scene) : nothing}
    </span>
    <span class="place__who">
      <strong class="place__name">${scene.nameOf(seat)}</strong>
      <span class="place__note">${state.word || points(scene, seat)}</span>
    </span>
    ${cardsView(scene, seat)}
    ${hostsTool(scene, seat)}
  </li>`;
}

/** @param {Scene} scene @param {number} seat */
function points({ table, seats, on }, seat) {
  const { score = 0, ready, bot } = seats.value[seat] ?? {};
  if (!on.value && bot) return computerWord(table, bot);
  return !on.value && ready ? t("ready") : pointsName(score);
}

/**
 * The one thing worth knowing of somebody now.
 *
 * @param {Scene} scene
 * @param {number} seat
 * @returns {{kind: string, word: unknown}}
 */
function stateOf(scene, seat) {
  const { table, seats, on } = scene;
  const game = table.game.value;
  const taken = /** @type {Partial<Seat>} */ (seats.value[seat] ?? {});
  const person = scene.personAt(seat);
  const place = on.value ? (game.winOrder ?? []).indexOf(seat) : -1;
  if (place >= 0) return { kind: "out", word: outWord(game, seat, place) };
  if (on.value && game.passedPlayers?.[seat]) return { kind: "passed", word: t("passed") };
  if (taken.back) return { kind: "bot", word: t("back next turn") };
  if (taken.bot && taken.away) return { kind: "bot", word: t("computer stands in") };
  if (person && !person.connected) {
    const left = awayFor(person, table.tick.value);
    return { kind: "away", word: html`${t("away")} <span class="num">${left}</span>` };
  }
  return { kind: taken.bot ? "computer" : "", word: "" };
}

/** @param {any} game @param {number} seat @param {number} place */
function outWord(game, seat, place) {
  const instant = game.instantWins?.[seat];
  return instant ? `${placeName(place + 1)}: ${instantName(instant)}` : placeName(place + 1);
}

/** @param {Scene} scene @param {number} seat */
function cardsView(scene, seat) {
  const game = scene.table.game.value;
  const open = openHand(game, seat);
  const count = game.handCounts?.[seat] ?? 0;
  if (open?.length)
    return html`<span class="place__cards place__cards--open" ${vars({ n: open.length })}>
      ${open.map((card) => faceUp(faceOf(card)))}
    </span>`;
  if (!scene.on.value || !count) return nothing;
  return html`<span class="place__cards" data-few=${count <= 3 ? "" : nothing} ${vars({ n: count })}>
    <span class="place__fan fan" aria-hidden="true">
      ${Array.from({ length: count }, () => faceDown("red"))}
    </span>
    <span class="place__count num" aria-hidden="true">${count}</span>
    <span class="visually-hidden">${countName(count)}</span>
  </span>`;
}

/** @param {Scene} scene @param {number} seat */
function chairView(scene, seat) {
  const { table, mine } = scene;
  const free = table.lobby.value.status !== "closed" && !scene.replay;
  return html`<li class="place place--free" data-place=${where(scene, seat)} data-seat=${seat}>
    ${
      free && mine.value === undefined
        ? html`<button type="button" class="seat" @click=${() => table.ask("lobby/sit", { seat })}>
            ${icon("chair")}<span>${t("Sit here")}</span>
          </button>`
        : html`<span class="seat">${icon("chair")}<span>${t("Empty chair")}</span></span>`
    }
    ${
      free && mayBring(table)
        ? html`<button type="button" class="seat__bot" @click=${() => void bring(table, seat)}>
            ${t("Add computer")}
          </button>`
        : nothing
    }
  </li>`;
}

/** @param {Scene} scene @param {number} seat */
function hostsTool(scene, seat) {
  const { table, seats, status } = scene;
  const before = status.value === "waiting" || status.value === "starting";
  const taken = seats.value[seat];
  if (!before || !mayBring(table) || !taken?.bot) return nothing;
  return html`<button type="button" class="seat__bot" @click=${() => dismiss(table, seat)}>
    ${t("Remove")}<span class="visually-hidden"> ${scene.nameOf(seat)}</span>
  </button>`;
}
