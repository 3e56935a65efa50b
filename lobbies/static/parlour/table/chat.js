/**
 * The talk at the table. In here: lines, writing one, who is writing, muting somebody for oneself,
 * reporting. Not in here: who may talk (the server), the tab that holds it.
 */

import { computed, effect, signal } from "@preact/signals-core";
import { html, nothing } from "lit-html";
import { nt, t } from "../i18n.js";
import { colorOf, listed } from "./company.js";
import { icon, live } from "./live.js";
import { element } from "./page.js";

/** @import { Line, Refusal } from "../wire.d.ts" */
/** @import { Table } from "./table.js" */

const TYPING_EVERY = 3000;
const TYPING_SHOWN = 4000;
const NEAR_END = 60;

/** @typedef {{text: string, failed?: boolean}} Unsaid a line on its way */

/** Players this visitor does not want to hear. @type {import("@preact/signals-core").Signal<string[]>} */
const silenced = signal([]);
/** @type {import("@preact/signals-core").Signal<Unsaid[]>} */
const unsaid = signal([]);

/** @param {Table} table */
export function showChat(table) {
  const list = element("chat-lines");
  const lines = computed(() =>
    Object.entries(/** @type {Record<string, Line>} */ (table.chat.value))
      .map(([number, line]) => ({ number: Number(number), ...line }))
      .filter((line) => !silenced.value.includes(line.playerId))
      .sort((one, other) => one.number - other.number),
  );
  live(list, () => {
    const wasAtEnd = list.scrollHeight - list.scrollTop - list.clientHeight < NEAR_END;
    if (wasAtEnd) requestAnimationFrame(() => list.scrollTo({ top: list.scrollHeight }));
    if (!lines.value.length && !unsaid.value.length) return quiet();
    return [lines.value.map((line) => said(table, line)), unsaid.value.map(waiting)];
  });
  writing(table);
  typing(table);
}

function quiet() {
  return html`<li class="chat__line chat__line--house">${t("Nobody has said anything yet.")}</li>`;
}

/**
 * @param {Table} table
 * @param {Line & {number: number}} line
 */
function said(table, line) {
  const mine = line.playerId === table.you.value.playerId;
  const at = new Date(line.at);
  const time = at.toLocaleTimeString(table.page.locale, { hour: "2-digit", minute: "2-digit" });
  return html`<li class="chat__line" ?data-mine=${mine}>
    <span class="chat__name" data-color=${colorOf(table.players.value, line.playerId) ?? nothing}
      >${line.name}</span
    >
    <span class="chat__text">${line.text}</span>
    <time class="chat__time" datetime=${at.toISOString()}>${time}</time>
    ${mine ? nothing : more(table, line)}
  </li>`;
}

/** @param {Unsaid} line */
function waiting({ text, failed }) {
  return html`<li class="chat__line" data-mine ?data-pending=${!failed} ?data-failed=${failed}>
    <span class="chat__text">${text}</span>
  </li>`;
}

/**
 * @param {Table} table
 * @param {Line & {number: number}} line
 */
function more(table, line) {
  return html`<button
    type="button"
    class="icon-button chat__more"
    aria-label=${t("About this line by {name}", { name: line.name })}
    @click=${() => void about(table, line)}
  >
    ${icon("more")}
  </button>`;
}

/**
 * @param {Table} table
 * @param {Line & {number: number}} line
 */
async function about(table, line) {
  const answer = await table.question({
    title: t("{name} said", { name: line.name }),
    body: html`<p class="ask__quote">${line.text}</p>`,
    choices: [
      { value: "silence", label: t("Hide what {name} says", { name: line.name }) },
      { value: "report", label: t("Report this line"), tone: "danger" },
      { value: "", label: t("Cancel"), tone: "quiet" },
    ],
  });
  if (answer === "silence") silence(table, line.playerId, line.name);
  if (answer === "report") {
    const sent = table.send("chat/report", { messageId: line.number });
    sent
      .then(() => table.toast(t("Reported. The staff will have a look."), "good"))
      .catch(() => {});
  }
}

/**
 * Hide somebody's lines on this page, or show them again.
 *
 * @param {Table} table
 * @param {string} playerId
 * @param {string} name
 */
export function silence(table, playerId, name) {
  const was = silenced.value.includes(playerId);
  silenced.value = was
    ? silenced.value.filter((other) => other !== playerId)
    : [...silenced.value, playerId];
  table.toast(
    was ? t("You hear {name} again.", { name }) : t("You do not hear {name} any more.", { name }),
  );
}

/** @param {string} playerId */
export function isSilenced(playerId) {
  return silenced.value.includes(playerId);
}

/** @param {Table} table */
function writing(table) {
  const form = element("chat-form");
  const field = /** @type {HTMLInputElement} */ (element("chat-text"));
  const invitation = field.placeholder;
  let lastTold = 0;
  effect(() => {
    const why = silentBecause(table);
    field.disabled = Boolean(why);
    field.placeholder = why || invitation;
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = field.value.trim();
    if (!text) return;
    field.value = "";
    say(table, text, field);
  });
  field.addEventListener("input", () => {
    if (Date.now() - lastTold < TYPING_EVERY || !field.value) return;
    lastTold = Date.now();
    table.cast("lobby/typing");
  });
}

/** Why I may not talk now, if so; the server has the last word. @param {Table} table */
function silentBecause(table) {
  const { status, options } = table.lobby.value;
  if (status === "closed") return t("This table is closed.");
  if (table.players.value[table.you.value.playerId]?.muted) return t("The host has muted you.");
  const watches = table.seat.value === undefined && table.you.value.role !== "host";
  if (watches && status === "playing" && options.spectatorChat === false)
    return t("Quiet, please: a game is being played.");
  return "";
}

/**
 * @param {Table} table
 * @param {string} text
 * @param {HTMLInputElement} field gets the text back if nobody may hear it
 */
function say(table, text, field) {
  /** @type {Unsaid} */
  const line = { text };
  unsaid.value = [...unsaid.value, line];
  const done = () => {
    unsaid.value = unsaid.value.filter((other) => other !== line);
  };
  table.send("chat/say", { text }).then(done, () => {
    done();
    if (!field.value) field.value = text;
  });
}

/** Who is writing, for a few seconds after each sign of it. @param {Table} table */
function typing(table) {
  /** @type {Map<string, any>} */
  const timers = new Map();
  const writers = signal(/** @type {string[]} */ ([]));
  /** @param {string} id */
  const stop = (id) => {
    clearTimeout(timers.get(id));
    timers.delete(id);
    writers.value = [...timers.keys()];
  };
  table.listen(({ type, payload }, before, after) => {
    if (type === "chat/said")
      for (const number of Object.keys(after)) if (!before[number]) stop(after[number].playerId);
    if (type !== "lobby/typing" || payload.playerId === table.you.peek().playerId) return;
    stop(payload.playerId);
    timers.set(
      payload.playerId,
      setTimeout(() => stop(payload.playerId), TYPING_SHOWN),
    );
    writers.value = [...timers.keys()];
  });
  live(element("chat-typing"), () => {
    const heard = writers.value.filter((id) => !silenced.value.includes(id));
    const names = heard.map((id) => table.players.value[id]?.name ?? t("Somebody"));
    if (!names.length) return nothing;
    const shown = { names: listed(names) };
    return nt("{names} is writing…", "{names} are writing…", names.length, shown);
  });
}
