/**
 * A tray for every player. In here: name, dice, total, streak, what it costs; mine is the large one.
 * Not in here: the order of players (party), wording (words, notes).
 */

import { html, nothing } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import { drawDie } from "parlour/dice/die.js";
import { t } from "parlour/i18n.js";
import { awayFor, colorOf, initial } from "parlour/table/company.js";
import { icon } from "parlour/table/live.js";
import { say, variety } from "./notes.js";
import { deathDie, diceOf, isOut } from "./party.js";
import { prefixOf } from "./scene.js";
import { dieName, MR_ELEVEN, totalOf } from "./words.js";

/** @import { Player } from "./party.js" */
/** @import { Scene } from "./scene.js" */

/** From how many on the others' dice lie flat: a phone turns so many cubes, but not more. */
const FLAT_FROM = 9;

/**
 * One of the others, in the list.
 *
 * @param {Scene} scene
 * @param {Player} player
 */
export function otherTray(scene, player) {
  const flat = scene.players.value.length >= FLAT_FROM;
  const { turn, person } = player;
  return html`<li
    class="tray"
    data-verdict=${turn.verdict ?? nothing}
    ?data-out=${isOut(turn)}
    ?data-away=${!person.connected}
    ?data-done=${turn.done}
  >
    ${inside(scene, player, flat)}
  </li>`;
}

/**
 * Mine, at the bottom, before my hands.
 *
 * @param {Scene} scene
 * @param {Player} player
 */
export function myTray(scene, player) {
  const { turn } = player;
  return html`<section
    class="tray tray--mine"
    aria-label=${t("Your dice")}
    data-verdict=${turn.verdict ?? nothing}
    ?data-out=${isOut(turn)}
    ?data-turn=${scene.rolls.value}
  >
    ${inside(scene, player, false)}
  </section>`;
}

/** @param {Scene} scene @param {Player} player @param {boolean} flat */
function inside(scene, player, flat) {
  const { turn } = player;
  const german = Boolean(scene.table.game.value.german);
  return html`<div class="tray__head">
      ${mark(scene, player)}
      <span class="tray__who">
        <strong class="tray__name">${player.name}</strong>
        ${badges(scene, player)}
      </span>
      <span class="tray__total num" ?hidden=${!turn.total}
        ><span class="visually-hidden">${t("total")} </span>${totalOf(turn, german)}</span
      >
    </div>
    ${dice(scene, player, flat)} ${cost(scene, player)}`;
}

/** @param {Scene} scene @param {Player} player */
function mark(scene, { id, name }) {
  const color = colorOf(scene.table.players.value, id) ?? nothing;
  return html`<span class="mark mark--small" data-color=${color} aria-hidden="true"
    >${initial(name)}</span
  >`;
}

/** Mr Eleven, the streak, the death die it brings, absence. @param {Scene} scene @param {Player} player */
function badges(scene, { seat, turn, person }) {
  const eleven = scene.table.game.value.eleven === seat;
  const { streak = 0 } = turn;
  const death = deathDie(streak);
  const away = person.connected
    ? ""
    : t("away {time}", { time: awayFor(person, scene.table.tick.value) }).trim();
  return html`<span class="tray__badges"
    >${eleven ? html`<span class="badge badge--eleven">${icon("crown")}${MR_ELEVEN}</span>` : nothing}
    ${
      streak
        ? html`<span class="badge badge--streak num"
            >${streak}<span class="badge__word">&nbsp;${streak === 1 ? t("win") : t("in a row")}</span></span
          >`
        : nothing
    }
${death ? html`<span class="badge badge--death"><span class="visually-hidden">${t("death die")} </span>${dieName(death)}</span>` : nothing}
    ${away ? html`<span class="badge num">${away}</span>` : nothing}</span
  >`;
}

/** @param {Scene} scene @param {Player} player @param {boolean} flat */
function dice(scene, { seat, turn }, flat) {
  const all = diceOf(turn, prefixOf(scene.table.game.value, seat));
  if (!all.length) return html`<div class="tray__dice">${empty(scene, turn.done)}</div>`;
  const label = all.map(({ value }) => value).join(", ");
  const places = Math.min(7, all.length + (turn.done ? 0 : 1));
  return html`<div
    class="tray__dice"
    role="img"
    aria-label=${t("Dice: {values}", { values: label })}
    data-dice=${places}
  >
    ${repeat(
      all,
      (die) => die.key,
      (die) => drawDie(die, { fresh: scene.memory.isFresh(die.key), flat }),
    )}
    ${turn.done ? nothing : html`<span class="die die--place"></span>`}
  </div>`;
}

/** The places of the dice to come. @param {Scene} scene @param {boolean | undefined} done */
function empty(scene, done) {
  const { open, round } = scene.table.game.value;
  if (done || (round && !open)) return nothing;
  return html`<span class="die die--place"></span><span class="die die--place"></span>`;
}

/** What the note says, at once. @param {Scene} scene @param {Player} player */
function cost(scene, { seat, turn }) {
  const said = say(turn.note, scene.stakes.value, variety(scene.table.game.value, seat));
  if (!said) return html`<p class="tray__note"></p>`;
  return html`<p class="tray__note">
    <strong>${said.title}</strong
    >${said.deed ? html`<span class="tray__deed">: ${said.deed}</span>` : nothing}
  </p>`;
}
