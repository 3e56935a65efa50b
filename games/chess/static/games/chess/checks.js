/**
 * Three-check's score. In here: how many checks a side has given, as marks on its plate. Not in
 * here: counting them (the rules do).
 */

import { html } from "lit-html";
import { nt } from "parlour/i18n.js";

/** @import { Position } from "chessops/chess" */

const NEEDED = 3;

/**
 * The checks a seat has given, or nothing where they are not counted.
 *
 * @param {Position} position
 * @param {number} seat
 */
export function checksOf({ remainingChecks }, seat) {
  if (!remainingChecks) return undefined;
  const left = remainingChecks[seat === 0 ? "white" : "black"];
  const given = NEEDED - left;
  return html`<span class="checks"
    ><span class="visually-hidden"
      >${nt("{n} more check wins", "{n} more checks win", left)}</span
    >${Array.from(
      { length: NEEDED },
      (_, index) =>
        html`<span class="checks__mark" aria-hidden="true" ?data-given=${index < given}
            >${index < given ? "+" : ""}</span
          >`,
    )}</span
  >`;
}
