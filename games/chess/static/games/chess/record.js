/**
 * A game from its moves: every position with its notation. In here: following the moves of a
 * document as they come, repetition, what is legal. Not in here: judging (the server does), drawing.
 */

import { castlingSide } from "chessops/chess";
import { chessgroundDests } from "chessops/compat";
import { makeFen } from "chessops/fen";
import { makeSanAndPlay } from "chessops/san";
import { isDrop } from "chessops/types";
import { kingCastlesTo, makeSquare, makeUci, parseUci } from "chessops/util";
import { firstPosition, variantOf } from "./variants.js";
import { spoken } from "./words.js";

/** @import { Position } from "chessops/chess" */
/** @import { Move } from "chessops/types" */
/** @import { Json } from "parlour/wire.d.ts" */

/**
 * One position and the move that led to it.
 *
 * @typedef {object} Ply
 * @property {number} number 0 for the start
 * @property {import("./variants.js").Variant} variant
 * @property {Position} position never changed
 * @property {string} key what makes two positions the same for repetition
 * @property {string} [uci]
 * @property {string} [san]
 * @property {string} [spoken] `White plays knight to f3`
 * @property {boolean} [capture]
 */

export class Record {
  /** @type {Ply[]} */
  #plies = [];
  #start = "";

  /**
   * The positions of a game, the start first. Those known from before are the same objects.
   *
   * @param {Json} game the part `game` of a document
   * @returns {Ply[]}
   */
  follow(game) {
    const start = `${variantOf(game)} ${game.start ?? ""}`;
    if (start !== this.#start) this.#plies = [first(game)];
    this.#start = start;
    const moves = movesOf(game);
    let known = 0;
    while (known < moves.length && this.#plies[known + 1]?.uci === moves[known]) known += 1;
    const plies = this.#plies.slice(0, known + 1);
    for (const uci of moves.slice(known)) plies.push(next(/** @type {Ply} */ (plies.at(-1)), uci));
    this.#plies = plies;
    return plies;
  }
}

/** The moves in order. @param {Json} game @returns {string[]} */
export function movesOf(game) {
  const moves = [];
  for (let ply = 1; game.moves?.[ply]; ply += 1) moves.push(game.moves[ply]);
  return moves;
}

/** @param {Json} game @returns {Ply} */
function first(game) {
  const position = firstPosition(game);
  return { number: 0, variant: variantOf(game), position, key: keyOf(position) };
}

/** @param {Ply} before @param {string} uci @returns {Ply} */
function next(before, uci) {
  const move = parseUci(uci);
  if (!move) throw new Error(`Not a move: ${uci}`);
  const words = spoken(before.position, move);
  const capture = isCapture(before.position, move);
  const position = before.position.clone();
  const san = makeSanAndPlay(position, move);
  // For the server a pawn that is put down is no progress; it decides nothing, but FENs show it.
  if (isDrop(move)) position.halfmoves = before.position.halfmoves + 1;
  const { number, variant } = before;
  const key = keyOf(position);
  return { number: number + 1, variant, position, key, uci, san, spoken: words, capture };
}

/** @param {Position} position */
function keyOf(position) {
  return makeFen(position.toSetup(), { epd: true });
}

/** @param {Position} position @param {Move} move */
export function isCapture(position, move) {
  if (isDrop(move) || castlingSide(position, move)) return false;
  if (position.board.occupied.has(move.to)) return true;
  return position.board.pawn.has(move.from) && move.to === position.epSquare;
}

/**
 * From which squares to which others one can move. In Chess960 a king castles onto its rook alone:
 * two squares aside may be a move of its own.
 *
 * @param {Pick<Ply, "position" | "variant">} ply
 * @returns {Map<any, any[]>}
 */
export function legalMoves({ position, variant }) {
  return chessgroundDests(position, { chess960: variant === "chess960" });
}

/**
 * A move as the server writes it: castling is the king's move, in Chess960 king takes rook.
 *
 * @param {Pick<Ply, "position" | "variant">} ply
 * @param {Move} move
 */
export function toUci({ position, variant }, move) {
  const side = castlingSide(position, move);
  if (!side || isDrop(move)) return makeUci(move);
  const rook = position.castles.rook[position.turn][side];
  const to =
    variant === "chess960" && rook !== undefined ? rook : kingCastlesTo(position.turn, side);
  return makeSquare(move.from) + makeSquare(to);
}

/**
 * Whether a pawn that goes there becomes something else.
 *
 * @param {Position} position
 * @param {string} uci four letters
 */
export function promotes(position, uci) {
  const move = parseUci(uci);
  if (!move || isDrop(move) || !position.board.pawn.has(move.from)) return false;
  return move.to >= 56 || move.to < 8;
}
