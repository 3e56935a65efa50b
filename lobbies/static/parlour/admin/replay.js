/**
 * Stepping through a match with the keys. In here: a key follows the link that names it.
 * Not in here: positions (each one is a page).
 */

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const link = document.querySelector(`a[data-key="${CSS.escape(event.key)}"]`);
  if (!(link instanceof HTMLAnchorElement) || typing(event.target)) return;
  event.preventDefault();
  link.click();
});

/** @param {EventTarget | null} target */
function typing(target) {
  return target instanceof HTMLElement && target.matches("input, textarea, select, pre");
}

document.querySelector(".replay__here")?.scrollIntoView({ block: "nearest" });
