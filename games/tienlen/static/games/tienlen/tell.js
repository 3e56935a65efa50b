/**
 * What happens in the game, told as a person would. In here: lines for the ear, sounds. Not in here:
 * comings and goings of the room (the table page tells those), what is seen.
 */

import { effect } from "@preact/signals-core";
import { t } from "parlour/i18n.js";
import { listed } from "parlour/table/company.js";
import { movesOf } from "./scene.js";
import { isChop } from "./trick.js";
import { instantName, placeName, pointsName, spokenMove, verdictLine } from "./words.js";

/** @import { Json } from "parlour/wire.d.ts" */
/** @import { Scene } from "./scene.js" */

/** @param {Scene} scene @returns {() => void} */
export function tellGame(scene) {
  const { table } = scene;
  return table.listen((message, before, after) => {
    const [part, what] = message.type?.split("/") ?? [];
    if (part === "tourney") tellSeats(scene, before, after);
    if (part !== "game") return;
    if (what === "started" || before.gameNumber !== after.gameNumber) tellStart(scene, after);
    table.announce(
      [...moveLines(scene, before, after), ...endLines(scene, before, after)].join(" "),
    );
  });
}

/** My turn comes to the ear at once, with what is asked. @param {Scene} scene */
export function tellTurn(scene) {
  return effect(() => {
    if (!scene.myTurn.value || scene.replay) return;
    scene.table.interrupt(
      t("Your turn. {what}.", { what: verdictLine("nothing", [], scene.asked.peek()) }),
    );
  });
}

/** @param {Scene} scene @param {Json} game */
function tellStart({ table, nameOf, mine }, game) {
  table.sound("shuffle");
  const { gameNumber: number = 1, currentPlayer } = game;
  table.announce(t("Game {number} begins.", { number }));
  if (currentPlayer !== undefined && currentPlayer !== mine.peek())
    table.announce(t("{name} leads.", { name: nameOf(currentPlayer) }));
  for (const [seat, instant] of Object.entries(game.instantWins ?? {}))
    table.announce(
      t("{name} wins at once: {what}.", {
        name: nameOf(Number(seat)),
        what: instantName(String(instant)),
      }),
    );
}

/**
 * @param {Scene} scene
 * @param {Json} before
 * @param {Json} after
 * @returns {string[]}
 */
function moveLines(scene, before, after) {
  if (before.gameNumber !== after.gameNumber) return [];
  const known = Object.keys(before.moves ?? {}).length;
  const all = movesOf(after);
  const me = scene.mine.peek();
  return all
    .slice(known)
    .flatMap((move, at) => {
      const last = all.slice(0, known + at).findLast(({ cards }) => cards.length);
      const chop = move.cards.length > 0 && isChop(scene, move, last);
      scene.table.sound(chop ? "knock" : move.cards.length ? "card" : "chip");
      const name = move.by === me ? "" : scene.nameOf(move.by);
      return [
        spokenMove(name, move.cards),
        chop ? t("A chop!") : "",
        outLine(scene, move.by, before, after),
      ];
    })
    .filter(Boolean);
}

/** @param {Scene} scene @param {number} seat @param {Json} before @param {Json} after */
function outLine(scene, seat, before, after) {
  const place = (after.winOrder ?? []).indexOf(seat);
  if (place < 0 || (before.winOrder ?? []).includes(seat)) return "";
  const which = placeName(place + 1);
  return seat === scene.mine.peek()
    ? t("You are out: {which}.", { which })
    : t("{name} is out: {which}.", { name: scene.nameOf(seat), which });
}

/** @param {Scene} scene @param {Json} before @param {Json} after @returns {string[]} */
function endLines(scene, before, after) {
  if (!after.pointsAwarded || before.pointsAwarded) return [];
  scene.table.sound("bell");
  const rows = /** @type {{position: number, totalScore: number}[]} */ (after.leaderboard ?? []);
  const standing = rows.map(
    ({ position, totalScore }) => `${scene.nameOf(position)} ${pointsName(totalScore)}`,
  );
  return [t("The game is over. {standing}.", { standing: listed(standing) })];
}

/** @param {Scene} scene @param {Json} before @param {Json} after */
function tellSeats(scene, before, after) {
  const { table, nameOf, mine } = scene;
  for (const [at, seat] of (after.seats ?? []).entries()) {
    const was = before.seats?.[at];
    if (!was) continue;
    if (!was.ready && seat.ready && !seat.bot && at !== mine.peek()) {
      table.sound("chip");
      table.announce(t("{name} is ready.", { name: nameOf(at) }));
    }
    if (!was.away && seat.away && seat.bot)
      table.announce(t("A computer player stands in for {name}.", { name: nameOf(at) }));
    if (was.away && !seat.away) table.announce(t("{name} plays again.", { name: nameOf(at) }));
  }
}
