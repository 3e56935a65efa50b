/** Words in the reader's language: texts, plural forms, values, things drawn in a sentence. */

import assert from "node:assert/strict";
import { test } from "node:test";

/** A catalog with two plural forms the other way round than English has them. */
Object.assign(globalThis, {
  document: { documentElement: { lang: "vi" } },
  parlourCatalog: {
    plural: (/** @type {number} */ n) => (n > 1 ? 0 : 1),
    words: {
      "Sit here": "Ngồi đây",
      "{name} is ready.": "{name} đã sẵn sàng.",
      "{n} move": ["{n} nước", "một nước"],
      "chess\u0004Draw": "Hòa",
      "away {time}": "{time} đi vắng",
    },
  },
});
const { language, nt, number, pt, t, tparts } = await import(
  "../../lobbies/static/parlour/i18n.js"
);

test("a text is said in the language of the page", () => {
  assert.equal(language, "vi");
  assert.equal(t("Sit here"), "Ngồi đây");
  assert.equal(t("{name} is ready.", { name: "Bình" }), "Bình đã sẵn sàng.");
});

test("what the catalog does not know is said in English", () => {
  assert.equal(t("Stand up"), "Stand up");
  assert.equal(nt("{n} card", "{n} cards", 1), "1 card");
  assert.equal(nt("{n} card", "{n} cards", 2), "2 cards");
});

test("the catalog says which form goes with a number", () => {
  assert.equal(nt("{n} move", "{n} moves", 5), "5 nước");
  assert.equal(nt("{n} move", "{n} moves", 1), "một nước");
});

test("a word with several meanings is told apart by its context", () => {
  assert.equal(pt("chess", "Draw"), "Hòa");
  assert.equal(pt("cards", "Draw"), "Draw");
});

test("numbers are written as the reader writes them, and braces of a value are left alone", () => {
  assert.equal(number(1234.5), "1.234,5");
  assert.equal(t("{n} of {name}", { n: 1000, name: "{n}" }), "1.000 of {n}");
  assert.equal(t("{unknown} stays"), "{unknown} stays");
  assert.equal(t("{unknown} stays", {}), "{unknown} stays");
});

test("what is drawn stands where the sentence of the language has it", () => {
  const drawn = { drawn: true };
  assert.deepEqual(tparts("away {time}", { time: drawn }), ["", drawn, " đi vắng"]);
});
