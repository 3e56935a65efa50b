/**
 * A replay as the server tells it. In here: fetching its pages, every position as a document, and
 * which of them are worth a stop. Not in here: which one is shown (table), drawing.
 */

import { merge } from "../patch.js";

/** @import { Sound } from "../table/sound.js" */
/** @import { Json, Patch } from "../wire.d.ts" */

/**
 * One change as told by `/api/games/{id}/replay/`.
 *
 * @typedef {object} Step
 * @property {number} v
 * @property {string} event `command`, `taken`, `vacated`, `ring` or `ended`
 * @property {number} at
 * @property {Record<string, Patch>} [patch] by part of the document
 * @property {Record<string, string>} [facts] what happened, by part
 * @property {number} [chapter]
 * @property {number} [seat]
 * @property {string} [action]
 */

/** @typedef {Record<string, Json>} Parts a document, by part */

/**
 * How a step is told: `short` in the list of moves, `said` aloud.
 *
 * @typedef {{short: string, said: string, sound?: Sound}} Told
 */

/** @typedef {(before: Parts, after: Parts, step: Step) => Told | null} Teller nothing: no stop */

/**
 * A position one can stop at: after the step that is told and the silent ones behind it.
 *
 * @typedef {object} Stop
 * @property {number} number from 0, the start
 * @property {Parts} parts
 * @property {number} at milliseconds
 * @property {number} chapter
 * @property {Told} told
 * @property {Step[]} steps what led to it
 */

/**
 * A page of a replay as the server sends it.
 *
 * @typedef {object} Page
 * @property {number} first
 * @property {number} count
 * @property {Parts} document
 * @property {number} [chapter]
 * @property {number} startedAt
 * @property {Step[]} moves
 * @property {string} [next]
 */

/**
 * Fetch a replay page after page.
 *
 * @param {string} address
 * @param {(path: string) => Promise<{ok: boolean, json(): Promise<any>}>} ask
 * @returns {AsyncGenerator<Page, void>}
 */
export async function* pagesOf(address, ask) {
  /** @type {string | undefined} */
  let next = address;
  while (next) {
    const answer = await ask(next);
    const told = await answer.json();
    if (!answer.ok) throw new Error(told.message);
    yield told;
    next = told.next;
  }
}

export class Tape {
  /** @type {Stop[]} */
  stops = [];
  #teller;
  #start;

  /** @param {Teller} teller @param {Told} start what the beginning is called */
  constructor(teller, start) {
    this.#teller = teller;
    this.#start = start;
  }

  /**
   * Add the next page. Stops that are known stay as they are, but the last one may grow.
   *
   * @param {Page} page
   */
  add({ document, moves, chapter = 0, startedAt }) {
    const stops = [...this.stops];
    if (!stops.length)
      stops.push({
        number: 0,
        parts: document,
        at: startedAt,
        chapter,
        told: this.#start,
        steps: [],
      });
    for (const step of moves) follow(stops, step, this.#teller);
    this.stops = stops;
  }
}

/**
 * @param {Stop[]} stops
 * @param {Step} step
 * @param {Teller} teller
 */
function follow(stops, step, teller) {
  const last = /** @type {Stop} */ (stops.at(-1));
  const parts = patched(last.parts, step.patch ?? {});
  const told = parts === last.parts ? null : teller(last.parts, parts, step);
  const { chapter = 0, at } = step;
  // A silent step belongs to what was told before it; the clock stays with that.
  if (!told) {
    stops[stops.length - 1] = { ...last, parts, chapter: Math.max(chapter, last.chapter) };
    return;
  }
  stops.push({ number: last.number + 1, parts, at, chapter, told, steps: [step] });
}

/** @param {Parts} parts @param {Record<string, Patch>} patch @returns {Parts} */
function patched(parts, patch) {
  return merge(parts, patch);
}

/**
 * The chapters of a replay with more than one: their number, and where each begins.
 *
 * @param {Stop[]} stops
 * @returns {{chapter: number, first: number, last: number}[]}
 */
export function chaptersOf(stops) {
  /** @type {{chapter: number, first: number, last: number}[]} */
  const found = [];
  for (const { number, chapter } of stops) {
    const last = found.at(-1);
    if (last && (last.chapter === chapter || !chapter)) last.last = number;
    else if (chapter) found.push({ chapter, first: number, last: number });
  }
  return found;
}
