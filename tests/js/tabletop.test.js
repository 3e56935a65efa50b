/** The card table's arithmetic: the view and its inverse, what lies under a hand, fans, ways, keys. */

import assert from "node:assert/strict";
import { test } from "node:test";
import "./parlour_loader.js";

const tabletop = "../../games/tabletop/static/games/tabletop";
const {
  angleOf,
  framed,
  matrixOf,
  panned,
  pinched,
  rotated,
  shortTurn,
  toScreen,
  toTable,
  turned,
  zoomed,
} = await import(`${tabletop}/geometry.js`);
const { corners, covers, freePlace, readingOrder, topmost, within } = await import(
  `${tabletop}/boxes.js`
);
const { fan, leafAt, placeAt } = await import(`${tabletop}/fan.js`);
const { arrived, even, glide, poseAt } = await import(`${tabletop}/motion.js`);
const { meaning } = await import(`${tabletop}/keys.js`);

const VIEW = { width: 1000, height: 600 };
const SEATS = [0, 1, 2, 3, 4, 5, 6, 7];

const near = (one, other, slack = 1e-6) => {
  assert.ok(Math.abs(one.x - other.x) < slack, `x ${one.x} is not ${other.x}`);
  assert.ok(Math.abs(one.y - other.y) < slack, `y ${one.y} is not ${other.y}`);
};

test("from every seat the way to the screen and back ends where it began", () => {
  for (const seat of SEATS) {
    const matrix = matrixOf({ x: 40, y: -70, zoom: 0.8, angle: angleOf(seat) }, VIEW);
    for (const point of [
      { x: 0, y: 0 },
      { x: 310, y: -120 },
      { x: -5, y: 900 },
    ])
      near(toTable(matrix, toScreen(matrix, point)), point);
  }
});

test("the point looked at is in the middle of the view", () => {
  for (const seat of SEATS) {
    const matrix = matrixOf({ x: 40, y: -70, zoom: 2, angle: angleOf(seat) }, VIEW);
    near(toScreen(matrix, { x: 40, y: -70 }), { x: 500, y: 300 });
  }
});

test("each seat sees its own side at the bottom, and seat 1 sits to the left of seat 0", () => {
  const own = (seat) => rotated({ x: 0, y: 400 }, angleOf(seat));
  for (const seat of SEATS) {
    const matrix = matrixOf({ x: 0, y: 0, zoom: 1, angle: angleOf(seat) }, VIEW);
    near(toScreen(matrix, own(seat)), { x: 500, y: 700 });
  }
  const fromZero = matrixOf({ x: 0, y: 0, zoom: 1, angle: 0 }, VIEW);
  near(toScreen(fromZero, own(1)), { x: 100, y: 300 });
});

test("a card laid down by a seat stands upright for it", () => {
  for (const seat of SEATS) {
    const angle = angleOf(seat);
    const matrix = matrixOf({ x: 0, y: 0, zoom: 1, angle }, VIEW);
    const up = rotated({ x: 0, y: -50 }, angle);
    near(toScreen(matrix, up), { x: 500, y: 250 });
  }
});

test("a push moves the table under the finger by as many pixels", () => {
  for (const seat of SEATS) {
    const camera = { x: 10, y: 20, zoom: 0.5, angle: angleOf(seat) };
    const before = toScreen(matrixOf(camera, VIEW), { x: 0, y: 0 });
    const after = toScreen(matrixOf(panned(camera, 30, -12), VIEW), { x: 0, y: 0 });
    near(after, { x: before.x + 30, y: before.y - 12 });
  }
});

test("what is under the wheel stays under it, within the limits", () => {
  const camera = { x: 10, y: 20, zoom: 1, angle: 45 };
  const at = { x: 800, y: 100 };
  const held = toTable(matrixOf(camera, VIEW), at);
  for (const factor of [1.2, 0.7, 1000, 0.0001])
    near(toScreen(matrixOf(zoomed(camera, VIEW, at, factor), VIEW), held), at);
  assert.equal(zoomed(camera, VIEW, at, 1000).zoom, 4);
});

