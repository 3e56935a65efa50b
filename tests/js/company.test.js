/** Who is at the table: seats, names, colours, the countdown of somebody who went away. */

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  awayFor,
  colorOf,
  initial,
  listed,
  nameAt,
  playerAt,
  seated,
} from "../../lobbies/static/parlour/table/company.js";

/** @type {any} */
const people = {
  a: { name: "Anh", role: "host", connected: true, seat: 1 },
  b: { name: "Bình", role: "guest", connected: false, seat: 0, awayUntil: 61_000 },
  c: { name: "Chi", role: "guest", connected: true, spectator: true },
};

test("a seat is found by who sits there, and an empty one has no name", () => {
  assert.equal(playerAt(people, 0), "b");
  assert.equal(nameAt(people, 1), "Anh");
  assert.equal(nameAt(people, 2), "");
  assert.equal(seated(people).length, 2);
});

test("colours go by the order of coming and begin again after eight", () => {
  assert.equal(colorOf(people, "a"), "1");
  assert.equal(colorOf(people, "c"), "3");
  assert.equal(colorOf(people, "nobody"), undefined);
  const nine = Object.fromEntries(Array.from({ length: 9 }, (_, at) => [`p${at}`, people.a]));
  assert.equal(colorOf(nine, "p8"), "1");
});

test("who went away has a countdown, who is here has none", () => {
  assert.equal(awayFor(people.b, 18_000), "0:43");
  assert.equal(awayFor(people.b, 1000), "1:00");
  assert.equal(awayFor(people.b, 99_000), "0:00");
  assert.equal(awayFor(people.a, 18_000), "");
});

test("a mark is the first letter as people write it", () => {
  assert.equal(initial("bình"), "B");
  assert.equal(initial("  ông Ba"), "Ô");
  assert.equal(initial("𝔄nh"), "𝔄");
  assert.equal(initial(""), "?");
});

test("names are listed as one says them", () => {
  assert.equal(listed([]), "");
  assert.equal(listed(["Anh"]), "Anh");
  assert.equal(listed(["Anh", "Bình", "Chi"]), "Anh, Bình and Chi");
});
