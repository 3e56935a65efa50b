/**
 * The score sheet beside the table, and on paper. In here: every game's points by player, the moves
 * of this game, the way out. Not in here: the standing in the middle (standing).
 */

import { html, nothing } from "lit-html";
import { t } from "parlour/i18n.js";
import { icon, live } from "parlour/table/live.js";
import { leave } from "./doings.js";
import { SEATS } from "./scene.js";
import { placeName, signed } from "./words.js";

/** @import { Scene } from "./scene.js" */

/** @typedef {{gameNumber: number, winOrder: number[], pointsAwarded: number[]}} Line */

/** @param {HTMLElement} root @param {Scene} scene @returns {() => void} */
export function writeSheet(root, scene) {
  root.replaceChildren();
  return live(root, () => [pointsView(scene), wayOut(scene), movesView(scene)]);
}

/** @param {Scene} scene */
function pointsView({ tourney, seats, nameOf }) {
  const games = /** @type {Line[]} */ (Object.values(tourney.value.gameHistory ?? {}));
  const all = Array.from({ length: SEATS }, (_, seat) => seat);
  return html`<table class="tally">
    <caption>${t("Points")}</caption>
    <thead>
      <tr>
        <th scope="col"><span class="visually-hidden">${t("Game")}</span></th>
        ${all.map((seat) => html`<th scope="col">${nameOf(seat)}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${games.map(
        ({ gameNumber, winOrder, pointsAwarded }) =>
          html`<tr>
            <th scope="row" class="num">${gameNumber}</th>
            ${all.map((seat) => {
              const place = winOrder.indexOf(seat);
              return html`<td class="num" ?data-first=${place === 0} aria-label=${`${placeName(place + 1)}, ${pointsAwarded[place]}`}>${pointsAwarded[place]}</td>`;
            })}
          </tr>`,
      )}
    </tbody>
    <tfoot>
      <tr>
        <th scope="row">${t("Sum")}</th>
        ${all.map((seat) => html`<td class="num">${seats.value[seat]?.score ?? 0}</td>`)}
      </tr>
    </tfoot>
  </table>`;
}

/** @param {Scene} scene */
function movesView({ moves, nameOf, tourney }) {
  if (!moves.value.length) return nothing;
  return html`<h3 class="told__title">${t("Game {number}", { number: tourney.value.currentGameNumber ?? 1 })}</h3>
    <ol class="told" reversed>
      ${[...moves.value]
        .reverse()
        .map(
          ({ by, cards }) =>
            html`<li ?data-pass=${!cards.length}><span>${nameOf(by)}</span> <span class="num">${cards.length ? signed(cards) : t("pass")}</span></li>`,
        )}
    </ol>`;
}

/** Not beside Play: nobody shall give up by a slip of the thumb. @param {Scene} scene */
function wayOut(scene) {
  if (!scene.on.value || scene.mine.value === undefined || !scene.myHands.value) return nothing;
  return html`<button type="button" class="button button--quiet" @click=${() => void leave(scene)}>
    ${icon("flag")}<span>${t("Give up")}</span>
  </button>`;
}
