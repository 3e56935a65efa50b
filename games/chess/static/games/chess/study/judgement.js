/**
 * What an engine thinks, for people. In here: the bar's height, the number, the sentence, the best
 * line in notation. Not in here: the engine.
 */

import { makeSanVariation } from "chessops/san";
import { parseUci } from "chessops/util";
import { t } from "parlour/i18n.js";

/** @import { Position } from "chessops/chess" */
/** @import { Thought } from "./engine.js" */

const LINE = 8;

/**
 * White's share of the bar, 0 to 1. The curve is the one lichess fits to games of people.
 *
 * @param {Thought} thought
 */
export function share({ cp = 0, mate }) {
  if (mate !== undefined) return mate > 0 ? 1 : 0;
  return 1 / (1 + Math.exp(-0.00368208 * cp));
}

/** `+1.3`, `−0.4`, `#3`. @param {Thought} thought */
export function number({ cp = 0, mate }) {
  if (mate !== undefined) return mate > 0 ? `#${mate}` : `#−${-mate}`;
  const pawns = (Math.abs(cp) / 100).toFixed(1);
  return cp < 0 ? `−${pawns}` : `+${pawns}`;
}

/** As one says it. @param {Thought} thought */
export function said(thought) {
  const { cp = 0, mate } = thought;
  if (mate !== undefined)
    return mate > 0 ? t("White mates in {n}", { n: mate }) : t("Black mates in {n}", { n: -mate });
  if (Math.abs(cp) < 25) return t("The position is even");
  const pawns = (Math.abs(cp) / 100).toFixed(1);
  return cp > 0
    ? t("White is better by {pawns}", { pawns })
    : t("Black is better by {pawns}", { pawns });
}

/** The best moves in notation, with their numbers. @param {Position} position @param {Thought} thought */
export function line(position, { line: moves }) {
  const parsed = moves.slice(0, LINE).flatMap((uci) => parseUci(uci) ?? []);
  return makeSanVariation(position, parsed);
}
