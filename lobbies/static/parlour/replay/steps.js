/**
 * The list of everything that happened, in words. In here: the list, and going to a line of it.
 * Not in here: the wording (the game's own); a board that lists its moves itself does so instead.
 */

import { effect } from "@preact/signals-core";
import { html, nothing, render } from "lit-html";
import { t } from "../i18n.js";
import { chaptersOf } from "./tape.js";

/** @import { Table } from "../table/table.js" */
/** @import { Replay } from "./reel.js" */
/** @import { Stop } from "./tape.js" */

/**
 * @param {HTMLElement} root
 * @param {Table} table
 * @param {Replay} replay
 */
export function listSteps(root, table, replay) {
  root.replaceChildren();
  effect(() => {
    const stops = replay.stops.value;
    const heads = new Map(chaptersOf(stops).map(({ first, chapter }) => [first, chapter]));
    const name = table.words.value?.chapter ?? ((/** @type {number} */ n) => t("Game {n}", { n }));
    const at = replay.at.value;
    render(
      html`<ol class="steps" tabindex="0" aria-label=${t("What happened")}>
        ${stops.map((stop) => line(replay, stop, at, heads.size > 1 ? named(heads, stop, name) : ""))}
      </ol>`,
      root,
    );
    queueMicrotask(() => show(root));
  });
}

/** @param {Map<number, number>} heads @param {Stop} stop @param {(chapter: number) => string} name */
function named(heads, stop, name) {
  const chapter = heads.get(stop.number);
  return chapter ? name(chapter) : "";
}

/** @param {Replay} replay @param {Stop} stop @param {number} at @param {string} head */
function line(replay, { number, told }, at, head) {
  return html`${head ? html`<li class="steps__head">${head}</li>` : nothing}
    <li>
      <button
        type="button"
        class="steps__step"
        aria-current=${number === at ? "true" : nothing}
        @click=${() => replay.go(number)}
      >
        <span class="steps__no num">${number || ""}</span><span>${told.short}</span>
      </button>
    </li>`;
}

/** Keep the line that is shown in sight, without moving the page. @param {HTMLElement} list */
function show(list) {
  const panel = list.closest(".panel");
  const current = list.querySelector("[aria-current]")?.getBoundingClientRect();
  if (!panel || !current) return;
  const { top, bottom } = panel.getBoundingClientRect();
  if (current.top < top || current.bottom > bottom)
    panel.scrollTop += current.top - (top + bottom) / 2;
}
