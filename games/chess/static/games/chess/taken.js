/**
 * Who has taken what. In here: the difference in material as small pieces. Not in here: the plate.
 */

import { html, nothing } from "lit-html";
import { t } from "parlour/i18n.js";

/** @import { Position } from "chessops/chess" */

const VALUES = /** @type {const} */ ([
  ["queen", 9],
  ["rook", 5],
  ["bishop", 3],
  ["knight", 3],
  ["pawn", 1],
]);

/** Where having less is no matter, or the aim. */
const UNEQUAL = new Set(["horde", "antichess"]);

/**
 * What a seat has more than the other, as pieces it has taken, with the sum if it leads.
 *
 * @param {Position} position
 * @param {number} seat
 */
export function taken(position, seat) {
  if (UNEQUAL.has(position.rules)) return undefined;
  const mine = seat === 0 ? "white" : "black";
  const theirs = seat === 0 ? "black" : "white";
  const { board } = position;
  const more = VALUES.map(([role, value]) => ({
    role,
    value,
    count: board.pieces(mine, role).size() - board.pieces(theirs, role).size(),
  }));
  const lead = more.reduce((sum, { value, count }) => sum + value * count, 0);
  const pieces = more.flatMap(({ role, count }) => Array(Math.max(0, count)).fill(role));
  if (!pieces.length && lead <= 0) return undefined;
  return html`<span class="taken cg-wrap" aria-hidden="true"
      >${pieces.map((role) => html`<piece class="${role} ${theirs}"></piece>`)}${
        lead > 0 ? html`<span class="taken__lead num">+${lead}</span>` : nothing
      }</span
    >${lead > 0 ? html`<span class="visually-hidden">${t("{n} ahead", { n: lead })}</span>` : nothing}`;
}
