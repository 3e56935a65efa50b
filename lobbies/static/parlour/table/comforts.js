/**
 * Settings and keys. In here: the switches for sound and what the game adds, the game's keys
 * on the "?" sheet. Not in here: the theme and opening the sheet (the frame does it), what the keys
 * do (the game's board).
 */

import { html, nothing } from "lit-html";
import { t } from "../i18n.js";
import { live } from "./live.js";
import { element } from "./page.js";
import { want, wanted } from "./sound.js";

/** @import { Table } from "./table.js" */

/**
 * Something a player likes one way or the other, remembered by this browser.
 *
 * @typedef {object} Switch
 * @property {string} label
 * @property {() => boolean} on reads a signal
 * @property {(on: boolean) => void} set
 */

/** @type {Switch} */
const SOUND = { label: t("Sound"), on: () => wanted.value, set: want };

/** @param {Table} table */
export function offerComforts(table) {
  live(element("settings-more"), () =>
    [SOUND, ...(table.words.value?.switches ?? [])].map(
      ({ label, on, set }) => html`<label class="switch">
        <input
          type="checkbox"
          role="switch"
          .checked=${on()}
          @change=${(/** @type {Event} */ event) =>
            set(/** @type {HTMLInputElement} */ (event.target).checked)}
        />
        <span>${label}</span>
      </label>`,
    ),
  );
  live(element("keys-more"), () => {
    const keys = table.words.value?.keys ?? [];
    if (!keys.length) return nothing;
    return html`<dl class="keys">
      ${keys.map(
        ([key, does]) =>
          html`<div>
            <dt><kbd>${key}</kbd></dt>
            <dd>${does}</dd>
          </div>`,
      )}
    </dl>`;
  });
}

/** Whether keys now belong to a field. @param {EventTarget | null} target */
export function isWriting(target) {
  return target instanceof Element && target.closest("input, textarea, select") !== null;
}
