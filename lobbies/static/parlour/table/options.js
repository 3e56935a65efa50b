/**
 * What is played and how. In here: the options as a sentence, the host's dialog to change them,
 * the link to share. Not in here: what an option means (the game words it).
 */

import { effect } from "@preact/signals-core";
import { html, nothing } from "lit-html";
import { t } from "../i18n.js";
import { icon, live } from "./live.js";
import { dialog, element } from "./page.js";

/** @import { Json } from "../wire.d.ts" */
/** @import { Table } from "./table.js" */

/** Fields of the form that belong to the lobby and not to the game. */
const OF_THE_LOBBY = ["name", "visibility"];

/** @param {Table} table */
export function showOptions(table) {
  const edit = element("options-edit");
  effect(() => {
    const { status } = table.lobby.value;
    const mine = table.you.value.role === "host" && !table.page.permanent;
    edit.hidden = !mine || status === "playing" || status === "closed";
  });
  effect(() => writeSentence(table));
  edit.addEventListener("click", () => fill(table));
  form().addEventListener("submit", (event) => {
    event.preventDefault();
    void change(table);
  });
  shareInvitation(table);
}

/** @param {Table} table */
function writeSentence(table) {
  const { options, visibility, name } = table.lobby.value;
  const words = table.words.value;
  if (!options || !words) return;
  const said = words.options(options);
  const [title] = (element("subtitle").textContent ?? "").split(" · ");
  const open = visibility === "public" ? t("public") : t("private");
  element("options").textContent = `${capital(said.join(", "))}, ${open}.`;
  element("subtitle").textContent = [title, ...said].join(" · ");
  element("title").textContent = name;
}

/** @param {string} sentence */
function capital(sentence) {
  return sentence.slice(0, 1).toUpperCase() + sentence.slice(1);
}

function form() {
  return /** @type {HTMLFormElement} */ (element("options-form"));
}

/** Put what holds now into the form. @param {Table} table */
function fill(table) {
  const { name, visibility, options } = table.lobby.peek();
  const values = /** @type {Json} */ ({ ...options, name, visibility });
  for (const field of fields()) {
    if (!(field.name in values)) continue;
    if (field instanceof HTMLInputElement && field.type === "checkbox")
      field.checked = Boolean(values[field.name]);
    else if (field instanceof HTMLInputElement && field.type === "radio")
      field.checked = field.value === String(values[field.name]);
    else field.value = String(values[field.name]);
  }
}

/** @returns {(HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement)[]} */
function fields() {
  return [...form().elements].filter(
    (field) =>
      field instanceof HTMLInputElement ||
      field instanceof HTMLSelectElement ||
      field instanceof HTMLTextAreaElement,
  );
}

/** Send only what differs. @param {Table} table */
async function change(table) {
  const { name, visibility, options } = table.lobby.peek();
  const now = /** @type {Json} */ ({ ...options, name, visibility });
  const payload = /** @type {Json} */ ({});
  for (const field of fields()) {
    if (!field.name || (isRadio(field) && !field.checked)) continue;
    const value = read(field, now[field.name]);
    if (value === now[field.name]) continue;
    if (OF_THE_LOBBY.includes(field.name)) payload[field.name] = value;
    else if (field.name in now) payload.options = { ...payload.options, [field.name]: value };
  }
  try {
    if (Object.keys(payload).length) await table.send("lobby/options", payload);
    dialog("options-dialog").close();
  } catch {
    // The refusal was shown as a note; the form stays open to be mended.
  }
}

/** @param {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} field @returns {field is HTMLInputElement} */
function isRadio(field) {
  return field instanceof HTMLInputElement && field.type === "radio";
}

/**
 * A field's value, in the type the option has now.
 *
 * @param {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} field
 * @param {unknown} now
 */
function read(field, now) {
  if (field instanceof HTMLInputElement && field.type === "checkbox") return field.checked;
  if (typeof now === "number") return Number(field.value);
  if (typeof now === "boolean") return field.value === "true";
  return field.value.trim();
}

/** The link of a private table carries the invitation. @param {Table} table */
function shareInvitation(table) {
  const link = /** @type {HTMLInputElement} */ (element("share-link"));
  const picture = /** @type {HTMLImageElement | null} */ (document.getElementById("share-qr"));
  const plain = link.value.split("?")[0] ?? link.value;
  effect(() => {
    const { invite } = table.you.value;
    const query = invite && table.lobby.value.visibility === "private" ? `?invite=${invite}` : "";
    if (!table.ready.value || link.value === plain + query) return;
    link.value = plain + query;
    if (picture) picture.src = `${table.page.qr}${query}`;
  });
  const place = document.createElement("div");
  element("share").append(place);
  live(place, () => {
    const { visibility } = table.lobby.value;
    if (table.you.value.role !== "host" || visibility !== "private") return nothing;
    return html`<button
      type="button"
      class="button button--quiet button--small"
      @click=${() => void renew(table)}
    >
      ${icon("link")}<span>${t("New invitation")}</span>
    </button>`;
  });
}

/** @param {Table} table */
async function renew(table) {
  try {
    await table.send("lobby/invite", {});
    table.toast(t("A new invitation is made. The old link opens nothing any more."), "good");
  } catch {
    // Shown as a note already.
  }
}
