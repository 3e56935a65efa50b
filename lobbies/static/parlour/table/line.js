/**
 * How the line stands, said honestly. In here: the word in the corner, the banner when something is
 * wrong, a newer build. Not in here: the connection itself.
 */

import { effect, signal } from "@preact/signals-core";
import { html, nothing, render } from "lit-html";
import { t } from "../i18n.js";
import { element, mark } from "./page.js";

/** @import { Table } from "./table.js" */
/** @import { Status } from "../wire.d.ts" */

/** A break shorter than this is not worth a banner. */
const PATIENCE = 1500;

const WORDS = {
  connecting: t("Connecting"),
  live: t("Live"),
  slow: t("Slow line"),
  reconnecting: t("Reconnecting"),
  offline: t("Off line"),
  stopped: t("Closed"),
};

/** @type {Record<number, string>} */
const ENDS = {
  4400: t("This page cannot talk to the server any more. Reload it."),
  4401: t("The server does not know you any more. Reload the page to come back."),
  4403: t("You are not let in to this table: the host has shown you out, or it is private."),
  4404: t("There is no such table any more."),
};

/** The newer build this visitor does not want to hear of now. */
const putOff = signal("");

/**
 * @typedef {object} Banner
 * @property {"warn" | "danger" | "quiet"} tone
 * @property {string} text
 * @property {"retry" | "reload" | "home"} [action]
 */

/** @param {Table} table */
export function showLine(table) {
  const status = element("status");
  let since = 0;
  effect(() => {
    const { word } = table.line.value;
    const troubled = word === "reconnecting" || word === "offline";
    since = troubled ? since || Date.now() : 0;
    mark(status, "data-state", word === "stopped" ? "offline" : word);
    const text = status.querySelector(".status__word") ?? status;
    if (text.textContent !== WORDS[word]) text.textContent = WORDS[word];
  });
  effect(() => {
    const banner = bannerFor(table, () => (since ? Date.now() - since : 0));
    draw(table, banner);
  });
}

/**
 * The one thing that is wrong, the worst first.
 *
 * @param {Table} table
 * @param {() => number} trouble milliseconds since the line broke
 * @returns {Banner | null}
 */
function bannerFor(table, trouble) {
  const line = table.line.value;
  if (line.word === "stopped") return stopped(line);
  if (table.lobby.value.status === "closed")
    return { tone: "quiet", text: t("The host has closed this table."), action: "home" };
  if (line.word === "offline")
    return { tone: "warn", text: t("You are off line. The game goes on as soon as you are back.") };
  if (line.word === "reconnecting") {
    const now = table.tick.value;
    if (trouble() < PATIENCE && now) return null;
    return { tone: "warn", text: countdown(line), action: "retry" };
  }
  const { gameVersion } = table.lobby.value;
  if (gameVersion && gameVersion !== table.page.gameVersion && gameVersion !== putOff.value)
    return { tone: "quiet", text: t("There is a newer version of Parlour."), action: "reload" };
  return null;
}

/** @param {Status} line @returns {Banner} */
function stopped({ code }) {
  const text = ENDS[code ?? 0] ?? t("The line is closed.");
  return { tone: "danger", text, action: code === 4400 || code === 4401 ? "reload" : "home" };
}

/** @param {Status} line */
function countdown({ retryAt }) {
  const left = retryAt === undefined ? 0 : Math.ceil((retryAt - Date.now()) / 1000);
  if (left <= 0) return t("The line is down. Trying again…");
  return t("The line is down. Trying again in {left} s.", { left });
}

/**
 * @param {Table} table
 * @param {Banner | null} banner
 */
function draw(table, banner) {
  const box = element("banner");
  if (banner) {
    mark(box, "data-tone", banner.tone);
    const text = element("banner-text");
    if (text.textContent !== banner.text) text.textContent = banner.text;
  }
  box.hidden = !banner;
  render(banner?.action ? action(table, banner.action) : nothing, element("banner-actions"));
}

/**
 * @param {Table} table
 * @param {"retry" | "reload" | "home"} what
 */
function action(table, what) {
  if (what === "home")
    return html`<a class="button button--small" href=${table.page.start}>${t("To the start page")}</a>`;
  const run = what === "retry" ? () => table.retry() : () => location.reload();
  const later = () => {
    putOff.value = table.lobby.peek().gameVersion;
  };
  return html`<button type="button" class="button button--small" @click=${run}>
      ${what === "retry" ? t("Try now") : t("Reload")}
    </button>
    ${
      what === "reload" && table.line.peek().word !== "stopped"
        ? html`<button type="button" class="button button--small button--quiet" @click=${later}>
            ${t("Later")}
          </button>`
        : nothing
    }`;
}
