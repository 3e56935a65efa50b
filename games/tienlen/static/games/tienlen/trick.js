/**
 * The middle of the table while a game is on. In here: the plays of the trick, the newest on top,
 * and whose turn it is. Not in here: how cards get there (air), the others (places).
 */

import { html, nothing } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import { faceUp } from "parlour/cards/card.js";
import { t } from "parlour/i18n.js";
import { faceOf } from "./cards.js";
import { chops, comboOf } from "./combos.js";
import { seconds } from "./timer.js";
import { vars } from "./vars.js";
import { instantName, playName } from "./words.js";

/** @import { Move, Scene } from "./scene.js" */

/** So many plays of a trick lie on the table; the list beside it has all. */
const SHOWN = 4;

/** @param {Scene} scene */
export function trickView(scene) {
  const { trick, over } = lying(scene);
  const plays = trick.filter(({ cards }) => cards.length);
  const shown = plays.slice(-SHOWN);
  return html`<div class="trick" ?data-over=${over}>
      <ol class="trick__plays" role="list" aria-label=${over ? t("The last trick") : t("This trick")}>
        ${repeat(
          shown,
          ({ number }) => number,
          (move, at) => playView(scene, move, shown[at - 1], shown.length - 1 - at),
        )}
      </ol>
    </div>
    ${turnView(scene)}`;
}

/**
 * The moves of this trick; before its first play, what took the trick before.
 *
 * @param {Scene} scene
 */
function lying({ table, moves }) {
  const from = table.game.value.trick ?? 1;
  const trick = moves.value.filter(({ number }) => number >= from);
  if (trick.length) return { trick, over: false };
  const taken = moves.value.findLast(({ cards }) => cards.length);
  return { trick: taken ? [taken] : [], over: true };
}

/**
 * @param {Scene} scene
 * @param {Move} move
 * @param {Move | undefined} before
 * @param {number} age 0 for the newest
 */
function playView(scene, move, before, age) {
  const chop = isChop(scene, move, before);
  return html`<li
    class="play"
    data-move=${move.number}
    data-by=${move.by}
    data-age=${age}
    data-tilt=${(move.number * 7 + move.by * 3) % 5}
    ?data-chop=${chop}
  >
    <span class="play__cards" role="img" aria-label=${`${scene.nameOf(move.by)}: ${playName(move.cards)}`} ${vars({ n: move.cards.length })}>
      ${move.cards.map((card) => faceUp(faceOf(card), { silent: true }))}
    </span>
    <span class="play__by" aria-hidden="true"
      >${chop ? html`<em class="play__chop">${t("Chop!")}</em>` : nothing}${scene.nameOf(move.by)}</span
    >
  </li>`;
}

/** Whether a play beat another by a bomb. @param {Scene} scene @param {Move} move @param {Move} [before] */
export function isChop({ rules }, move, before) {
  const [combo, last] = [comboOf(move.cards), before ? comboOf(before.cards) : null];
  if (!combo || !last || combo.kind === last.kind) return false;
  return chops(rules.value, combo, last);
}

/**
 * Whose turn it is, to be read from two metres away.
 *
 * @param {Scene} scene
 */
function turnView(scene) {
  const { table, myTurn, nameOf } = scene;
  const { currentPlayer, lastPlay } = table.game.value;
  const mine = myTurn.value;
  const name = currentPlayer === undefined ? "" : nameOf(currentPlayer);
  const lead = !lastPlay;
  const words = mine
    ? lead
      ? t("You lead")
      : t("Your turn")
    : lead
      ? t("{name} leads", { name })
      : t("{name}'s turn", { name });
  return html`<p class="whose" ?data-me=${mine}>
    ${currentPlayer === undefined ? html`<span>${"\u00a0"}</span>` : html`<span>${words}</span>${seconds(scene)}`}
  </p>`;
}

/** Hands that won as they were dealt, said once more in the middle. @param {Scene} scene */
export function instantView({ table, nameOf }) {
  const wins = Object.entries(table.game.value.instantWins ?? {});
  return wins.map(
    ([seat, instant]) =>
      html`<p class="instant">
        ${t("{name} wins at once: {what}", {
          name: nameOf(Number(seat)),
          what: instantName(String(instant)),
        })}
      </p>`,
  );
}
