/**
 * The document as things that lie on a table. In here: sizes, and what each viewer sees of a thing,
 * as plain values. Not in here: elements, words.
 */

import { isFace } from "parlour/cards/names.js";

/** @import { Json } from "parlour/wire.d.ts" */
/** @import { Box } from "./boxes.js" */

/** @typedef {"card" | "deck" | "token" | "counter" | "die" | "note" | "image"} Kind */

/**
 * @typedef {object} Own
 * @property {Kind} kind
 * @property {boolean} faceUp
 * @property {string} face `QS`, or a text of its own; empty: not to be seen
 * @property {string} picture an address, empty without one
 * @property {string} back a name, or an address
 * @property {number | undefined} owner the seat whose deck it is, or whose colour it bears
 * @property {number[]} lookers seats that look at it while it lies face down
 * @property {boolean} peeked I see its face, though it lies face down
 * @property {number} color 0 to 7
 * @property {string} label a deck's or token's name
 * @property {string} text
 * @property {number} value
 * @property {number} sides
 * @property {number} rolls
 * @property {number} count of cards in a deck
 * @property {number} shuffles of a deck, grows
 * @property {number | undefined} shuffledBy the seat that did it last
 * @property {boolean} locked
 * @property {Record<string, Json> | undefined} cards those of a deck I look at, by their place
 * @property {string} look what it looks like, to be compared
 */

/** @typedef {Box & Own} Piece */

/** In table units: a card is 63 by 88, as a poker card is in millimetres. */
export const CARD = { width: 63, height: 88 };

/** @type {Record<Kind, {width: number, height: number}>} */
const SIZES = {
  card: CARD,
  deck: CARD,
  token: { width: 34, height: 34 },
  counter: { width: 78, height: 46 },
  die: { width: 38, height: 38 },
  note: { width: 118, height: 88 },
  image: { width: 160, height: 110 },
};

/** The jokers by the names of the server and of the drawn cards. @type {Record<string, string>} */
const JOKERS = { "1J": "JB", "2J": "JR" };

/**
 * Everything that lies on the table, decks included.
 *
 * @param {Json} board
 * @param {Record<string, Json>} players
 * @returns {Map<string, Piece>}
 */
export function piecesOf(board, players) {
  /** @type {Map<string, Piece>} */
  const found = new Map();
  for (const [id, thing] of Object.entries(board)) found.set(id, kept(id, thing));
  for (const person of Object.values(players))
    for (const [id, deck] of Object.entries(person.decks ?? {}))
      found.set(id, kept(id, deck, person.seat));
  return found;
}

/**
 * What was made of a value before; documents never change in place.
 *
 * @type {WeakMap<object, Piece>}
 */
const made = new WeakMap();

/** @param {string} id @param {Json} value @param {number} [owner] whose deck it is @returns {Piece} */
function kept(id, value, owner) {
  const known = made.get(value);
  if (known && (owner === undefined || known.owner === owner)) return known;
  const piece = pieceOf(id, owner === undefined ? value : { kind: "deck", ...value, owner });
  made.set(value, piece);
  return piece;
}

/** @param {string} id @param {Json} thing @returns {Piece} */
export function pieceOf(id, thing) {
  const kind = /** @type {Kind} */ (thing.kind ?? "card");
  const own = {
    kind,
    faceUp: Boolean(thing.faceUp),
    face: faceOf(thing.face),
    picture: thing.image ?? "",
    back: thing.back ?? "",
    owner: thing.owner,
    lookers: Object.keys(thing.looks ?? {}).map(Number),
    peeked: !thing.faceUp && thing.face !== undefined,
    color: thing.color ?? 0,
    label: thing.label ?? thing.name ?? "",
    text: thing.text ?? "",
    value: thing.value ?? 0,
    sides: thing.sides ?? 6,
    rolls: thing.rolls ?? 0,
    count: thing.count ?? 0,
    shuffles: thing.shuffles ?? 0,
    shuffledBy: thing.shuffledBy,
    locked: Boolean(thing.locked),
    cards: thing.cards,
  };
  const size = SIZES[kind] ?? CARD;
  const place = { x: thing.x ?? 0, y: thing.y ?? 0, z: thing.z ?? 0 };
  const look = JSON.stringify(own);
  return { id, ...place, ...size, rotation: thing.rotation ?? 0, ...own, look };
}

/** @param {string | undefined} face as the server writes it */
export function faceOf(face) {
  return JOKERS[face ?? ""] ?? face ?? "";
}

/**
 * My tray, from left to right.
 *
 * @param {Json} tray
 * @returns {Piece[]}
 */
export function handOf(tray) {
  return Object.entries(tray)
    .map(([id, held]) => ({ id, at: held.at ?? 0, held }))
    .sort((one, other) => one.at - other.at || (one.id < other.id ? -1 : 1))
    .map(({ id, held }) => {
      const piece = pieceOf(id, { ...held, kind: "card", faceUp: true });
      return { ...piece, lookers: held.shown ?? [] };
    });
}

/** Whether a card has one of our own drawings. @param {Piece} piece */
export function isDrawn(piece) {
  return isFace(piece.face) && !piece.picture;
}

/** Whether its face is to be seen by this viewer. @param {Piece} piece */
export function isOpen(piece) {
  return piece.face !== "" && (piece.faceUp || piece.peeked);
}
