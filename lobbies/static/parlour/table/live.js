/**
 * A piece of the page that follows its signals. In here: one function that ties lit-html to them.
 * Not in here: any markup.
 */

import { effect } from "@preact/signals-core";
import { html, nothing, render, svg } from "lit-html";

/**
 * Draw into an element now and whenever a signal read by the template changes. What the server
 * wrote into it is replaced.
 *
 * @param {HTMLElement} target
 * @param {() => unknown} template
 * @returns {() => void} stops it
 */
export function live(target, template) {
  let first = true;
  return effect(() => {
    const drawn = template();
    // What the server wrote stays until there is something to put in its place.
    if (first && drawn === nothing) return;
    if (first) target.replaceChildren();
    first = false;
    render(drawn, target);
  });
}

/** An icon of the page's sprite. @param {string} name */
export function icon(name) {
  return html`<svg class="icon" aria-hidden="true">${svg`<use href=${`#i-${name}`}></use>`}</svg>`;
}
