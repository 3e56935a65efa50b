/** Death Dice in the browser: who is where, what is said, what it costs, the check of the dice. */

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import "./parlour_loader.js";

const dice = "../../games/dice/static/games/dice";
const { deathDie, diceOf, isOut, owing, roster } = await import(`${dice}/party.js`);
const { headline, outcome, spokenRoll, totalOf, words } = await import(`${dice}/words.js`);
const { say } = await import(`${dice}/notes.js`);
const { check, diceAt, fingerprint } = await import(`${dice}/check.js`);
const { Memory } = await import(`${dice}/scene.js`);

const people = {
  b: { name: "Bình", role: "guest", connected: true, seat: 1 },
  a: { name: "Anh", role: "host", connected: true, seat: 0 },
  c: { name: "Chi", role: "guest", connected: true },
};
const turn = (rolls, more = {}) => ({
  at: 1,
  rolls: Object.fromEntries(rolls.map((roll, index) => [index + 1, roll])),
  total: rolls.flat().reduce((sum, die) => sum + die, 0),
  ...more,
});
const game = (zero, one, more = {}) => ({
  id: "m",
  round: 3,
  seats: { 0: { at: 2, ...zero }, 1: { at: 1, ...one } },
  ...more,
});

test("players are listed by the time they joined, and those who watch are not", () => {
  assert.deepEqual(
    roster(game({}, {}), people).map(({ name }) => name),
    ["Bình", "Anh"],
  );
});

test("who owes a roll is whose turn it is, and nobody's between two rounds", () => {
  assert.deepEqual(owing(game({ done: true }, {}, { open: true })), [1]);
  assert.deepEqual(owing(game({}, {})), []);
  assert.deepEqual(words.turn(game({}, {}, { open: true })), [0, 1]);
});

test("the third die of a first roll is the death die", () => {
  const all = diceOf(turn([[4, 4, 90], [4]], { death: 100 }), "x");
  assert.deepEqual(
    all.map(({ value, sides, death }) => [value, sides, death]),
    [
      [4, 6, false],
      [4, 6, false],
      [90, 100, true],
      [4, 6, false],
    ],
  );
  assert.equal(new Set(all.map(({ key }) => key)).size, 4);
  assert.deepEqual(
    [0, 2, 3, 5, 8, 10, 12, 14, 15, 40].map(deathDie),
    [0, 0, 4, 6, 8, 10, 12, 20, 100, 100],
  );
});

test("a roll is told as a person would", () => {
  assert.equal(spokenRoll("Bình", turn([[4, 4]])), "Bình rolls 4 and 4 and rolls again");
  assert.equal(spokenRoll("Bình", turn([[3, 5]], { done: true })), "Bình rolls 3 and 5: 8");
  assert.equal(
    spokenRoll("", turn([[4, 4], [4]], { note: "UH_OH" })),
    "You roll another 4, uh-oh, and roll again",
  );
  assert.equal(spokenRoll("Chi", turn([[6, 6], [2]], { done: true })), "Chi rolls a 2: 14");
  assert.equal(
    spokenRoll("Chi", turn([[5, 2, 7]], { done: true, death: 8 })),
    "Chi rolls 5 and 2, and 7 on the death die: 14",
  );
  assert.equal(
    spokenRoll("Chi", turn([[1, 1], [6]], { done: true, note: "SIP_DRINK", total: 0 })),
    "Chi rolls a 6",
  );
});

test("German mode says its numbers", () => {
  assert.equal(totalOf({ at: 1, total: 21 }, true), "Mäxchen");
  assert.equal(totalOf({ at: 1, total: 55 }, true), "55");
  assert.equal(totalOf({ at: 1, total: 64 }, true), "64");
  assert.equal(totalOf({ at: 1, total: 21 }, false), "21");
});

