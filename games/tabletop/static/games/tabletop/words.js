/**
 * The card table in words. In here: what a thing is called and how it lies. Not in here: what
 * happened (happenings), what the page asks of every game (house).
 */

import { cardName, isFace } from "parlour/cards/names.js";
import { nt, pt, t } from "parlour/i18n.js";
import { listed } from "parlour/table/company.js";
import { isOpen } from "./pieces.js";

/** @import { Point } from "./geometry.js" */
/** @import { Kind, Piece } from "./pieces.js" */

export const COLOURS = [
  t("blue"),
  t("yellow"),
  t("green"),
  t("pink"),
  t("sky blue"),
  t("orange"),
  t("grey"),
  t("ivory"),
];

/** A face as one says it. @param {string} face */
export function faceName(face) {
  return isFace(face) ? cardName(face) : face;
}

/** What a thing is: `seven of hearts`, `card`. @param {Piece} piece */
export function nameOf(piece) {
  return NAMES[piece.kind](piece);
}

/** @type {Record<Kind, (piece: Piece) => string>} */
const NAMES = {
  card: (piece) => (isOpen(piece) ? faceName(piece.face) : t("card")),
  deck: ({ label }) => (label ? t("deck {name}", { name: label }) : t("deck")),
  token: ({ color, label }) => {
    const token = t("{colour} token", { colour: COLOURS[color] ?? "" });
    return label ? `${token} ${label}` : token;
  },
  counter: ({ label }) => (label ? t("counter {name}", { name: label }) : t("counter")),
  die: ({ sides }) => (sides === 6 ? t("die") : t("die with {n} sides", { n: sides })),
  note: () => t("note"),
  image: ({ label }) => label || t("picture"),
};

/** @type {Record<Kind, (n: number) => string>} */
const MANY = {
  card: (n) => nt("{n} card", "{n} cards", n),
  deck: (n) => nt("{n} deck", "{n} decks", n),
  token: (n) => nt("{n} token", "{n} tokens", n),
  counter: (n) => nt("{n} counter", "{n} counters", n),
  die: (n) => nt("{n} die", "{n} dice", n),
  note: (n) => nt("{n} note", "{n} notes", n),
  image: (n) => nt("{n} picture", "{n} pictures", n),
};

/** `1 card`, `3 cards`. */
export const cards = MANY.card;

/**
 * A thing on the table as one would tell it: `seven of hearts, face up, near Bình`.
 *
 * @param {Piece} piece
 * @param {{near: string, name: (seat: number) => string, me?: number}} where
 */
export function spoken(piece, { near, name, me }) {
  return [
    nameOf(piece),
    ...STATES[piece.kind](piece),
    ...turnOf(piece),
    ...looksAt(piece, name, me),
    ...ownerOf(piece, name, me),
    piece.locked ? t("locked") : "",
    near,
  ]
    .filter(Boolean)
    .join(", ");
}

/** @type {Record<Kind, (piece: Piece) => string[]>} */
const STATES = {
  card: ({ faceUp }) => [faceUp ? t("face up") : t("face down")],
  deck: (piece) => [
    cards(piece.count),
    isOpen(piece) && piece.faceUp
      ? t("on top the {card}", { card: faceName(piece.face) })
      : t("face down"),
  ],
  token: () => [],
  counter: ({ value }) => [String(value)],
  die: ({ value }) => [String(value)],
  note: ({ text }) => [text || t("nothing is written on it")],
  image: () => [],
};

/** @param {Piece} piece */
function turnOf({ kind, rotation }) {
  return kind === "card" && rotation % 180 === 90 ? [t("sideways")] : [];
}

/** @param {Piece} piece @param {(seat: number) => string} name @param {number} [me] */
function looksAt({ lookers }, name, me) {
  const others = lookers.filter((seat) => seat !== me).map(name);
  return [
    me !== undefined && lookers.includes(me) ? t("you look at it") : "",
    others.length ? t("looked at by {names}", { names: listed(others) }) : "",
  ];
}

/** @param {Piece} piece @param {(seat: number) => string} name @param {number} [me] */
function ownerOf({ kind, owner }, name, me) {
  if (kind !== "deck" || owner === undefined) return [];
  return [owner === me ? t("yours") : t("{name}’s", { name: name(owner) })];
}

/**
 * Some things in short: `the seven of hearts`, `3 cards`, `5 things`.
 *
 * @param {Piece[]} pieces
 */
export function together(pieces) {
  const [first] = pieces;
  if (!first) return t("nothing");
  if (pieces.length === 1)
    return isOpen(first) && first.kind === "card"
      ? t("the {card}", { card: nameOf(first) })
      : t("a {thing}", { thing: nameOf(first) });
  if (pieces.every(({ kind }) => kind === first.kind)) return MANY[first.kind](pieces.length);
  return nt("{n} thing", "{n} things", pieces.length);
}

/**
 * Where a point of the table is, by who sits nearest.
 *
 * @param {Point} at
 * @param {{x: number, y: number, name: string, me: boolean}[]} people
 */
export function nearest(at, people) {
  let best = { way: Number.POSITIVE_INFINITY, said: "" };
  for (const { x, y, name, me } of people) {
    const way = Math.hypot(at.x - x, at.y - y);
    if (way < best.way) best = { way, said: me ? t("near you") : t("near {name}", { name }) };
  }
  return best.said;
}

/** Of a point that is near nobody. */
export const IN_THE_MIDDLE = pt("table", "in the middle");

/** @param {string} text */
export function capital(text) {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}
