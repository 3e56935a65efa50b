/**
 * Plays a corpus of games by the browser's own rules. In here: one line of JSON a game, `{variant,
 * start, moves, fens, result}`; what differs is printed. Not in here: where games come from
 * (tests/test_chess_corpus.py writes them, judged by the server's rules).
 */

import { readFileSync } from "node:fs";
import { makeFen } from "chessops/fen";
import { endOf } from "../../games/chess/static/games/chess/ends.js";
import { Record } from "../../games/chess/static/games/chess/record.js";

/** What the browser makes of a game, where it differs from what the server did. */
function differences({ variant, start, moves, fens, result }) {
  const game = { variant, start, moves: { ...[undefined, ...moves] } };
  const plies = new Record().follow(game);
  const found = plies.flatMap(({ position, number }) => {
    const fen = sorted(makeFen(position.toSetup()));
    return fen === sorted(fens[number])
      ? []
      : [{ ply: number, server: fens[number], browser: fen }];
  });
  for (let known = 1; known < plies.length; known += 1) {
    const end = endOf(plies.slice(0, known));
    if (end) found.push({ ply: known - 1, server: "goes on", browser: end });
  }
  const end = endOf(plies) ?? null;
  if (JSON.stringify(end) !== JSON.stringify(result))
    found.push({ ply: moves.length, server: result, browser: end });
  return found;
}

/** The pieces in hand in one order: programs write them in several. */
function sorted(fen) {
  return fen.replace(/\[(\w*)\]/, (_, hand) => `[${[...hand].sort().join("")}]`);
}

const lines = readFileSync(process.argv[2], "utf8").trim().split("\n");
let positions = 0;
for (const line of lines) {
  const game = JSON.parse(line);
  positions += game.fens.length;
  const [first] = differences(game);
  if (first) console.log(JSON.stringify({ ...game, fens: undefined, first }));
}
console.log(`${lines.length} games, ${positions} positions`);
