/**
 * Lists of cards as people write them. In here: what a pasted text or a file holds: a list, a saved
 * table, or nothing we know. Not in here: dialogs, what the server takes.
 */

import { t } from "parlour/i18n.js";

/**
 * @typedef {{kind: "table", setup: object} | {kind: "cards", name: string, cards: Listed[]}
 *   | {kind: "text", text: string, count: number} | {kind: "nothing", why: string}} Found
 */

/** @typedef {{name: string, count?: number, image?: string}} Listed */

/** Bytes of a message the server takes, less what stands around it. */
export const MOST = 30_000;

/** @param {string} text @returns {Found} */
export function readList(text) {
  const plain = text.trim();
  if (!plain) return nothing(t("There is nothing in it."));
  const found = /^[[{]/.test(plain) ? readWhole(plain) : readLines(plain);
  if (found.kind === "table" || plain.length <= MOST) return found;
  return nothing(t("It is too long: 30 kB is the most."));
}

/** @param {string} text @returns {Found} */
function readWhole(text) {
  try {
    return readJson(JSON.parse(text));
  } catch {
    return nothing(t("It looks like JSON, but it is not whole."));
  }
}

/** @param {string} why @returns {Found} */
function nothing(why) {
  return { kind: "nothing", why };
}

/** @param {string} text @returns {Found} */
function readLines(text) {
  const lines = text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line && !/^(#|\/\/)/.test(line));
  const count = lines.reduce(
    (sum, line) => sum + Number(/^(\d{1,3})x?\s/i.exec(line)?.[1] ?? 1),
    0,
  );
  return count ? { kind: "text", text, count } : nothing(t("There is no card in it."));
}

/** @param {any} value @returns {Found} */
function readJson(value) {
  if (value?.parlour !== undefined) return { kind: "table", setup: value };
  const list = Array.isArray(value) ? value : value?.cards;
  if (!Array.isArray(list) || !list.length) return nothing(t("There is no list of cards in it."));
  const cards = list.map(listed);
  const wrong = cards.findIndex((card) => !card);
  if (wrong >= 0) return nothing(t("Card {n} of the list has no name.", { n: wrong + 1 }));
  const name = typeof value?.name === "string" ? value.name.slice(0, 40) : "";
  return { kind: "cards", name, cards: /** @type {Listed[]} */ (cards) };
}

/** @param {any} entry @returns {Listed | undefined} */
function listed(entry) {
  if (typeof entry === "string") return entry.trim() ? { name: entry.trim() } : undefined;
  const { name, count, image } = entry ?? {};
  if (typeof name !== "string" || !name.trim()) return undefined;
  return {
    name: name.trim(),
    ...(Number.isInteger(count) && count > 0 ? { count } : {}),
    ...(typeof image === "string" && image ? { image } : {}),
  };
}
