/** The merge patch: the table of RFC 7396, and that untouched things stay the same object. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { merge } from "../../lobbies/static/parlour/patch.js";

const RFC = [
  [{ a: "b" }, { a: "c" }, { a: "c" }],
  [{ a: "b" }, { b: "c" }, { a: "b", b: "c" }],
  [{ a: "b" }, { a: null }, {}],
  [{ a: "b", b: "c" }, { a: null }, { b: "c" }],
  [{ a: ["b"] }, { a: "c" }, { a: "c" }],
  [{ a: "c" }, { a: ["b"] }, { a: ["b"] }],
  [{ a: { b: "c" } }, { a: { b: "d", c: null } }, { a: { b: "d" } }],
  [{ a: [{ b: "c" }] }, { a: [1] }, { a: [1] }],
  [
    ["a", "b"],
    ["c", "d"],
    ["c", "d"],
  ],
  [{ a: "b" }, ["c"], ["c"]],
  [{ a: "foo" }, null, null],
  [{ a: "foo" }, "bar", "bar"],
  [{ e: null }, { a: 1 }, { e: null, a: 1 }],
  [[1, 2], { a: "b", c: null }, { a: "b" }],
  [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
];

test("every line of the table in RFC 7396 comes out as written", () => {
  for (const [target, patch, wanted] of RFC) assert.deepEqual(merge(target, patch), wanted);
});

test("what a patch leaves alone is the same object as before", () => {
  const before = { moves: { 1: "e2e4" }, clocks: { w: 1, b: 2 } };
  const after = merge(before, { moves: { 2: "e7e5" } });
  assert.equal(after.clocks, before.clocks);
  assert.notEqual(after.moves, before.moves);
  assert.deepEqual(before.moves, { 1: "e2e4" });
});

test("a patch that says what is already so changes nothing at all", () => {
  const before = { moves: { 1: "e2e4" } };
  assert.equal(merge(before, { moves: { 1: "e2e4" }, draw: null }), before);
});

test("a patch cannot reach the prototype", () => {
  const after = merge({}, JSON.parse('{"__proto__":{"bad":true}}'));
  assert.equal(/** @type {any} */ ({}).bad, undefined);
  assert.equal(after.bad, undefined);
});
