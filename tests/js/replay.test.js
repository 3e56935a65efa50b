/** Replays in the browser: stops from steps, chapters, and a table that is driven by them. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { chaptersOf, pagesOf, Tape } from "../../lobbies/static/parlour/replay/tape.js";

/** @import { Page, Step, Parts } from "../../lobbies/static/parlour/replay/tape.js" */

/** @param {Parts} before @param {Parts} after */
const counted = (before, after) =>
  after.game?.n === before.game?.n
    ? null
    : { short: `${after.game?.n}`, said: `n ${after.game?.n}` };

/** @param {number} at @param {Record<string, any>} patch @param {number} [chapter] @returns {Step} */
const step = (at, patch, chapter) => ({ v: at, event: "command", at, patch, chapter });

/** @param {Step[]} moves @returns {Page} */
const page = (moves) => ({
  first: 0,
  count: moves.length,
  startedAt: 5,
  document: { game: { n: 0, note: "x" } },
  moves,
});

const start = { short: "Start", said: "The start" };

test("every told step is a stop, and silent ones belong to the stop before", () => {
  const tape = new Tape(counted, start);
  tape.add(
    page([
      step(10, { game: { n: 1 } }),
      step(11, { game: { note: null } }),
      step(12, {}),
      step(13, { game: { n: 2 }, tourney: { score: 4 } }),
    ]),
  );
  assert.deepEqual(
    tape.stops.map(({ at, parts, told }) => [at, parts, told.short]),
    [
      [5, { game: { n: 0, note: "x" } }, "Start"],
      [10, { game: { n: 1 } }, "1"],
      [13, { game: { n: 2 }, tourney: { score: 4 } }, "2"],
    ],
  );
});

test("a page more only adds, and what did not change is the same object", () => {
  const tape = new Tape(counted, start);
  tape.add(page([step(10, { tourney: { a: { b: 1 } }, game: { n: 1 } })]));
  const [, first] = tape.stops;
  tape.add({ ...page([step(11, { game: { n: 2 } })]), first: 1 });
  assert.equal(tape.stops.length, 3);
  assert.equal(tape.stops[1], first);
  assert.equal(tape.stops[2]?.parts.tourney, first?.parts.tourney);
});

test("chapters know where they begin and end, even if they are counted anew", () => {
  const tape = new Tape(counted, start);
  const chapters = [0, 1, 1, 2, 1];
  tape.add(page(chapters.map((chapter, n) => step(n, { game: { n: n + 1 } }, chapter))));
  assert.deepEqual(chaptersOf(tape.stops), [
    { chapter: 1, first: 2, last: 3 },
    { chapter: 2, first: 4, last: 4 },
    { chapter: 1, first: 5, last: 5 },
  ]);
});

test("pages are asked for one after the other, and a refusal is told", async () => {
  /** @type {string[]} */
  const asked = [];
  /** @param {string} path */
  const ask = async (path) => {
    asked.push(path);
    const next = { "/a": "/b", "/b": "/c" }[path];
    const ok = path !== "/c";
    return { ok, json: async () => (ok ? { next } : { message: "Wait a moment." }) };
  };
  const pages = pagesOf("/a", ask);
  await pages.next();
  await pages.next();
  await assert.rejects(async () => pages.next(), /Wait a moment/);
  assert.deepEqual(asked, ["/a", "/b", "/c"]);
});
