/**
 * Playing cards by name. In here: a face as a value of two letters, the pack, how a card is called.
 * Not in here: pictures (faces), what a card is worth in any game.
 */

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
  A: "ace",
  2: "two",
  3: "three",
  4: "four",
  5: "five",
  6: "six",
  7: "seven",
  8: "eight",
  9: "nine",
  T: "ten",
  J: "jack",
  Q: "queen",
  K: "king",
};

/** @type {Record<string, string>} */
const SUIT_NAMES = { S: "spades", C: "clubs", D: "diamonds", H: "hearts" };

/** @type {Record<string, string>} */
const RANK_PLURALS = { 6: "sixes" };

/** @type {Record<string, string>} */
const SIGNS = { S: "♠", C: "♣", D: "♦", H: "♥" };

/** As one says it: `seven of hearts`. @param {Face} face */
export function cardName(face) {
  if (face === "JB") return "black joker";
  if (face === "JR") return "red joker";
  return `${rankName(face)} of ${SUIT_NAMES[face[1] ?? ""]}`;
}

/** `seven`. @param {Face} face */
export function rankName(face) {
  return RANK_NAMES[face[0] ?? ""] ?? "";
}

/** `sevens`. @param {Face} face */
export function rankPlural(face) {
  return RANK_PLURALS[face[0] ?? ""] ?? `${rankName(face)}s`;
}

/** As one writes it: `7♥`, `10♠`. @param {Face} face */
export function cardSign(face) {
  if (face === "JB" || face === "JR") return "Joker";
  return `${face[0] === "T" ? "10" : face[0]}${SIGNS[face[1] ?? ""]}`;
}
