/**
 * Playing cards by name. In here: a face as a value of two letters, the pack, how a card is called.
 * Not in here: pictures (faces), what a card is worth in any game.
 */

import { pt, t } from "../i18n.js";

/**
 * A face: rank and suit, as in `7H`, `TS`, `QD`; `JB` and `JR` are the black and the red joker.
 *
 * @typedef {string} Face
 */

export const RANKS = "A23456789TJQK";
export const SUITS = "SCDH";
export const JOKERS = /** @type {const} */ (["JB", "JR"]);

/** The 52, by suit and rank, aces low. @type {readonly Face[]} */
export const PACK = [...SUITS].flatMap((suit) => [...RANKS].map((rank) => rank + suit));

const FACES = new Set([...PACK, ...JOKERS]);

/** @param {string} text @returns {text is Face} */
export function isFace(text) {
  return FACES.has(text);
}

/** @type {Record<string, string>} */
const RANK_NAMES = {
  A: t("ace"),
  2: t("two"),
  3: t("three"),
  4: t("four"),
  5: t("five"),
  6: t("six"),
  7: t("seven"),
  8: t("eight"),
  9: t("nine"),
  T: t("ten"),
  J: t("jack"),
  Q: pt("card", "queen"),
  K: pt("card", "king"),
};

/** @type {Record<string, string>} */
const SUIT_NAMES = { S: t("spades"), C: t("clubs"), D: t("diamonds"), H: t("hearts") };

/** @type {Record<string, string>} */
const RANK_PLURALS = {
  A: t("aces"),
  2: t("twos"),
  3: t("threes"),
  4: t("fours"),
  5: t("fives"),
  6: t("sixes"),
  7: t("sevens"),
  8: t("eights"),
  9: t("nines"),
  T: t("tens"),
  J: t("jacks"),
  Q: t("queens"),
  K: t("kings"),
};

/** @type {Record<string, string>} */
const SIGNS = { S: "♠", C: "♣", D: "♦", H: "♥" };

/**
 * As one says it: `seven of hearts`.
 *
 * @param {Face} face
 * @param {string} [rank] where a game calls it otherwise
 */
export function cardName(face, rank = rankName(face)) {
  if (face === "JB") return t("black joker");
  if (face === "JR") return t("red joker");
  return t("{rank} of {suit}", { rank, suit: SUIT_NAMES[face[1] ?? ""] ?? "" });
}

/** `seven`. @param {Face} face */
export function rankName(face) {
  return RANK_NAMES[face[0] ?? ""] ?? "";
}

/** `sevens`. @param {Face} face */
export function rankPlural(face) {
  return RANK_PLURALS[face[0] ?? ""] ?? "";
}

/** As one writes it: `7♥`, `10♠`. @param {Face} face */
export function cardSign(face) {
  if (face === "JB" || face === "JR") return "Joker";
  return `${face[0] === "T" ? "10" : face[0]}${SIGNS[face[1] ?? ""]}`;
}
