/**
 * A game from its moves: every position with its notation. In here: following the moves of a
 * document as they come, repetition, what is legal. Not in here: judging (the server does), drawing.
 */

import { Chess, castlingSide } from "chessops/chess";
import { chessgroundDests } from "chessops/compat";
import { INITIAL_FEN, makeFen, parseFen } from "chessops/fen";
import { makeSanAndPlay } from "chessops/san";
import { isDrop } from "chessops/types";
import { kingCastlesTo, makeSquare, makeUci, parseUci } from "chessops/util";
import { spoken } from "./words.js";

/** @import { Position } from "chessops/chess" */
/** @import { Move } from "chessops/types" */
/** @import { Json } from "parlour/wire.d.ts" */

/**
 * One position and the move that led to it.
 *
 * @typedef {object} Ply
 * @property {number} number 0 for the start
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
    const start = game.start ?? INITIAL_FEN;
    if (start !== this.#start) this.#plies = [first(start)];
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

/** @param {string} fen @returns {Ply} */
function first(fen) {
  const position = Chess.fromSetup(parseFen(fen).unwrap()).unwrap();
  return { number: 0, position, key: keyOf(position) };
}

/** @param {Ply} before @param {string} uci @returns {Ply} */
function next(before, uci) {
  const move = parseUci(uci);
  if (!move) throw new Error(`Not a move: ${uci}`);
  const words = spoken(before.position, move);
  const capture = isCapture(before.position, move);
  const position = before.position.clone();
  const san = makeSanAndPlay(position, move);
  const number = before.number + 1;
  return { number, position, key: keyOf(position), uci, san, spoken: words, capture };
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
 * Whether a draw can be claimed: the third time, or fifty moves without progress.
 *
 * @param {Ply[]} plies
 */
export function canClaimDraw(plies) {
  const last = plies.at(-1);
  if (!last) return false;
  if (last.position.halfmoves >= 100) return true;
  return plies.filter((ply) => ply.key === last.key).length >= 3;
}

/**
 * From which squares to which others one can move.
 *
 * @param {Position} position
 * @returns {Map<any, any[]>}
 */
export function legalMoves(position) {
  return chessgroundDests(position);
}

/**
 * A move as the server writes it: castling is the king's move.
 *
 * @param {Position} position
 * @param {Move} move
 */
export function toUci(position, move) {
  const side = castlingSide(position, move);
  if (!side || isDrop(move)) return makeUci(move);
  return makeSquare(move.from) + makeSquare(kingCastlesTo(position.turn, side));
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
