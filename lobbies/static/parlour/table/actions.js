/**
 * The buttons under the table. In here: sitting down, ready, start, another game; and the game's
 * own buttons while it is played. Not in here: what those do.
 */

import { html, nothing } from "lit-html";
import { nt, t } from "../i18n.js";
import { listed, nameAt, seated } from "./company.js";
import { directing } from "./computer.js";
import { icon, live } from "./live.js";
import { element } from "./page.js";

/** @import { Action, Table } from "./table.js" */

/** @param {Table} table */
export function showActions(table) {
  return live(element("actions"), () => {
    if (!table.ready.value) return nothing;
    const { status } = table.lobby.value;
    if (status === "closed") return nothing;
    if (status === "playing") return playing(table);
    const more = [...lookBack(table), ...files(table), ...table.actions.value];
    return [waitingWord(table), buttons([...between(table), ...more])];
  });
}

/** @param {Table} table */
function playing(table) {
  const actions = [...directing(table), ...table.actions.value];
  const offers = [...new Set(actions.map((action) => action.offer))].filter(Boolean);
  return [
    ...offers.map(
      (offer) =>
        html`<div class="offer">
          <p>${offer}</p>
          ${buttons(actions.filter((action) => action.offer === offer))}
        </div>`,
    ),
    buttons(actions.filter((action) => !action.offer)),
  ];
}

/** @param {Action[]} actions */
function buttons(actions) {
  return actions.map(({ label, run, href, download, tone, icon: name, busy, small, disabled }) => {
    const kind = small ? "icon-button" : tone ? `button button--${tone}` : "button";
    const hidden = small ? "visually-hidden" : nothing;
    const inside = html`${name ? icon(name) : nothing}<span class=${hidden}>${label}</span>`;
    if (href) return html`<a class=${kind} href=${href} ?download=${download}>${inside}</a>`;
    return html`<button
        type="button"
        class=${kind}
        aria-busy=${busy ? "true" : nothing}
        aria-disabled=${disabled ? "true" : nothing}
        @click=${run}
      >
        ${inside}
      </button>`;
  });
}

/**
 * What can be done while no game is on.
 *
 * @param {Table} table
 * @returns {Action[]}
 */
function between(table) {
  const seat = table.seat.value;
  if (seat === undefined) return visitor(table);
  if (table.page.opens) return [...next(table), stand(table)];
  const full = seated(table.players.value).length >= table.page.seats;
  if (full && table.outcome.value && !anyReady(table)) return [rematch(table, seat), stand(table)];
  if (full) return [...starting(table), stand(table)];
  return table.tab.value === "share" ? [stand(table)] : [share(), stand(table)];
}

/** What is left of the last game to take home. @param {Table} table @returns {Action[]} */
function files(table) {
  if (!table.outcome.value) return [];
  const found = table.words.value?.files(table.game.value) ?? [];
  return found.map(({ label, href }) => ({
    key: label,
    label,
    href,
    tone: "quiet",
    download: true,
  }));
}

/** The last game once more, to look at or to send to somebody. @param {Table} table @returns {Action[]} */
function lookBack(table) {
  const { id } = table.game.value;
  if (!id || !table.outcome.value) return [];
  const href = `/games/${id}/`;
  const { study } = table.page;
  /** @type {Action[]} */
  const tries = study
    ? [{ key: "study", label: t("Analyse"), href: `${study}?game=${id}`, tone: "quiet" }]
    : [];
  return [
    { key: "replay", label: t("Replay"), href, icon: "play" },
    ...tries,
    {
      key: "send",
      label: t("Share the replay"),
      icon: "share",
      small: true,
      run: () => void send(table, new URL(href, location.href).href),
    },
  ];
}

/** Hand a link on, by whatever this browser has for it. @param {Table} table @param {string} url */
async function send(table, url) {
  try {
    if (navigator.share) return await navigator.share({ title: document.title, url });
    await navigator.clipboard.writeText(url);
    table.toast(t("The link is copied."), "good");
  } catch (error) {
    const shut = error instanceof DOMException && error.name === "AbortError";
    if (!shut) table.toast(url);
  }
}

