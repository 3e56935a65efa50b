/**
 * What happens in the room, told as a person would. In here: comings and goings, chairs, chat, the
 * start and the end; unread counts. Not in here: the moves of a game (its board tells those).
 */

import { effect } from "@preact/signals-core";
import { t } from "../i18n.js";
import { seated } from "./company.js";
import { element, mark } from "./page.js";

/** @import { Person } from "../wire.d.ts" */
/** @import { People } from "./company.js" */
/** @import { Table } from "./table.js" */

/** @param {Table} table */
export function tellNews(table) {
  table.listen((message, before, after) => {
    const [part] = message.type?.split("/") ?? [];
    if (part === "players") tellPlayers(table, before, after);
    if (part === "chat") tellChat(table, before, after);
    if (part === "you") tellYou(table, before, after);
    if (part === "game") tellGame(table, before, after);
  });
  countUnread(table);
  showTurn(table);
}

/**
 * @param {Table} table
 * @param {People} before
 * @param {People} after
 */
function tellPlayers(table, before, after) {
  const me = table.you.peek().playerId;
  const ids = new Set([...Object.keys(before), ...Object.keys(after)]);
  for (const id of ids) {
    if (id === me || before[id] === after[id]) continue;
    table.announce(changeOf(table, before[id], after[id]));
    if (!before[id]?.ready && after[id]?.ready) table.sound("chip");
    if (before[id]?.seat === undefined && after[id]?.seat !== undefined) table.sound("chip");
  }
  if (table.page.opens && seated(before).length < 2 && seated(after).length > 1)
    putInvitationAway(table);
}

/**
 * @param {Table} table
 * @param {Person | undefined} was
 * @param {Person | undefined} is
 */
function changeOf(table, was, is) {
  if (!is) return t("{name} left.", { name: was?.name ?? "" });
  const { name } = is;
  if (!was) return t("{name} came in.", { name });
  if (was.name !== name) return t("{name} is now called {other}.", { name: was.name, other: name });
  if (was.connected && !is.connected) return t("{name} is away.", { name });
  if (!was.connected && is.connected) return t("{name} is back.", { name });
  if (was.seat !== is.seat && is.seat === undefined) return t("{name} stood up.", { name });
  if (was.seat !== is.seat)
    return t("{name} sits at {chair}.", { name, chair: table.seatName(is.seat ?? 0) });
  if (!was.ready && is.ready) return t("{name} is ready.", { name });
  return "";
}

/**
 * @param {Table} table
 * @param {any} before
 * @param {any} after
 */
function tellChat(table, before, after) {
  const me = table.you.peek().playerId;
  for (const number of Object.keys(after)) {
    if (before[number] || after[number].playerId === me) continue;
    // The list of lines is read out by itself while it is open.
    if (table.tab.peek() !== TAB) table.announce(t("{name} says: {text}", after[number]));
    unread(table);
  }
}

/**
 * @param {Table} table
 * @param {any} before
 * @param {any} after
 */
function tellYou(table, before, after) {
  if (before.role !== "host" && after.role === "host") table.toast(t("You are the host now."));
  if (before.role === "host" && after.role !== "host")
    table.toast(t("You are not the host any more."));
}

/**
 * @param {Table} table
 * @param {any} before
 * @param {any} after
 */
function tellGame(table, before, after) {
  if (after.id !== before.id) {
    table.sound("bell");
    table.turned.value = null;
    putInvitationAway(table);
    const seat = table.seat.peek();
    table.announce(
      seat === undefined
        ? t("The game starts.")
        : t("The game starts. You have {chair}.", { chair: table.seatName(seat) }),
    );
  }
  const outcome = after.result && !before.result ? table.outcome.peek() : null;
  if (!outcome) return;
  table.sound("bell");
  table.announce(`${outcome.title}, ${outcome.why}.`);
}

const phone = matchMedia("(max-width: 59.99rem)");

/** The moves take the invitation's place; on a phone, the board. @param {Table} table */
function putInvitationAway(table) {
  if (table.tab.peek() !== "share") return;
  const detail = phone.matches ? null : "moves";
  document.dispatchEvent(new CustomEvent("parlour:open", { detail }));
}

const TAB = "chat";
let missed = 0;

/** @param {Table} table */
function unread(table) {
  if (table.tab.peek() === TAB && !document.hidden) return;
  missed += 1;
  writeCount();
}

/** @param {Table} table */
function countUnread(table) {
  document.addEventListener("parlour:tab", (event) => {
    table.tab.value = /** @type {CustomEvent} */ (event).detail ?? undefined;
    if (table.tab.peek() !== TAB) return;
    missed = 0;
    writeCount();
  });
}

function writeCount() {
  const count = /** @type {HTMLElement | null} */ (
    document.querySelector(`#tab-${TAB} .tab__count`)
  );
  if (!count) return;
  count.textContent = String(missed);
  count.hidden = missed === 0;
}

/** Whose turn it is, from two metres away and from another tab. @param {Table} table */
function showTurn(table) {
  const favicon = document.getElementById("favicon");
  const plain = document.title;
  effect(() => {
    const { status } = table.lobby.value;
    const seat = table.seat.value;
    const turn = status === "playing" ? table.turn.value : [];
    const mine = seat !== undefined && turn.includes(seat);
    mark(element("table"), "data-turn", mine ? "you" : turn.length ? "other" : "none");
    if (status) mark(document.body, "data-status", status);
    document.title = mine ? `${t("Your turn")} · ${plain}` : plain;
    const icon = mine ? favicon?.dataset.turn : favicon?.dataset.plain;
    if (favicon && icon) mark(favicon, "href", icon);
  });
}
