/**
 * Chess in words. In here: a move as one says it, results, options, keys. Not in here: state.
 */

import { castlingSide } from "chessops/chess";
import { isDrop } from "chessops/types";
import { makeSquare } from "chessops/util";
import { nt, t } from "parlour/i18n.js";
import { endOfPosition } from "./ends.js";
import { TITLES } from "./variants.js";

/** @import { Position } from "chessops/chess" */
/** @import { Move } from "chessops/types" */
/** @import { Variant } from "./variants.js" */
/** @import { Json } from "parlour/wire.d.ts" */
/** @import { Words } from "parlour/table/table.js" */

export const SIDES = [t("White"), t("Black")];

/** @type {Record<string, string>} */
export const PIECES = {
  pawn: t("pawn"),
  knight: t("knight"),
  bishop: t("bishop"),
  rook: t("rook"),
  queen: t("queen"),
  king: t("king"),
};

/**
 * A move as somebody at the board would say it: `White plays knight to f3, check`.
 *
 * @param {Position} position before the move
 * @param {Move} move
 */
export function spoken(position, move) {
  return threat(position, move, promotion(move, deed(position, move)));
}

/** @param {Position} position @param {Move} move */
function deed(position, move) {
  const side = SIDES[position.turn === "white" ? 0 : 1] ?? "";
  const square = makeSquare(move.to);
  if (isDrop(move))
    return t("{side} puts a {piece} on {square}", { side, piece: PIECES[move.role] ?? "", square });
  const castling = castlingSide(position, move);
  if (castling === "h") return t("{side} castles short", { side });
  if (castling) return t("{side} castles long", { side });
  const role = position.board.getRole(move.from) ?? "pawn";
  const piece = PIECES[role] ?? "";
  const enPassant = role === "pawn" && move.to === position.epSquare;
  const taken = PIECES[(enPassant ? role : position.board.getRole(move.to)) ?? ""];
  if (!taken) return t("{side} plays {piece} to {square}", { side, piece, square });
  return t("{side} takes {taken} on {square} with the {piece}", { side, taken, square, piece });
}

/** @param {Move} move @param {string} said */
function promotion(move, said) {
  if (isDrop(move) || !move.promotion) return said;
  return t("{move} and promotes to a {piece}", {
    move: said,
    piece: PIECES[move.promotion] ?? "",
  });
}

/** @param {Position} position @param {Move} move @param {string} said */
function threat(position, move, said) {
  const after = position.clone();
  after.play(move);
  const end = endOfPosition(after);
  if (end) return atOnce(end.reason, said);
  if (!after.isCheck()) return said;
  const left = after.remainingChecks?.[position.turn];
  if (left === undefined) return t("{move}, check", { move: said });
  return nt("{move}, check, {n} more to win", "{move}, check, {n} more to win", left, {
    move: said,
  });
}

/** What a move brings about at once. @param {string} reason @param {string} move */
function atOnce(reason, move) {
  if (reason === "checkmate") return t("{move}, checkmate", { move });
  if (reason === "explosion") return t("{move}, and the king explodes", { move });
  if (reason === "hill") return t("{move}, in the middle", { move });
  if (reason === "three-checks") return t("{move}, the third check", { move });
  return move;
}

/** @type {Record<string, string>} */
const WINS = {
  checkmate: t("by checkmate"),
  resignation: t("by resignation"),
  flag: t("on time"),
  abandoned: t("because the opponent stayed away"),
  explosion: t("the other king exploded"),
  hill: t("the king reached the middle"),
  "three-checks": t("by the third check"),
  "all-given-away": t("with nothing left to lose"),
  "no-moves": t("with no move left to make"),
  "horde-taken": t("the horde is gone"),
  race: t("first on the last rank"),
};

/** @type {Record<string, string>} */
const DRAWS = {
  stalemate: t("by stalemate"),
  agreement: t("by agreement"),
  flag: t("time ran out, but there is too little left to mate with"),
  "insufficient-material": t("there is too little left to mate with"),
  "threefold-repetition": t("the same position came three times"),
  "fivefold-repetition": t("the same position came five times"),
  "fifty-moves": t("fifty moves without a capture or a pawn move"),
  "seventyfive-moves": t("seventy-five moves without a capture or a pawn move"),
  "race-drawn": t("both kings reached the last rank"),
};

/** @type {Record<string, string>} */
const ENDS = {
  aborted: t("the game was aborted"),
  ended: t("the game was ended by the staff"),
  closed: t("the table was closed"),
};

/**
 * @param {Json} game
 * @param {(seat: number) => string} name
 */
function result(game, name) {
  const { result: ended } = game;
  if (!ended) return null;
  const { winner, reason } = ended;
  const played = Object.keys(game.moves ?? {}).length;
  const count = Math.ceil(played / 2);
  const length = count ? [nt("{n} move", "{n} moves", count)] : [];
  if (winner === undefined && !(reason in DRAWS))
    return { title: t("No result"), why: ENDS[reason] ?? reason, score: "" };
  if (winner === undefined)
    return { title: t("Draw"), why: [DRAWS[reason], ...length].join(", "), score: "½–½" };
  const side = SIDES[winner] ?? "";
  return {
    title: t("{name} wins", { name: name(winner) || side }),
    why: [t("with {side}", { side }), WINS[reason] ?? reason, ...length].join(", "),
    score: winner === 0 ? "1–0" : "0–1",
    winner,
  };
}

/** The seats to move. @param {Json} game */
function turn(game) {
  if (game.id === undefined || game.result) return [];
  const blackStarts = game.start?.split(" ")[1] === "b" ? 1 : 0;
  return [(Object.keys(game.moves ?? {}).length + blackStarts) % 2];
}

/** As the page's own sentence has it (templates/options/chess.txt). @param {Json} options */
function options({ variant, minutes, increment, days, colors, start }) {
  const parts = [];
  if (variant && variant !== "chess")
    parts.push(TITLES[/** @type {Variant} */ (variant)] ?? variant);
  if (start)
    parts.push(start.includes(" moves ") ? t("a game to go on with") : t("from a position"));
  if (days) parts.push(nt("{n} day for each move", "{n} days for each move", days));
  else parts.push(...pace({ minutes, increment }));
  parts.push(colors === "lot" ? t("white by lot") : t("first chair is white"));
  return parts;
}

/** @param {Json} options */
function pace({ minutes, increment }) {
  const parts = [];
  if (minutes) parts.push(nt("{n} minute each", "{n} minutes each", minutes));
  if (increment) parts.push(nt("{n} second per move", "{n} seconds per move", increment));
  if (!parts.length) parts.push(t("no clock"));
  return parts;
}

/** @type {Words} */
export const words = {
  turn,
  options,
  result,
  files: (game) => (game.id ? [{ label: "PGN", href: `/api/games/${game.id}/pgn/` }] : []),
  keys: [
    [t("Arrow keys"), t("On the board: from square to square")],
    ["Enter", t("On the board: pick a piece up, put it down")],
    ["Esc", t("On the board: put the piece back")],
    ["← →", t("Anywhere else: a move back, a move on")],
    ["Esc", t("Anywhere: forget the move planned for your turn")],
    ["M", t("Type a move: e4, Nf3, e7e8q, N@f3")],
    ["F", t("Turn the board")],
  ],
};
