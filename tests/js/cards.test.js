/** Playing cards in the browser: how they are called, in which inks they are printed. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import "./parlour_loader.js";

const cards = "../../lobbies/static/parlour/cards";
const { cardName, cardSign, isFace, PACK, rankPlural } = await import(`${cards}/names.js`);
const { printed } = await import(`${cards}/inks.js`);
const { BACKS, drawnBack, isBack } = await import(`${cards}/backs.js`);

const images = new URL(
  "../../node_modules/@heruka_urgyen/react-playing-cards/src/images/",
  import.meta.url,
);
const art = (set, file) => readFileSync(new URL(`${set}/${file}.svg`, images), "utf8");

test("a pack has 52 different cards", () => {
  assert.equal(new Set(PACK).size, 52);
  assert.ok(isFace("TS") && isFace("JR") && !isFace("1S"));
});

test("a back is one of ours, whatever word somebody sends for one", () => {
  assert.ok(BACKS.every(isBack));
  assert.ok(!["constructor", "valueOf", "__proto__", ""].some(isBack));
});

test("a card is called as one says it and signed as one writes it", () => {
  assert.equal(cardName("7H"), "seven of hearts");
  assert.equal(cardName("JR"), "red joker");
  assert.equal(cardSign("TS"), "10♠");
  assert.equal(rankPlural("6D"), "sixes");
});

test("every face of both sets is there and is printed in our inks, on our stock", () => {
  for (const set of ["2color-bf", "4color-bf"])
    for (const face of [...PACK, "JB", "JR"]) {
      const svg = printed(
        art(set, face.length && face[0] === "J" && /[BR]/.test(face[1]) ? "2J" : face),
        face,
      );
      assert.doesNotMatch(svg, /"(red|black|white|blue|green|#44F|#FC4)"/, face);
      assert.match(svg, /fill="#fffdf7"/, face);
    }
});

test("a joker says in its corners what it is, the red one in red", () => {
  const svg = printed(art("2color-bf", "2J"), "JR");
  assert.equal(svg.match(/<text/g).length, 10);
  assert.doesNotMatch(svg, /#14171a/);
});

test("every ink stands out from the stock at 7 to 1", () => {
  const light = (hex) => {
    const [r, g, b] = [1, 3, 5].map((at) => {
      const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  for (const [set, face] of [
    ["2color-bf", "7H"],
    ["2color-bf", "7S"],
    ["4color-bf", "7C"],
    ["4color-bf", "7D"],
  ]) {
    const ink = /<path d="[^"]+" fill="(#[0-9a-f]{6})"/.exec(printed(art(set, face), face))[1];
    assert.ok((light("#fffdf7") + 0.05) / (light(ink) + 0.05) >= 7, `${face} in ${ink}`);
  }
});

test("there are backs in several colours", () => {
  assert.ok(BACKS.length >= 5);
  assert.equal(new Set(BACKS.map(drawnBack)).size, BACKS.length);
});
