/**
 * What every page does once scripts run: light and dark, dialogs, copying, tabs and drawers.
 * In here: only the frame. Not in here: anything of a game, a lobby or a connection.
 */

import { t } from "../i18n.js";

const root = document.documentElement;
const darkSystem = matchMedia("(prefers-color-scheme: dark)");

/** Switch to the other light and remember it; what the system says anyway is not remembered. */
function switchTheme() {
  const now = root.dataset.theme ?? (darkSystem.matches ? "dark" : "light");
  setTheme(now === "dark" ? "light" : "dark");
}

/** @param {string} theme "light", "dark" or "" for the system's */
export function setTheme(theme) {
  const system = darkSystem.matches ? "dark" : "light";
  const kept = theme === system ? "" : theme;
  if (kept) root.dataset.theme = kept;
  else delete root.dataset.theme;
  try {
    if (kept) localStorage.setItem("theme", kept);
    else localStorage.removeItem("theme");
  } catch {
    // storage is off: the choice lasts as long as the page
  }
}

/** @param {string} id */
function openDialog(id) {
  const dialog = document.getElementById(id);
  if (dialog instanceof HTMLDialogElement && !dialog.open) dialog.showModal();
}

/** @param {HTMLElement} button */
async function copyFor(button) {
  const from = document.querySelector(button.dataset.copy ?? "");
  const text = from instanceof HTMLInputElement ? from.value : (from?.textContent ?? "").trim();
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    if (!(from instanceof HTMLInputElement)) return;
    from.select();
    document.execCommand("copy");
  }
  say(button, button.dataset.copied ?? t("Copied"));
}

/**
 * Put a word into a button for two seconds, without changing its width.
 * @param {HTMLElement} button
 * @param {string} word
 */
function say(button, word) {
  const label = button.querySelector("[data-label]") ?? button;
  if (button.dataset.said) return;
  button.dataset.said = label.textContent ?? "";
  button.style.minWidth = `${button.offsetWidth}px`;
  label.textContent = word;
  setTimeout(() => {
    label.textContent = button.dataset.said ?? "";
    delete button.dataset.said;
    button.style.minWidth = "";
  }, 2000);
}

/** @param {HTMLElement} button */
async function shareFrom(button) {
  const from = document.querySelector(button.dataset.share ?? "");
  if (!(from instanceof HTMLInputElement)) return;
  try {
    await navigator.share({ title: document.title, url: from.value });
  } catch {
    // closed without sharing
  }
}

/** @param {MouseEvent} event */
function clicked(event) {
  if (!(event.target instanceof Element)) return;
  const target = /** @type {HTMLElement | null} */ (
    event.target.closest("[data-theme-switch],[data-opens],[data-closes],[data-copy],[data-share]")
  );
  if (!target) {
    if (event.target instanceof HTMLDialogElement && outside(event)) event.target.close();
    return;
  }
  if ("themeSwitch" in target.dataset) switchTheme();
  if (target.dataset.opens) openDialog(target.dataset.opens);
  if ("closes" in target.dataset) target.closest("dialog")?.close();
  if (target.dataset.copy) void copyFor(target);
  if (target.dataset.share) void shareFrom(target);
}

/**
 * Whether a click on a dialog fell on its backdrop.
 * @param {MouseEvent} event
 */
function outside(event) {
  const box = /** @type {Element} */ (event.target).getBoundingClientRect();
  const { clientX: x, clientY: y } = event;
  return x < box.left || x > box.right || y < box.top || y > box.bottom;
}

document.addEventListener("click", clicked);
document.addEventListener("keydown", (event) => {
  const typing = event.target instanceof Element && event.target.closest("input,textarea,select");
  if (event.key === "?" && !typing) openDialog("keys");
});
for (const button of document.querySelectorAll("[data-share]")) {
  /** @type {HTMLElement} */ (button).hidden = !("share" in navigator);
}
