/**
 * Everybody in the room. In here: the list with who is away, and what a host can do with whom.
 * Not in here: the places round the table (plates).
 */

import { html, nothing } from "lit-html";
import { t } from "../i18n.js";
import { isSilenced, silence } from "./chat.js";
import { awayFor, colorOf, initial } from "./company.js";
import { computerWord, dismiss, mayBring } from "./computer.js";
import { icon, live } from "./live.js";
import { element } from "./page.js";

/** @import { Person } from "../wire.d.ts" */
/** @import { Choice } from "./ask.js" */
/** @import { Table } from "./table.js" */

/** @param {Table} table */
export function showPeople(table) {
  live(element("people"), () => {
    if (!table.ready.value) return nothing;
    const all = Object.entries(table.players.value);
    const sitting = all
      .filter(([, person]) => person.seat !== undefined)
      .sort(([, one], [, other]) => (one.seat ?? 0) - (other.seat ?? 0));
    const watching = all.filter(([, person]) => person.seat === undefined);
    return [
      group(table, t("At the table"), sitting),
      group(table, t("Watching"), watching),
      leaving(table),
    ];
  });
}

/**
 * @param {Table} table
 * @param {string} title
 * @param {[string, Person][]} people
 */
function group(table, title, people) {
  if (!people.length) return nothing;
  return html`<h3 class="people__head">${title}</h3>
    <ul class="people">
      ${people.map(([id, person]) => row(table, id, person))}
    </ul>`;
}

/**
 * @param {Table} table
 * @param {string} id
 * @param {Person} person
 */
function row(table, id, person) {
  const me = id === table.you.value.playerId;
  const color = colorOf(table.players.value, id) ?? nothing;
  return html`<li class="person" ?data-away=${!person.connected} ?data-me=${me}>
    <span class="mark" data-color=${color} aria-hidden="true">${initial(person.name)}</span>
    <span class="person__name">${person.name}</span>
    <span class="person__note">${notes(table, person, me)}</span>
    ${me || (person.bot && !mayBring(table)) ? nothing : menu(table, id, person)}
  </li>`;
}

/**
 * @param {Table} table
 * @param {Person} person
 * @param {boolean} me
 */
function notes(table, person, me) {
  const words = [];
  if (me) words.push(t("you"));
  if (person.role === "host") words.push(t("host"));
  if (person.seat !== undefined) words.push(table.seatName(person.seat));
  if (person.bot) words.push(computerWord(table, person.bot));
  if (person.ready && !person.bot) words.push(t("ready"));
  if (person.muted) words.push(t("muted"));
  if (!person.connected)
    words.push(t("away {time}", { time: awayFor(person, table.tick.value) }).trim());
  const { gameVersion } = table.lobby.value;
  if (person.gameVersion && gameVersion && person.gameVersion !== gameVersion)
    words.push(t("other version"));
  return words.join(" · ");
}

/**
 * @param {Table} table
 * @param {string} id
 * @param {Person} person
 */
function menu(table, id, person) {
  return html`<span class="person__actions">
    <button
      type="button"
      class="icon-button"
      aria-label=${t("About {name}", { name: person.name })}
      @click=${() => void about(table, id, person)}
    >
      ${icon("more")}
    </button>
  </span>`;
}

/**
 * @param {Table} table
 * @param {string} id
 * @param {Person} person
 */
async function about(table, id, person) {
  const { name } = person;
  const answer = await table.question({
    title: name,
    choices: [...choices(table, id, person), { value: "", label: t("Cancel"), tone: "quiet" }],
  });
  if (answer === "dismiss" && person.seat !== undefined) dismiss(table, person.seat);
  if (answer === "silence") silence(table, id, name);
  if (answer === "host") table.ask("lobby/host", { playerId: id });
  if (answer === "mute")
    table.ask("lobby/mute", person.muted ? { playerId: id, muted: false } : { playerId: id });
  if (answer === "kick") table.ask("lobby/kick", { playerId: id });
  if (answer === "ban") table.ask("lobby/kick", { playerId: id, ban: true });
}

/**
 * @param {Table} table
 * @param {string} id
 * @param {Person} person
 * @returns {Choice[]}
 */
function choices(table, id, { name, muted, bot }) {
  if (bot) return [{ value: "dismiss", label: t("Send {name} away", { name }), tone: "danger" }];
  const mine = {
    value: "silence",
    label: isSilenced(id) ? t("Hear {name} again", { name }) : t("Hide what {name} says", { name }),
  };
  if (table.you.peek().role !== "host") return [mine];
  const heir = { value: "host", label: t("Make them the host") };
  if (table.page.permanent) return [mine, heir];
  return [
    mine,
    { value: "mute", label: muted ? t("Let them talk again") : t("Mute for everybody") },
    heir,
    { value: "kick", label: t("Show out"), tone: "danger" },
    { value: "ban", label: t("Show out for good"), tone: "danger" },
  ];
}

/** @param {Table} table */
function leaving(table) {
  const host = table.you.value.role === "host" && !table.page.permanent;
  const mayClose = host && table.lobby.value.status !== "closed";
  return html`<div class="people__foot">
    <a class="button button--quiet" href=${table.page.games}>
      ${icon("moves")}<span>${t("Games played here")}</span>
    </a>
    <button type="button" class="button button--quiet" @click=${() => void leave(table)}>
      ${icon("door")}<span>${t("Leave")}</span>
    </button>
    ${
      mayClose
        ? html`<button
            type="button"
            class="button button--quiet"
            @click=${() => void close(table)}
          >
            ${icon("lock")}<span>${t("Close the table")}</span>
          </button>`
        : nothing
    }
  </div>`;
}

/** @param {Table} table */
async function leave(table) {
  const answer = await table.question({
    title: t("Leave this table?"),
    body: html`<p>${t("You can come back with the link.")}</p>`,
    choices: [
      { value: "leave", label: t("Leave"), tone: "primary" },
      { value: "", label: t("Stay"), tone: "quiet" },
    ],
  });
  if (answer !== "leave") return;
  const response = await fetch(`/api/lobbies/${table.page.lobbyId}/leave/`, {
    method: "POST",
    headers: { "X-CSRFToken": table.page.csrf, "Content-Type": "application/json" },
    body: "{}",
  });
  if (response.ok) location.assign(table.page.start);
  else table.toast((await response.json()).message ?? t("That did not work. Try again."), "warn");
}

/** @param {Table} table */
async function close(table) {
  const answer = await table.question({
    title: t("Close this table?"),
    body: html`<p>${t("Everybody is sent home and a game in progress ends.")}</p>`,
    choices: [
      { value: "close", label: t("Close it"), tone: "danger" },
      { value: "", label: t("Keep it open"), tone: "quiet" },
    ],
  });
  if (answer === "close") table.ask("lobby/close", {});
}
