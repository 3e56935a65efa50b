/**
 * Small questions at the table. In here: a text, a number, several fields, as a promise of what was
 * answered. Not in here: what is asked, what comes of it.
 */

import { html, nothing } from "lit-html";
import { t } from "parlour/i18n.js";

/** @import { Table } from "parlour/table/table.js" */

/**
 * @typedef {object} Field
 * @property {string} name
 * @property {string} label
 * @property {string | number} [value]
 * @property {"text" | "number" | "lines" | "choice" | "check"} [type]
 * @property {number} [min]
 * @property {number} [max]
 * @property {number} [length] of a text, at most
 * @property {[string, string][]} [choices] value and label
 */

/** @typedef {Record<string, string>} Answer */

/**
 * @param {Table} table
 * @param {{title: string, say?: string, fields: Field[], does: string}} question
 * @returns {Promise<Answer | undefined>} nothing if it was put away
 */
export async function askFor(table, { title, say, fields, does }) {
  const body = html`<div
    class="asking"
    @keydown=${(/** @type {KeyboardEvent} */ event) => {
      const target = /** @type {HTMLElement} */ (event.target);
      if (event.key === "Enter" && target.tagName === "INPUT")
        target.closest("dialog")?.close("do");
    }}
  >
    ${say ? html`<p>${say}</p>` : nothing} ${fields.map(field)}
  </div>`;
  const asked = table.question({
    title,
    body,
    choices: [
      { value: "do", label: does, tone: "primary" },
      { value: "", label: t("Cancel"), tone: "quiet" },
    ],
  });
  const form = /** @type {HTMLElement} */ (document.querySelector("#ask .asking"));
  const first = /** @type {HTMLInputElement | null} */ (
    form.querySelector("input, textarea, select")
  );
  first?.focus();
  if (first instanceof HTMLInputElement && first.type !== "checkbox") first.select();
  if ((await asked) !== "do") return undefined;
  const inputs = /** @type {NodeListOf<HTMLInputElement>} */ (
    form.querySelectorAll("input, textarea, select")
  );
  return Object.fromEntries(
    [...inputs].map((input) => [
      input.name,
      input.type === "checkbox" ? (input.checked ? "on" : "") : input.value.trim(),
    ]),
  );
}

/** @param {Field} asked */
function field({ name, label, type = "text", value = "", min, max, length, choices }) {
  if (type === "check")
    return html`<label class="choice"
      ><input type="checkbox" name=${name} .checked=${Boolean(value)} /> <span>${label}</span></label
    >`;
  return html`<label class="field"
    ><span class="field__label">${label}</span>${
      type === "lines"
        ? html`<textarea class="input" name=${name} rows="8" maxlength=${length ?? nothing} .value=${String(value)}></textarea>`
        : type === "choice"
          ? html`<select class="select" name=${name}>
            ${(choices ?? []).map(
              ([key, word]) =>
                html`<option value=${key} ?selected=${key === value}>${word}</option>`,
            )}
          </select>`
          : html`<input
            class="input"
            name=${name}
            type=${type}
            inputmode=${type === "number" ? "numeric" : nothing}
            min=${min ?? nothing}
            max=${max ?? nothing}
            maxlength=${length ?? nothing}
            autocomplete="off"
            .value=${String(value)}
          />`
    }</label
  >`;
}

/**
 * A whole number within bounds, or nothing.
 *
 * @param {string | undefined} text
 * @param {number} min
 * @param {number} max
 */
export function numberIn(text, min, max) {
  const value = Number(text);
  if (!text || !Number.isInteger(value)) return undefined;
  return Math.min(max, Math.max(min, value));
}
