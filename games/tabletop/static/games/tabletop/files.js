/**
 * A table as a file, and what is brought from one. In here: picking, saving, laying out what was
 * saved. Not in here: what a text holds (listing), the questions before (acts).
 */

import { t } from "parlour/i18n.js";
import { readList } from "./listing.js";

/** @import { Room } from "./room.js" */

/** What a pasted text or a file holds comes to the table. @param {Room} room @param {string} text @param {string} name @param {{x: number, y: number}} at */
export async function bringList(room, text, name, at) {
  const { verbs, refuse, scene } = room;
  const found = readList(text);
  if (found.kind === "nothing") return refuse(found.why);
  if (found.kind === "table") return void layOut(room, found.setup);
  const list =
    found.kind === "text"
      ? { text: found.text, name }
      : { cards: found.cards, name: name || found.name };
  if (await verbs.bring({ ...list, ...at }))
    scene.table.toast(t("The deck lies on the table."), "good");
}

/** A saved table in place of this one; over HTTP, since it may be larger than a message. @param {Room} room @param {object} setup */
async function layOut({ scene, refuse }, setup) {
  const { page } = scene.table;
  const response = await fetch(`/api/lobbies/${page.lobbyId}/setup/`, {
    method: "PUT",
    headers: { "Content-Type": "application/json", "X-CSRFToken": page.csrf },
    body: JSON.stringify(setup),
  }).catch(() => undefined);
  if (response?.ok) return;
  const answer = await response?.json().catch(() => undefined);
  refuse(answer?.message ?? t("The table could not be laid out. Please try again."));
}

/** The table as a file, as far as I may know it. @param {Room} room */
export async function saveTable({ scene, refuse }) {
  const { page, lobby } = scene.table;
  const response = await fetch(`/api/lobbies/${page.lobbyId}/setup/`).catch(() => undefined);
  if (!response?.ok) return refuse(t("The table could not be saved. Please try again."));
  const blob = new Blob([await response.text()], { type: "application/json" });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = `${lobby.peek().name || "table"}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** The text of a file that somebody picks, if they do. @returns {Promise<string | undefined>} */
export function pickFile() {
  return new Promise((resolve) => {
    const input = document.createElement("input");
    input.type = "file";
    input.accept = ".json,.txt,application/json,text/plain";
    input.addEventListener("cancel", () => resolve(undefined));
    input.addEventListener("change", () => {
      const [file] = input.files ?? [];
      resolve(file ? file.text() : undefined);
    });
    input.click();
  });
}