/** Whether any person is; computer players always are. @param {Table} table */
function anyReady(table) {
  return seated(table.players.value).some(([, person]) => person.ready && !person.bot);
}

/** @param {Table} table @returns {Action[]} */
function visitor(table) {
  if (seated(table.players.value).length >= table.page.seats) return hostStart(table);
  const sit = () => table.ask("lobby/sit", {});
  return [{ key: "sit", label: t("Sit down"), tone: "primary", icon: "chair", run: sit }];
}

/** @param {Table} table @returns {Action[]} */
function hostStart(table) {
  if (table.you.value.role !== "host") return [];
  const run = () => table.ask("lobby/start", {});
  return [{ key: "start", label: t("Start the game"), tone: "primary", icon: "play", run }];
}

/** Where people come and go nobody waits for all: the host begins. @param {Table} table */
function next(table) {
  return hostStart(table).map((action) => ({ ...action, label: t("New game") }));
}

/** @param {Table} table @returns {Action[]} */
function starting(table) {
  const ready = table.players.value[table.you.value.playerId]?.ready;
  const say = () => table.ask("lobby/ready", ready ? { ready: false } : {});
  const host = hostStart(table);
  if (ready) return [...host, { key: "ready", label: t("Not ready after all"), run: say }];
  const tone = host.length ? undefined : /** @type {const} */ ("primary");
  return [...host, { key: "ready", label: t("Ready"), icon: "check", run: say, tone }];
}

/** @param {Table} table @param {number} seat @returns {Action} */
function rematch(table, seat) {
  const wanted = table.game.value.rematch ?? {};
  const mine = Boolean(wanted[seat]);
  const theirs = Object.keys(wanted).some((other) => Number(other) !== seat);
  const label = mine ? t("Rematch asked") : theirs ? t("Accept the rematch") : t("Rematch");
  const run = () => void (mine || again(table));
  return { key: "rematch", label, icon: "rematch", tone: "primary", run, busy: mine };
}

/**
 * Another game. Whoever sat down since the last one has no rematch to ask for: ready, then.
 *
 * @param {Table} table
 */
function again(table) {
  table.send("game/rematch", {}, { quiet: true }).catch((refusal) => {
    if (refusal.code === "NO_ACTIVE_GAME") table.ask("lobby/ready", {});
    else table.toast(refusal.message, "warn");
  });
}

/** @param {Table} table @returns {Action} */
function stand(table) {
  const run = () => table.ask("lobby/stand", {});
  return { key: "stand", label: t("Stand up"), tone: "quiet", run };
}

/** @returns {Action} */
function share() {
  const run = () => document.dispatchEvent(new CustomEvent("parlour:open", { detail: "share" }));
  return { key: "share", label: t("Invite somebody"), tone: "primary", icon: "share", run };
}

/** @param {Table} table */
function waitingWord(table) {
  const text = waitingFor(table);
  return text ? html`<div class="offer"><p>${text}</p></div>` : nothing;
}

/** @param {Table} table */
export function waitingFor(table) {
  const people = table.players.value;
  const sitting = seated(people);
  const free = table.page.seats - sitting.length;
  if (table.page.opens)
    return table.you.value.role === "host" ? "" : t("The host begins the next game.");
  if (free > 0 && table.seat.value !== undefined)
    return t("A chair is free. Send somebody the link, or wait for a visitor.");
  if (free > 0) return "";
  const rematch = Object.keys(table.game.value.rematch ?? {}).map(Number);
  const asks = rematch.filter((seat) => seat !== table.seat.value);
  if (asks.length) {
    const names = listed(asks.map((seat) => nameAt(people, seat)));
    return nt("{names} wants a rematch.", "{names} want a rematch.", asks.length, { names });
  }
  if (table.outcome.value && !anyReady(table)) return "";
  const idle = sitting.filter(([id, person]) => !person.ready && id !== table.you.value.playerId);
  const names = listed(idle.map(([, person]) => person.name));
  if (!names) return "";
  return nt("{names} is not ready yet.", "{names} are not ready yet.", idle.length, { names });
}
