/**
 * What happens at the dice table, told as a person would. In here: lines for the ear and for the
 * list, sounds. Not in here: comings and goings of the room (the table page tells those).
 */

import { effect } from "@preact/signals-core";
import { html, nothing } from "lit-html";
import { t } from "parlour/i18n.js";
import { live } from "parlour/table/live.js";
import { say, variety } from "./notes.js";
import { rollsOf, roster } from "./party.js";
import { headline, spokenRoll } from "./words.js";

/** @import { Json } from "parlour/wire.d.ts" */
/** @import { Player } from "./party.js" */
/** @import { Scene } from "./scene.js" */

/** More players than this, and only what matters is said aloud. */
const SMALL_TALK = 8;
const KEPT = 200;

/**
 * @param {Scene} scene
 * @returns {() => void}
 */
export function tellRounds(scene) {
  const { table, memory } = scene;
  let number = 0;
  memory.match = table.game.peek().id;
  return table.listen((message, before, after) => {
    if (!message.type?.startsWith("game/")) return;
    memory.keep(message, before, after);
    const lines = linesOf(scene, before, after);
    if (!lines.length) return;
    number += 1;
    const key = number;
    scene.told.value = [
      { key, text: lines.map((line) => line.text).join(" ") },
      ...scene.told.peek(),
    ].slice(0, KEPT);
    const crowd = scene.players.peek().length > SMALL_TALK;
    table.announce(
      lines
        .filter((line) => !crowd || line.matters)
        .map((line) => line.text)
        .join(" "),
    );
  });
}

/** @typedef {{text: string, matters: boolean}} Line */

/**
 * What one change says: the roll, its note, how the round ended.
 *
 * @param {Scene} scene
 * @param {Json} before
 * @param {Json} after
 * @returns {Line[]}
 */
function linesOf(scene, before, after) {
  if (before.id !== after.id) return [];
  const players = roster(after, scene.table.players.peek());
  const me = scene.table.seat.peek();
  if (after.round !== before.round) {
    scene.table.sound("chip");
    return [{ text: t("Round {n} begins.", { n: after.round }), matters: true }];
  }
  const lines = players.flatMap((player) => rollLine(scene, player, before, after));
  if (before.open && !after.open) lines.push(...endLines(scene, players, after, me));
  return lines;
}

/** @param {Scene} scene @param {Player} player @param {Json} before @param {Json} after @returns {Line[]} */
function rollLine(scene, { seat, name, turn }, before, after) {
  const was = before.seats?.[seat];
  if (!was || rollsOf(was).length >= rollsOf(turn).length) return [];
  const mine = seat === scene.table.seat.peek();
  scene.table.sound(rollsOf(turn).length === 1 ? "knock" : "wood");
  const note = turn.verdict ? undefined : say(turn.note, scene.stakes.peek(), 0);
  const told = note && turn.done ? ` ${note.title}!` : "";
  const text = `${spokenRoll(mine ? "" : name, turn, Boolean(after.german))}.${told}`;
  return [{ text, matters: mine || Boolean(told) }];
}

/** @param {Scene} scene @param {Player[]} players @param {Json} after @param {number | undefined} me @returns {Line[]} */
function endLines(scene, players, after, me) {
  scene.table.sound("bell");
  const lines = [{ text: `${headline(after, players, me)}.`, matters: true }];
  const mine = players.find(({ seat }) => seat === me);
  if (!mine) return lines;
  const said = say(mine.turn.note, scene.stakes.peek(), variety(after, mine.seat));
  if (said?.deed)
    lines.push({
      text: t("For you, {note}: {deed}", { note: said.title.toLowerCase(), deed: said.deed }),
      matters: true,
    });
  return lines;
}

/**
 * The score sheet beside the table: rounds won, and what happened while this page was open.
 *
 * @param {HTMLElement} root
 * @param {Scene} scene
 * @returns {() => void}
 */
export function writeSheet(root, scene) {
  root.replaceChildren();
  return live(root, () => {
    const players = [...scene.players.value].sort(
      (one, other) => (other.turn.won ?? 0) - (one.turn.won ?? 0),
    );
    return html`<table class="scores">
        <caption>
          ${t("Rounds won")}
        </caption>
        <tbody>
          ${players.map(
            ({ name, turn }) =>
              html`<tr>
                <th scope="row">${name}</th>
                <td class="num">${turn.won ?? 0}</td>
              </tr>`,
          )}
        </tbody>
      </table>
      ${
        scene.told.value.length
          ? html`<ol class="told" reversed aria-label=${t("What happened")}>
              ${scene.told.value.map(({ text }) => html`<li>${text}</li>`)}
            </ol>`
          : nothing
      }`;
  });
}

/** My turn comes to the ear when a round begins. @param {Scene} scene */
export function tellTurn(scene) {
  return effect(() => {
    if (scene.rolls.value) scene.table.interrupt(t("Your roll."));
  });
}
