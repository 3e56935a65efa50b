/**
 * Which plays a hand has. In here: finding them, the cheapest first, for hints. Not in here: which
 * is wise (the computer players are the server's).
 */

import { byValue } from "./cards.js";
import { ACE, comboOf, FOUR_PAIRS, judge, shapeOf } from "./combos.js";

/** @import { Asked, Rules } from "./combos.js" */

/**
 * All plays that differ in what they can beat.
 *
 * @param {Rules} rules
 * @param {Asked} asked
 * @param {number[]} hand
 * @returns {number[][]} the cheapest first; bombs last
 */
export function plays(rules, asked, hand) {
  const found = candidates(hand).filter((cards) => judge(rules, asked, cards) === "ok");
  return asked.last ? found.sort(answersFirst(asked)) : found.sort(leadsFirst);
}

/**
 * What could be answered out of turn after a pass: four pairs, if these rules know that.
 *
 * @param {Rules} rules
 * @param {Asked} asked
 * @param {number[]} hand
 */
export function comebacks(rules, asked, hand) {
  if (!rules.comesBack || !asked.last) return [];
  return plays(rules, asked, hand).filter((cards) => {
    const combo = comboOf(cards);
    return combo !== null && shapeOf(combo) === FOUR_PAIRS;
  });
}

/** The lowest card first, in the play that takes most cards along. @param {number[]} one @param {number[]} other */
function leadsFirst(one, other) {
  return (one[0] ?? 0) - (other[0] ?? 0) || other.length - one.length || last(one) - last(other);
}

/** @param {Asked} asked */
function answersFirst({ last: beaten }) {
  /** @param {number[]} cards */
  const bomb = (cards) => Number(comboOf(cards)?.kind !== beaten?.kind);
  return (/** @type {number[]} */ one, /** @type {number[]} */ other) =>
    bomb(one) - bomb(other) || last(one) - last(other) || one.length - other.length;
}

/** @param {number[]} cards */
function last(cards) {
  return cards.at(-1) ?? 0;
}

/**
 * Combinations of a hand: each shape with each highest card once, and suited runs besides.
 *
 * @param {number[]} hand
 * @returns {number[][]}
 */
export function candidates(hand) {
  const ranks = byRank(hand);
  const found = [...ranks.values()].flatMap(subsets);
  for (let low = 0; low <= ACE; low += 1) found.push(...runsFrom(ranks, low));
  return found;
}

/** @param {number[]} hand @returns {Map<number, number[]>} */
function byRank(hand) {
  /** @type {Map<number, number[]>} */
  const ranks = new Map();
  for (const card of [...hand].sort(byValue)) {
    const cards = ranks.get(card >> 2);
    if (cards) cards.push(card);
    else ranks.set(card >> 2, [card]);
  }
  return ranks;
}

/** Everything of one rank. @param {number[]} cards */
function subsets(cards) {
  return Array.from({ length: 2 ** cards.length - 1 }, (_, bits) =>
    cards.filter((_card, at) => (bits + 1) & (1 << at)),
  );
}

/**
 * Runs, suited runs and runs of pairs that begin with rank `low`.
 *
 * @param {Map<number, number[]>} ranks
 * @param {number} low
 */
function runsFrom(ranks, low) {
  /** @type {number[][]} */
  const found = [];
  /** @type {number[]} */
  const below = [];
  /** @type {number[]} */
  const pairsBelow = [];
  let paired = true;
  const suits = new Set([0, 1, 2, 3]);
  for (let rank = low; rank <= ACE; rank += 1) {
    const cards = ranks.get(rank);
    if (!cards) break;
    const long = rank - low >= 2;
    if (long) for (const top of cards) found.push([...below, top]);
    for (const suit of [...suits]) if (!cards.includes(rank * 4 + suit)) suits.delete(suit);
    if (long) found.push(...[...suits].map((suit) => suited(low, rank, suit)));
    paired &&= cards.length > 1;
    const [first = 0, second = 0] = cards;
    if (paired && long) for (const top of cards.slice(1)) found.push([...pairsBelow, first, top]);
    if (paired) pairsBelow.push(first, second);
    below.push(first);
  }
  return unique(found);
}

/** @param {number} low @param {number} high @param {number} suit */
function suited(low, high, suit) {
  return Array.from({ length: high - low + 1 }, (_, step) => (low + step) * 4 + suit);
}

/** @param {number[][]} found */
function unique(found) {
  return [...new Map(found.map((cards) => [cards.join(), cards])).values()];
}