test("two fingers hold the two points of the table that they hold", () => {
  const camera = { x: 0, y: 0, zoom: 1, angle: 90 };
  const before = [
    { x: 400, y: 300 },
    { x: 600, y: 300 },
  ];
  const after = [
    { x: 380, y: 350 },
    { x: 680, y: 350 },
  ];
  const held = before.map((point) => toTable(matrixOf(camera, VIEW), point));
  const now = matrixOf(pinched(camera, VIEW, before, after), VIEW);
  near(toScreen(now, held[0]), after[0]);
  near(toScreen(now, held[1]), after[1]);
});

test("the view that shows everything shows everything, beside what it keeps free", () => {
  const points = [
    { x: -300, y: -200 },
    { x: 500, y: 900 },
  ];
  const margin = { left: 10, top: 20, right: 30, bottom: 140 };
  for (const seat of SEATS) {
    const matrix = matrixOf(framed(points, VIEW, angleOf(seat), { margin }), VIEW);
    for (const point of points) {
      const { x, y } = toScreen(matrix, point);
      assert.ok(x >= 9.99 && x <= 970.01, `${x}`);
      assert.ok(y >= 19.99 && y <= 460.01, `${y}`);
    }
  }
  assert.ok(framed([], VIEW, 0).zoom === 1);
});

test("turning goes the short way round", () => {
  assert.equal(shortTurn(350, 10), 20);
  assert.equal(shortTurn(10, 350), -20);
  assert.equal(shortTurn(0, 270), -90);
  assert.equal(turned(-90), 270);
});

const box = (id, x, y, more = {}) => ({
  id,
  x,
  y,
  z: 1,
  width: 60,
  height: 90,
  rotation: 0,
  ...more,
});

test("a turned card is hit where it lies", () => {
  const card = box("a", 0, 0, { rotation: 90 });
  assert.ok(covers(card, { x: 44, y: 0 }));
  assert.ok(!covers(card, { x: 0, y: 44 }));
  near(corners(card)[0], { x: 45, y: -30 });
});

test("the card on top is taken, and a near miss counts only where nothing is hit", () => {
  const low = box("low", 0, 0, { z: 1 });
  const high = box("high", 20, 0, { z: 5 });
  assert.equal(topmost([high, low], { x: 10, y: 0 })?.id, "high");
  assert.equal(topmost([high, low], { x: -28, y: 0 })?.id, "low");
  assert.equal(topmost([high, low], { x: -36, y: 0 }), undefined);
  assert.equal(topmost([high, low], { x: -36, y: 0 }, 10)?.id, "low");
  const twin = box("lox", 0, 0, { z: 1 });
  assert.equal(topmost([low, twin], { x: 0, y: 0 })?.id, "lox", "ties go by id, everywhere");
});

test("something new is put beside what lies there, and where it was wanted if nothing does", () => {
  const lies = [box("a", 0, 0), box("b", 67, 0)];
  assert.deepEqual(freePlace([], { x: 3.2, y: 4 }, 40), { x: 3, y: 4 });
  const spot = freePlace(lies, { x: 0, y: 0 }, 40);
  assert.ok(lies.every((one) => !covers(one, spot, 40)));
  assert.ok(Math.hypot(spot.x, spot.y) < 200);
});

test("a frame takes the cards whose middle is in it, as seen on the screen", () => {
  const matrix = matrixOf({ x: 0, y: 0, zoom: 1, angle: 180 }, VIEW);
  const cards = [box("a", 100, 0), box("b", -100, 0)];
  const left = { left: 0, top: 0, right: 499, bottom: 600 };
  const found = within(cards, left, (point) => toScreen(matrix, point));
  assert.deepEqual(
    found.map(({ id }) => id),
    ["a"],
  );
});

