/**
 * Chess in words. In here: a move as one says it, results, options, keys. Not in here: state.
 */

import { castlingSide } from "chessops/chess";
import { isDrop } from "chessops/types";
import { makeSquare } from "chessops/util";

/** @import { Position } from "chessops/chess" */
/** @import { Move } from "chessops/types" */
/** @import { Json } from "parlour/wire.d.ts" */
/** @import { Words } from "parlour/table/table.js" */

export const SIDES = ["White", "Black"];

/**
 * A move as somebody at the board would say it: `White plays knight to f3, check`.
 *
 * @param {Position} position before the move
 * @param {Move} move
 */
export function spoken(position, move) {
  const side = position.turn === "white" ? "White" : "Black";
  return `${side} ${deed(position, move)}${threat(position, move)}`;
}

/** @param {Position} position @param {Move} move */
function deed(position, move) {
  if (isDrop(move)) return `puts a ${move.role} on ${makeSquare(move.to)}`;
  const castling = castlingSide(position, move);
  if (castling) return castling === "h" ? "castles short" : "castles long";
  const piece = position.board.getRole(move.from) ?? "piece";
  const target = makeSquare(move.to);
  const enPassant = piece === "pawn" && move.to === position.epSquare;
  const taken = enPassant ? "pawn" : position.board.getRole(move.to);
  const promotion = move.promotion ? ` and promotes to a ${move.promotion}` : "";
  if (taken) return `takes ${taken} on ${target} with the ${piece}${promotion}`;
  return `plays ${piece} to ${target}${promotion}`;
}

/** @param {Position} position @param {Move} move */
function threat(position, move) {
  const after = position.clone();
  after.play(move);
  if (!after.isCheck()) return "";
  return after.hasDests() ? ", check" : ", checkmate";
}

/** @type {Record<string, string>} */
const WINS = {
  checkmate: "by checkmate",
  resignation: "by resignation",
  flag: "on time",
  abandoned: "because the opponent stayed away",
};

/** @type {Record<string, string>} */
const DRAWS = {
  stalemate: "by stalemate",
  agreement: "by agreement",
  flag: "time ran out, but there is too little left to mate with",
  "insufficient-material": "there is too little left to mate with",
  "threefold-repetition": "the same position came three times",
  "fivefold-repetition": "the same position came five times",
  "fifty-moves": "fifty moves without a capture or a pawn move",
  "seventyfive-moves": "seventy-five moves without a capture or a pawn move",
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
  const length = count ? `, ${count} ${count === 1 ? "move" : "moves"}` : "";
  if (winner === undefined && !(reason in DRAWS))
    return { title: "No result", why: `the game was ${reason}`, score: "" };
  if (winner === undefined) return { title: "Draw", why: DRAWS[reason] + length, score: "½–½" };
  return {
    title: `${name(winner) || SIDES[winner]} wins`,
    why: `with ${SIDES[winner]}, ${WINS[reason] ?? reason}${length}`,
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
function options({ minutes, increment, colors }) {
  const parts = [];
  if (minutes) parts.push(`${amount(minutes, "minute")} each`);
  if (increment) parts.push(`${amount(increment, "second")} per move`);
  if (!parts.length) parts.push("no clock");
  parts.push(colors === "lot" ? "white by lot" : "first chair is white");
  return parts;
}

/** @param {number} count @param {string} unit */
function amount(count, unit) {
  return `${count} ${count === 1 ? unit : `${unit}s`}`;
}

/** @type {Words} */
export const words = {
  turn,
  options,
  result,
  files: (game) => (game.id ? [{ label: "PGN", href: `/api/games/${game.id}/pgn/` }] : []),
  keys: [
    ["Arrow keys", "On the board: from square to square"],
    ["Enter", "On the board: pick a piece up, put it down"],
    ["Esc", "On the board: put the piece back"],
    ["← →", "Anywhere else: a move back, a move on"],
    ["M", "Type a move: e4, Nf3, e7e8q"],
    ["F", "Turn the board"],
  ],
};
