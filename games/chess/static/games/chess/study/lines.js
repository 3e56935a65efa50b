/**
 * The lines of a study as one reads them: the main line, variations in brackets where they branch
 * off. In here: the list. Not in here: the tree itself.
 */

import { effect } from "@preact/signals-core";
import { html, nothing, render } from "lit-html";
import { t } from "parlour/i18n.js";

/** @import { Node, Tree } from "./tree.js" */

/** @param {HTMLElement} root @param {Tree} tree */
export function listLines(root, tree) {
  root.replaceChildren();
  effect(() => {
    tree.grown.value;
    const at = tree.at.value;
    render(
      tree.root.children.length
        ? html`<div class="lines" role="group" aria-label=${t("Moves and variations")}>
            ${rest(tree, tree.root, at, true)}
          </div>`
        : html`<p class="moves__none">${t("Make a move on the board to begin a line.")}</p>`,
      root,
    );
    queueMicrotask(() => show(root));
  });
}

/**
 * What follows a position: its main move, the variations to it, and so on.
 *
 * @param {Tree} tree
 * @param {Node} from
 * @param {Node} at
 * @param {boolean} fresh the number is said even before a move of Black
 * @returns {unknown[]}
 */
function rest(tree, from, at, fresh) {
  const parts = [];
  let node = from;
  let numbered = fresh;
  while (node.children[0]) {
    const [main, ...others] = node.children;
    parts.push(move(tree, main, at, numbered));
    for (const other of others)
      parts.push(
        html`<span class="lines__aside"
          >(${move(tree, other, at, true)}${rest(tree, other, at, false)})</span
        >`,
      );
    numbered = others.length > 0;
    node = main;
  }
  return parts;
}

/** @param {Tree} tree @param {Node} node @param {Node} at @param {boolean} numbered */
function move(tree, node, at, numbered) {
  const { position } = node.parent?.ply ?? node.ply;
  const white = position.turn === "white";
  const number = white ? `${position.fullmoves}.` : numbered ? `${position.fullmoves}…` : "";
  return html`<span class="lines__ply"
    >${number ? html`<span class="lines__no num">${number}</span>` : nothing}<button
      type="button"
      class="lines__move"
      aria-current=${node === at ? "true" : nothing}
      @click=${() => tree.go(node)}
    >
      ${node.ply.san}</button
    ></span
  >`;
}

/** Keep the move one stands at in sight. @param {HTMLElement} panel */
function show(panel) {
  const current = panel.querySelector("[aria-current]")?.getBoundingClientRect();
  if (!current) return;
  const { top, bottom } = panel.getBoundingClientRect();
  if (current.top < top || current.bottom > bottom)
    panel.scrollTop += current.top - (top + bottom) / 2;
}
