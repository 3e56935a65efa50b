/**
 * The tabs beside a table: a column on a desk, drawers on a phone. Not in here: what is in them.
 *
 * Hears `parlour:open` (detail: a tab's name) and tells `parlour:tab` (detail: the visible tab's
 * name, or null when every drawer is closed).
 */

const phone = matchMedia("(max-width: 59.99rem), (max-height: 31.99rem)");
const tabs = /** @type {HTMLElement[]} */ ([...document.querySelectorAll('[role="tab"]')]);

/** @param {string | null} name */
function show(name) {
  for (const tab of tabs) {
    const here = tab.dataset.tab === name;
    tab.setAttribute("aria-selected", String(here));
    tab.tabIndex = here || (!name && tab === tabs[0]) ? 0 : -1;
    const panel = document.getElementById(tab.getAttribute("aria-controls") ?? "");
    if (panel) panel.hidden = !here;
  }
  if (name) document.body.dataset.tab = name;
  else delete document.body.dataset.tab;
  document.dispatchEvent(new CustomEvent("parlour:tab", { detail: name }));
}

function shown() {
  return document.body.dataset.tab ?? null;
}

/** @param {MouseEvent} event */
function pressed(event) {
  const name = /** @type {HTMLElement} */ (event.currentTarget).dataset.tab ?? null;
  show(phone.matches && name === shown() ? null : name);
}

/** @param {KeyboardEvent} event */
function steered(event) {
  const at = tabs.indexOf(/** @type {HTMLElement} */ (event.currentTarget));
  const last = tabs.length - 1;
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: last }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  const tab = tabs[to > last ? 0 : to < 0 ? last : to];
  tab?.focus();
  if (!phone.matches || shown()) show(tab?.dataset.tab ?? null);
}

for (const tab of tabs) {
  tab.addEventListener("click", pressed);
  tab.addEventListener("keydown", steered);
}

document.addEventListener("parlour:open", (event) => {
  show(/** @type {CustomEvent<string>} */ (event).detail);
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !phone.matches || document.querySelector("dialog[open]")) return;
  const open = tabs.find((tab) => tab.dataset.tab === shown());
  if (!open) return;
  show(null);
  open.focus();
});

const about = document.body.dataset;
const first = about.status === "waiting" || about.alone !== undefined ? "share" : "moves";
/** What stands open when nobody has chosen: the invitation or the moves on a desk, nothing on a phone. */
function settle() {
  if (phone.matches) show(null);
  else if (!shown()) show(first);
}
phone.addEventListener("change", settle);
settle();
