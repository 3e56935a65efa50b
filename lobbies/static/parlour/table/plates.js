/**
 * The places round the table: plates and empty chairs. In here: who sits where, who is to move,
 * who is away. Not in here: what a clock shows (the game says it).
 */

import { html, nothing } from "lit-html";
import { t, tparts } from "../i18n.js";
import { awayFor, colorOf, initial, playerAt } from "./company.js";
import { bring, computerWord, dismiss, mayBring } from "./computer.js";
import { icon, live } from "./live.js";
import { element } from "./page.js";

/** @import { Person } from "../wire.d.ts" */
/** @import { Clock, Table } from "./table.js" */

const PLACES = [["bottom"], ["bottom"], ["bottom", "top"], ["bottom", "left", "right"]];
const ROUND = ["bottom", "left", "top", "right"];

/** @param {Table} table */
export function showPlates(table) {
  return live(element("seats"), () => {
    if (!table.ready.value) return nothing;
    const seats = Array.from({ length: table.page.seats }, (_, seat) => seat);
    return seats.map((seat) => {
      const id = playerAt(table.players.value, seat);
      return id === undefined ? chair(table, seat) : plate(table, seat, id);
    });
  });
}

/**
 * @param {Table} table
 * @param {number} seat
 */
function place(table, seat) {
  const { seats } = table.page;
  const round = PLACES[seats] ?? ROUND;
  return round[(seat - table.bottom.value + seats) % seats] ?? "top";
}

/**
 * @param {Table} table
 * @param {number} seat
 * @param {string} id
 */
function plate(table, seat, id) {
  const person = /** @type {Person} */ (table.players.value[id]);
  const color = colorOf(table.players.value, id) ?? nothing;
  const extra = table.plates.value[seat];
  const moves = isOn(table) && table.turn.value.includes(seat);
  return html`<li
    class="plate"
    data-place=${place(table, seat)}
    data-seat=${seat}
    data-color=${color}
    ?data-turn=${moves}
    ?data-away=${!person.connected}
    ?data-me=${seat === table.seat.value}
  >
    <span class="plate__mark mark" data-color=${color} aria-hidden="true"
      >${initial(person.name)}</span
    >
    <span class="plate__who">
      <strong class="plate__name">${person.name}</strong>
      <span class="plate__note">${note(table, seat, person)}</span>
    </span>
    ${extra?.extra ? html`<span class="plate__extra">${extra.extra}</span>` : nothing}
    ${extra?.clock ? clock(extra.clock) : nothing}
    ${person.bot ? removal(table, seat, person.name) : nothing}
  </li>`;
}

/** @param {Clock} shown */
function clock({ time, tenths, running, low, label }) {
  return html`<time class="clock" ?data-running=${running} ?data-low=${low}>
    <span class="visually-hidden">${label}</span>
    <span class="clock__time" aria-hidden="true"
      >${time}${tenths ? html`<span class="clock__tenths">${tenths}</span>` : nothing}</span
    >
  </time>`;
}

/**
 * The one thing worth knowing of a player now.
 *
 * @param {Table} table
 * @param {number} seat
 * @param {Person} person
 */
function note(table, seat, person) {
  if (!person.connected && person.awayUntil !== undefined)
    return tparts("away {time}", {
      time: html`<span class="num">${awayFor(person, table.tick.value)}</span>`,
    });
  if (!person.connected) return t("away");
  const game = table.plates.value[seat]?.note;
  if (game) return game;
  const side = table.seatName(seat);
  const id = playerAt(table.players.value, seat) ?? "";
  const words = [side, table.ratings.value[id] ?? ""].filter(Boolean);
  if (person.bot) words.push(computerWord(table, person.bot));
  // On a board to try things out one has both sides, and is nobody.
  if (id && id === table.you.value.playerId) words.push(t("you"));
  else if (person.role === "host" && !isOn(table)) words.push(t("host"));
  if (person.ready && !person.bot && !isOn(table)) words.push(t("ready"));
  return words.join(" · ");
}

/**
 * @param {Table} table
 * @param {number} seat
 */
function chair(table, seat) {
  const free = table.lobby.value.status !== "playing" && table.lobby.value.status !== "closed";
  const mine = table.seat.value !== undefined;
  const side = table.seatName(seat);
  if (table.replay) return nothing;
  const word = !free ? t("Empty chair") : mine ? t("Move here") : t("Sit here");
  const inside = html`${icon("chair")}<span class="chair__word">${word}</span
    ><span class="chair__seat">${side}</span>`;
  return html`<li class="plate plate--empty" data-place=${place(table, seat)} data-seat=${seat}>
    ${
      free
        ? html`<button type="button" class="chair" @click=${() => void sit(table, seat)}>
            ${inside}
          </button>`
        : html`<span class="chair">${inside}</span>`
    }
    ${mayBring(table) ? invitation(table, seat) : nothing}
  </li>`;
}

/**
 * The button that gives the chair to a computer player.
 *
 * @param {Table} table
 * @param {number} seat
 */
function invitation(table, seat) {
  const side = table.seatName(seat);
  return html`<button
    type="button"
    class="chair chair--computer"
    aria-label=${side ? t("Computer player: {side}", { side }) : t("Computer player")}
    @click=${() => void bring(table, seat)}
  >
    ${icon("chip")}<span class="chair__word">${t("Computer")}</span>
  </button>`;
}

/**
 * The button that takes a computer player's chair away.
 *
 * @param {Table} table
 * @param {number} seat
 * @param {string} name
 */
function removal(table, seat, name) {
  if (!mayBring(table)) return nothing;
  return html`<button
    type="button"
    class="icon-button plate__remove"
    aria-label=${t("Send {name} away", { name })}
    @click=${() => dismiss(table, seat)}
  >
    ${icon("close")}
  </button>`;
}

/**
 * Sit down; the chair is gone then, so the next thing to do gets the keyboard.
 *
 * @param {Table} table
 * @param {number} seat
 */
async function sit(table, seat) {
  await table.send("lobby/sit", { seat }).catch(() => {});
  if (document.activeElement === document.body) element("actions").querySelector("button")?.focus();
}

/** @param {Table} table */
function isOn(table) {
  if (table.replay) return table.outcome.value === null;
  return table.lobby.value.status === "playing";
}