test("the table is read in rows from the far side, from where one sits", () => {
  const cards = [
    box("near", 0, 200),
    box("right", 100, 10),
    box("left", -100, 20),
    box("pile", -100, 20, { z: 3 }),
  ];
  const order = (angle) => readingOrder(cards, angle).map(({ id }) => id);
  assert.deepEqual(order(0), ["pile", "left", "right", "near"]);
  assert.deepEqual(order(180), ["near", "right", "pile", "left"]);
});

const HOLD = { width: 500, card: 60, bow: 20 };

test("a hand fits its room, lies evenly and bows in the middle", () => {
  for (const count of [0, 1, 2, 7, 30]) {
    const leaves = fan(count, HOLD);
    assert.equal(leaves.length, count);
    for (const { x } of leaves) assert.ok(Math.abs(x) <= (500 - 60) / 2 + 1e-9);
    if (count > 1) {
      assert.ok(Math.abs(leaves[0].x + leaves.at(-1).x) < 1e-9);
      assert.ok(leaves[0].angle < 0 && leaves.at(-1).angle > 0);
      assert.ok(leaves[0].y >= leaves[Math.floor(count / 2)].y);
    }
  }
});

test("a card that comes opens a gap where it would be put", () => {
  const leaves = fan(4, HOLD, 2);
  const [before, after] = [leaves[1], leaves[2]];
  assert.ok(after.x - before.x > 1.5 * (leaves[1].x - leaves[0].x));
});

test("a place in the hand is where the pointer is, and the ends are the ends", () => {
  assert.equal(placeAt(-1000, 5, HOLD), 0);
  assert.equal(placeAt(1000, 5, HOLD), 5);
  assert.equal(placeAt(0, 4, HOLD), 2);
  assert.equal(placeAt(0, 0, HOLD), 0);
});

test("the card under the pointer is the one whose free part is there", () => {
  const leaves = fan(10, HOLD);
  assert.equal(leafAt(leaves[3].x - 25, 10, HOLD), 3);
  assert.equal(leafAt(leaves[9].x + 20, 10, HOLD), 9);
  assert.equal(leafAt(400, 10, HOLD), undefined);
});

test("a way begins where a thing was, ends where it is, and turns the short way", () => {
  const way = glide(
    { x: 0, y: 0, rotation: 350 },
    { x: 100, y: 50, rotation: 10 },
    1000,
    200,
    even,
  );
  assert.deepEqual(poseAt(way, 900), { x: 0, y: 0, rotation: 350 });
  assert.deepEqual(poseAt(way, 1100), { x: 50, y: 25, rotation: 360 });
  assert.deepEqual(poseAt(way, 1200), { x: 100, y: 50, rotation: 10 });
  assert.ok(!arrived(way, 1199) && arrived(way, 1200));
});

test("every key of the list means what the list says", () => {
  const does = (key, more = {}) => meaning({ key, ...more })?.does;
  assert.equal(does("f"), "flip");
  assert.equal(does("F", { shiftKey: false }), "flip", "Caps Lock is no shift");
  assert.equal(does("t"), "tap");
  assert.equal(does("r"), "untap");
  assert.equal(does(" "), "preview");
  assert.equal(does("S", { shiftKey: true }), "shuffle");
  assert.equal(does("s"), undefined);
  assert.equal(does("g"), "group");
  assert.equal(does("Escape"), "cancel");
  assert.equal(does("Enter"), "menu");
  assert.deepEqual(meaning({ key: "7" }), { does: "draw", count: 7 });
  assert.equal(does("z", { ctrlKey: true }), "undo");
  assert.equal(does("z", { metaKey: true }), "undo");
  assert.deepEqual(meaning({ key: "ArrowLeft" }), { does: "nudge", dx: -16, dy: 0 });
  assert.equal(does("r", { ctrlKey: true }), undefined, "the browser's own keys stay its own");
  assert.equal(does("ArrowLeft", { altKey: true }), undefined);
});
