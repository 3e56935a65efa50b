/** What hands mean at the card table: each gesture of mouse, pen and fingers, and how it ends. */

import assert from "node:assert/strict";
import { test } from "node:test";

const { Gestures, LONG, SLOP, TWICE } = /** @type {any} */ (
  await import("../../games/tabletop/static/games/tabletop/gestures.js")
);

const MODS = { alt: false, shift: false, ctrl: false };

/** Hands at a table: what they do, and what it is understood as. */
const hands = () => {
  const gestures = new Gestures();
  const touch = (x, y, more = {}) => ({
    id: 1,
    tool: "mouse",
    button: 0,
    at: { x, y },
    time: 0,
    mods: MODS,
    ...more,
  });
  return {
    gestures,
    down: (x, y, more) => gestures.down(touch(x, y, more)),
    move: (x, y, more) => gestures.move(touch(x, y, more)),
    up: (x, y, more) => gestures.up(touch(x, y, more)),
  };
};
const types = (intents) => intents.map(({ type }) => type);
const FINGER = { tool: "touch" };

test("a press that does not move is a tap, and two quick ones are a double tap", () => {
  const { down, up } = hands();
  assert.deepEqual(types(down(10, 10, { target: "c" })), ["press"]);
  const [tap] = up(12, 11, { time: 80 });
  assert.equal(tap.type, "tap");
  assert.equal(tap.target, "c");
  assert.equal(tap.twice, false);
  down(11, 10, { target: "c", time: 200 });
  assert.equal(up(11, 10, { time: 80 + TWICE - 1 })[0].twice, true);
  down(11, 10, { target: "c", time: 500 });
  assert.equal(up(11, 10, { time: 500 })[0].twice, false, "three are a double tap and a tap");
});

test("a trembling hand still taps; a finger trembles more", () => {
  for (const tool of ["mouse", "pen", "touch"]) {
    const { down, move } = hands();
    down(0, 0, { tool, target: "c" });
    assert.deepEqual(move(SLOP[tool] - 1, 0), [], tool);
    assert.equal(move(SLOP[tool] + 1, 0)[0].type, "lift", tool);
  }
});

test("a card is lifted, carried and dropped, from where it was taken", () => {
  const { down, move, up } = hands();
  down(10, 10, { target: "c" });
  const [lift] = move(30, 10);
  assert.deepEqual([lift.type, lift.target, lift.from], ["lift", "c", { x: 10, y: 10 }]);
  assert.deepEqual(types(move(50, 20)), ["carry"]);
  const [drop] = up(50, 20, { mods: { ...MODS, alt: true } });
  assert.equal(drop.type, "drop");
  assert.ok(drop.mods.alt);
});

test("a mouse on the felt frames cards; a finger pushes the table unless framing is on", () => {
  const mouse = hands();
  mouse.down(0, 0);
  assert.deepEqual(types(mouse.move(40, 40)), ["frame"]);
  assert.deepEqual(types(mouse.up(80, 80)), ["framed"]);

  const finger = hands();
  finger.down(0, 0, FINGER);
  assert.deepEqual(finger.move(40, 30, FINGER), [{ type: "push", dx: 40, dy: 30 }]);
  assert.deepEqual(finger.move(45, 30, FINGER), [{ type: "push", dx: 5, dy: 0 }]);
  assert.deepEqual(types(finger.up(45, 30, FINGER)), ["settle"]);

  const framing = hands();
  framing.gestures.framing = true;
  framing.down(0, 0, FINGER);
  assert.deepEqual(types(framing.move(40, 30, FINGER)), ["frame"]);
});

test("the right button opens the menu, and pushes the table when it is dragged", () => {
  const { down, move, up } = hands();
  down(5, 5, { button: 2, target: "c" });
  assert.deepEqual(up(5, 5)[0], {
    type: "menu",
    target: "c",
    at: { x: 5, y: 5 },
    tool: "mouse",
  });
  down(5, 5, { button: 2, target: "c" });
  assert.deepEqual(types(move(50, 5)), ["push"]);
  assert.deepEqual(types(up(50, 5)), ["settle"]);
});

test("a finger that rests opens the menu, and what it does afterwards means nothing", () => {
  const { gestures, down, move, up } = hands();
  down(5, 5, { ...FINGER, target: "c" });
  assert.ok(LONG > 300);
  assert.deepEqual(types(gestures.hold()), ["menu"]);
  assert.deepEqual(move(90, 90), []);
  assert.deepEqual(up(90, 90), []);
  assert.equal(gestures.doing, "idle");
});

test("a mouse held still is not a question, nor is a card in the air", () => {
  const mouse = hands();
  mouse.down(0, 0, { target: "c" });
  assert.deepEqual(mouse.gestures.hold(), []);
  const finger = hands();
  finger.down(0, 0, { ...FINGER, target: "c" });
  finger.move(60, 0, FINGER);
  assert.deepEqual(finger.gestures.hold(), []);
  assert.equal(finger.gestures.doing, "carry");
});

test("two fingers pinch and push; the card under the first goes back", () => {
  const { gestures, down, move, up } = hands();
  down(0, 0, { ...FINGER, target: "c" });
  move(40, 0, FINGER);
  assert.deepEqual(types(down(200, 0, { ...FINGER, id: 2 })), ["cancel"]);
  const [pinch] = move(240, 0, { ...FINGER, id: 2 });
  assert.deepEqual(pinch, {
    type: "pinch",
    before: [
      { x: 40, y: 0 },
      { x: 200, y: 0 },
    ],
    after: [
      { x: 40, y: 0 },
      { x: 240, y: 0 },
    ],
  });
  assert.deepEqual(types(up(240, 0, { id: 2 })), ["settle"]);
  assert.deepEqual(move(80, 50, FINGER), [], "the finger that stays pushes nothing about");
  assert.deepEqual(up(80, 50), []);
  assert.equal(gestures.doing, "idle");
});

test("when the browser takes the pointer away, what was carried goes back", () => {
  const { gestures, down, move } = hands();
  down(0, 0, { target: "c" });
  move(40, 0);
  assert.deepEqual(types(gestures.cancel()), ["cancel"]);
  assert.equal(gestures.doing, "idle");
  assert.deepEqual(types(move(50, 0)), ["hover"]);
  assert.deepEqual(gestures.cancel(), [], "nothing is cancelled twice");
});

test("Escape puts the card back while the button is still down", () => {
  const { gestures, down, move, up } = hands();
  down(0, 0, { target: "c" });
  move(40, 0);
  assert.deepEqual(types(gestures.escape()), ["cancel"]);
  assert.deepEqual(move(90, 0), []);
  assert.deepEqual(up(90, 0), []);
  down(0, 0, { target: "c" });
  assert.deepEqual(types(move(40, 0)), ["lift"], "the next press is a new one");
});