test("the line above says how the round stands", () => {
  const open = game(turn([[1, 2]], { at: 2, done: true }), { at: 1 }, { open: true });
  const players = roster(open, people);
  assert.equal(headline(open, players, undefined), "Round 3: Bình is still to roll");
  assert.equal(headline(open, players, 1), "Round 3: only you are still to roll");
  assert.equal(headline(open, players, 0), "Round 3");
  const over = game(
    turn([[6, 4]], { at: 2, done: true, verdict: "win" }),
    turn([[1, 2]], { done: true, verdict: "lose" }),
  );
  assert.equal(headline(over, roster(over, people), 0), "Round 3: Anh wins with 10");
  assert.equal(
    headline({ id: "m", seats: over.seats }, players, 0),
    "Anybody can begin the first round.",
  );
  const tied = game(turn([[6, 4]], { note: "TIE" }), turn([[6, 4]], { note: "TIE" }));
  assert.equal(outcome(roster(tied, people), false), "a tie, so nobody wins");
});

test("every note of the rules has friendly words, both ways", () => {
  const notes =
    "FINISH_DRINK SIP_DRINK SHOWER POOL DUAL_WIELD HEAD_ON_TABLE WISH_PURCHASE UH_OH TIE EIGHT_TIE THREE_WAY_TIE";
  for (const note of notes.split(" "))
    for (const stakes of ["forfeits", "drinks"]) {
      const said = say(note, stakes, 3);
      assert.ok(said.title && said.deed.endsWith("."), `${note} ${stakes}`);
    }
  assert.equal(say("", "forfeits", 0), undefined);
  assert.notEqual(say("SIP_DRINK", "forfeits", 1).deed, say("SIP_DRINK", "forfeits", 2).deed);
});

test("who is out is shown at once, before the round ends", () => {
  assert.equal(isOut({ at: 1, done: true, note: "SHOWER" }), true);
  assert.equal(isOut({ at: 1, done: true, note: "HEAD_ON_TABLE" }), false);
  assert.equal(isOut({ at: 1, note: "UH_OH" }), false);
});

test("the game is won by who won most rounds, or by nobody", () => {
  const name = (seat) => ["Anh", "Bình"][seat] ?? "";
  const over = game({ won: 2 }, { won: 1 }, { result: { winners: [0], reason: "finished" } });
  assert.equal(words.result(over, name).title, "Anh wins the game");
  assert.equal(words.result(over, name).why, "2 won, 3 rounds played");
  const none = game({}, {}, { result: { winners: [], reason: "finished" } });
  assert.equal(words.result(none, name).title, "No winner");
  assert.equal(words.result(game({}, {}), name), null);
});

const seed = Buffer.from(Array.from({ length: 32 }, (_, index) => index)).toString("hex");

test("the page computes the dice of the example in docs/dice-check.md", async () => {
  assert.deepEqual(await diceAt(seed, 9, [6, 6, 8]), [4, 6, 3]);
  assert.equal(
    await fingerprint(seed),
    createHash("sha256").update(Buffer.from(seed, "hex")).digest("hex"),
  );
});

test("a changed die and another secret are found out", async () => {
  const promised = await fingerprint(seed);
  const good = { v: 9, dice: [4, 6, 3], sides: [6, 6, 8] };
  assert.deepEqual(await check(seed, promised, [good]), { kept: true, wrong: [] });
  const bad = { ...good, dice: [4, 6, 4] };
  assert.deepEqual((await check(seed, promised, [good, bad])).wrong, [bad]);
  assert.equal((await check("00".repeat(32), promised, [])).kept, false);
});

test("the page remembers the rolls it saw, and only dice that came later tumble", () => {
  const memory = new Memory();
  const before = game(turn([[4, 4]]), {}, { open: true });
  memory.follow(before);
  memory.match = "m";
  const after = game(turn([[4, 4], [2]]), {}, { open: true });
  memory.keep({ type: "game/rolled", v: 12 }, before, after);
  memory.keep({ type: "game/rolled", v: 12 }, after, after);
  assert.deepEqual(memory.seen, [{ v: 12, dice: [2], sides: [6] }]);
  memory.follow(after);
  const [first, , last] = diceOf(after.seats[0], "m.3.0");
  assert.equal(memory.isFresh(first.key), false);
  assert.equal(memory.isFresh(last.key), true);
});
