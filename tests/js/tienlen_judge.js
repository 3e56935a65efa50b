/**
 * The browser's judge of Tiến Lên as a program: positions in as JSON on stdin, verdicts and plays out.
 * In here: reading and writing. Not in here: expectations (tests/test_tienlen_mirror.py).
 */

import { text } from "node:stream/consumers";
import "./parlour_loader.js";

const tienlen = "../../games/tienlen/static/games/tienlen";
const { askedBy, judge, rulesOf } = await import(`${tienlen}/combos.js`);
const { comebacks, plays } = await import(`${tienlen}/plays.js`);

const positions = JSON.parse(await text(process.stdin));
const answers = positions.map(({ options, game, hand, tried, returning }) => {
  const rules = rulesOf(options);
  const asked = askedBy(game);
  return {
    verdicts: tried.map((cards) => judge(rules, asked, cards)),
    plays: (returning ? comebacks : plays)(rules, asked, hand),
  };
});
process.stdout.write(JSON.stringify(answers));
