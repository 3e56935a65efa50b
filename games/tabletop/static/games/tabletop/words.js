/**
 * The card table in words. In here: what a thing is called and how it lies, what the page asks of
 * every game. Not in here: what happened (tell), the keys' doings.
 */

import { cardName, isFace } from "parlour/cards/names.js";
import { KEYS } from "./keys.js";
import { isOpen } from "./pieces.js";

/** @import { Words } from "parlour/table/table.js" */
/** @import { Json } from "parlour/wire.d.ts" */
/** @import { Piece } from "./pieces.js" */

export const COLOURS = ["blue", "yellow", "green", "pink", "sky", "orange", "grey", "ivory"];

/** @type {Words} */
export const words = {
  turn: () => [],
  options: (options) => {
    const packs = /** @type {Record<string, string>} */ ({
      none: "an empty table",
      standard: "one pack of cards",
      double: "two packs of cards",
    });
    const jokers = options.pack === "none" ? 0 : (options.jokers ?? 0);
    return [
      packs[options.pack] ?? "one pack of cards",
      ...(jokers ? [`${jokers} ${jokers === 1 ? "joker" : "jokers"} in each`] : []),
      ...(options.openInformation ? ["everybody sees everything"] : []),
    ];
  },
  result: () => null,
  files: () => [],
  keys: KEYS,
};

/** A face as one says it. @param {string} face */
export function faceName(face) {
  return isFace(face) ? cardName(face) : face;
}

/** What a thing is: `seven of hearts`, `a card face down`. @param {Piece} piece */
export function nameOf(piece) {
  return NAMES[piece.kind](piece);
}

/** @type {Record<import("./pieces.js").Kind, (piece: Piece) => string>} */
const NAMES = {
  card: (piece) => (isOpen(piece) ? faceName(piece.face) : "card"),
  deck: ({ label }) => (label ? `deck ${label}` : "deck"),
  token: ({ color, label }) => [`${COLOURS[color]} token`, label].filter(Boolean).join(" "),
  counter: ({ label }) => (label ? `counter ${label}` : "counter"),
  die: ({ sides }) => (sides === 6 ? "die" : `die with ${sides} sides`),
  note: () => "note",
  image: ({ label }) => label || "picture",
};

/**
 * A thing on the table as one would tell it: `seven of hearts, face up, near Bình`.
 *
 * @param {Piece} piece
 * @param {{near?: string, name: (seat: number) => string, me?: number}} where
 */
export function spoken(piece, { near, name, me }) {
  const lookers = piece.lookers.filter((seat) => seat !== me).map(name);
  return [
    nameOf(piece),
    ...STATES[piece.kind](piece),
    ...turnOf(piece),
    piece.peeked ? "you look at it" : "",
    lookers.length ? `${lookers.join(" and ")} looks at it` : "",
    piece.owner !== undefined && piece.kind === "deck"
      ? piece.owner === me
        ? "yours"
        : `${name(piece.owner)}’s`
      : "",
    piece.locked ? "locked" : "",
    near ? `near ${near}` : "",
  ]
    .filter(Boolean)
    .join(", ");
}

/** @type {Record<import("./pieces.js").Kind, (piece: Piece) => string[]>} */
const STATES = {
  card: ({ faceUp }) => [faceUp ? "face up" : "face down"],
  deck: (piece) => [
    counted(piece.count, "card"),
    isOpen(piece) && piece.faceUp ? `on top ${faceName(piece.face)}` : "face down",
  ],
  token: () => [],
  counter: ({ value }) => [String(value)],
  die: ({ value }) => [String(value)],
  note: ({ text }) => [text || "empty"],
  image: () => [],
};

/** @param {Piece} piece */
function turnOf({ kind, rotation }) {
  if (kind !== "card" || rotation % 90 !== 0) return [];
  return rotation % 180 === 90 ? ["sideways"] : [];
}

/** `1 card`, `3 cards`. @param {number} count @param {string} noun */
export function counted(count, noun) {
  return `${count} ${count === 1 ? noun : `${noun}s`}`;
}

/**
 * Some things in short: `the seven of hearts`, `3 cards`, `5 things`.
 *
 * @param {Piece[]} pieces
 */
export function together(pieces) {
  const [first] = pieces;
  if (!first) return "nothing";
  if (pieces.length === 1) return isOpen(first) ? `the ${nameOf(first)}` : `a ${nameOf(first)}`;
  const noun = pieces.every(({ kind }) => kind === first.kind) ? first.kind : "thing";
  return counted(pieces.length, noun);
}

/** The player a point of the table is near to. @param {Json} at @param {{seat: number, x: number, y: number, name: string}[]} people */
export function nearest(at, people) {
  let best = { name: "", way: Number.POSITIVE_INFINITY };
  for (const { x, y, name } of people) {
    const way = Math.hypot(at.x - x, at.y - y);
    if (way < best.way) best = { name, way };
  }
  return best.name;
}
