/**
 * One question at a time, in the page's own dialog. In here: asking, and the answer as a promise.
 * Not in here: what is asked.
 */

import { nothing, render } from "lit-html";
import { dialog, element } from "./page.js";

/**
 * @typedef {object} Choice
 * @property {string} value
 * @property {string} label
 * @property {"primary" | "danger" | "quiet"} [tone]
 */

/**
 * @typedef {object} Question
 * @property {string} title
 * @property {unknown} [body] a text or a template
 * @property {Choice[]} choices the first one has the focus
 */

/** Ends the question before with an empty answer. */
let dismiss = () => {};

/**
 * Ask. Escape and a click beside it answer with an empty text; so does the next question.
 *
 * @param {Question} question
 * @returns {Promise<string>}
 */
export function ask({ title, body, choices }) {
  const box = dialog("ask");
  dismiss();
  element("ask-title").textContent = title;
  render(body ?? nothing, element("ask-body"));
  return new Promise((resolve) => {
    const answered = () => {
      box.removeEventListener("close", answered);
      resolve(box.returnValue);
    };
    dismiss = () => {
      box.removeEventListener("close", answered);
      resolve("");
    };
    box.returnValue = "";
    const buttons = choices.map((choice) => button(choice, box));
    const actions = element("ask-actions");
    actions.replaceChildren(...buttons);
    actions.toggleAttribute("data-many", buttons.length > 3);
    box.addEventListener("close", answered);
    if (!box.open) box.showModal();
    buttons[0]?.focus();
  });
}

/**
 * @param {Choice} choice
 * @param {HTMLDialogElement} box
 */
function button({ value, label, tone }, box) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = tone ? `button button--${tone}` : "button";
  made.textContent = label;
  made.addEventListener("click", () => box.close(value));
  return made;
}
