/**
 * What a pawn becomes. In here: the question over the board. Not in here: when it is asked.
 */

import { html, render } from "lit-html";
import { t } from "parlour/i18n.js";
import { PIECES } from "./words.js";

/** @import { Position } from "chessops/chess" */

const ROLES = /** @type {const} */ ([
  ["q", "queen"],
  ["n", "knight"],
  ["r", "rook"],
  ["b", "bishop"],
]);
/** Where the king is a piece like any other. */
const WITH_KING = /** @type {const} */ ([...ROLES, ["k", "king"]]);

/**
 * @param {HTMLElement} root where the dialog hangs
 * @returns {(position: Position) => Promise<string>} a letter, or nothing when put off
 */
export function promotionDialog(root) {
  const box = document.createElement("dialog");
  box.className = "promotion";
  box.setAttribute("aria-label", t("What shall the pawn become?"));
  root.append(box);
  box.addEventListener("click", (event) => {
    if (event.target === box) box.close("");
  });
  /** @type {readonly (readonly [string, keyof typeof PIECES])[]} */
  let roles = ROLES;
  box.addEventListener("keydown", (event) => {
    const role = roles.find(([letter]) => letter === event.key.toLowerCase());
    if (role) box.close(role[0]);
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step) walk(box, step);
  });
  return ({ turn, rules }) =>
    new Promise((resolve) => {
      roles = rules === "antichess" ? WITH_KING : ROLES;
      render(
        html`<div class="promotion__pieces cg-wrap">
          ${roles.map(
            ([letter, role]) =>
              html`<button
                type="button"
                class="promotion__piece"
                aria-label=${PIECES[role]}
                @click=${() => box.close(letter)}
              >
                <piece class="${role} ${turn}"></piece>
              </button>`,
          )}
        </div>`,
        box,
      );
      place(box, root);
      box.returnValue = "";
      box.addEventListener("close", () => resolve(box.returnValue), { once: true });
      box.showModal();
      box.querySelector("button")?.focus();
    });
}

/** Over the middle of the board. @param {HTMLElement} box @param {HTMLElement} board */
function place(box, board) {
  const { left, top, width, height } = board.getBoundingClientRect();
  box.style.setProperty("--middle-x", `${left + width / 2}px`);
  box.style.setProperty("--middle-y", `${top + height / 2}px`);
}

/** @param {HTMLElement} box @param {number} step */
function walk(box, step) {
  const buttons = [...box.querySelectorAll("button")];
  const now = buttons.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
  buttons[(now + step + buttons.length) % buttons.length]?.focus();
}
