/**
 * The standing of the tournament. In here: before the first game, the points between games, the
 * end. Not in here: the list of all games (sheet), the buttons (doings).
 */

import { html, nothing, svg } from "lit-html";
import { faceUp } from "parlour/cards/card.js";
import { nt, t } from "parlour/i18n.js";
import { colorOf, initial, playerAt } from "parlour/table/company.js";
import { freeSeats, openHand, SEATS } from "./scene.js";
import { instantView } from "./trick.js";
import { vars } from "./vars.js";
import { placeName, pointsName, signed } from "./words.js";

/** @import { Scene, Seat } from "./scene.js" */

/** The four highest cards. */
const TWOS = ["2S", "2C", "2D", "2H"];

/** @param {Scene} scene */
export function standingView(scene) {
  const status = scene.status.value;
  if (status === "completed") return [endView(scene), tableView(scene)];
  if (status === "between_games") return [gameView(scene), tableView(scene), readyView(scene)];
  return [startView(scene), readyView(scene)];
}

/** @param {Scene} scene */
function startView(scene) {
  const free = freeSeats(scene).length;
  const target = scene.tourney.value.targetScore ?? 21;
  const line = free
    ? nt("One more player and it can begin", "{n} more players and it can begin", free)
    : t("All four are here");
  return html`<div class="standing">
    <span class="standing__fan fan" aria-hidden="true" ${vars({ n: TWOS.length })}>${TWOS.map((two) => faceUp(two, { silent: true }))}</span>
    <p class="standing__title">${line}</p>
    <p class="standing__sub">${t("Game after game, until somebody has {n} points", { n: target })}</p>
  </div>`;
}

/** Who won the last game. @param {Scene} scene */
function gameView(scene) {
  const { tourney, nameOf, mine, table } = scene;
  const { currentGameNumber: number = 1 } = tourney.value;
  const order = /** @type {number[]} */ (table.game.value.winOrder ?? []);
  const [first = 0] = order;
  const title =
    first === mine.value
      ? t("You win game {number}", { number })
      : t("{name} wins game {number}", { name: nameOf(first), number });
  return html`<div class="standing"><p class="standing__title">${title}</p>${instantView(scene)}</div>`;
}

/** @param {Scene} scene */
function endView(scene) {
  const { nameOf, mine, tourney } = scene;
  const [first] = ranked(scene);
  const seat = first?.position ?? 0;
  const games = tourney.value.currentGameNumber ?? 0;
  return html`<div class="standing ceremony">
    ${laurel()}
    <p class="standing__title">
      ${seat === mine.value ? t("You win the tournament") : t("{name} wins the tournament", { name: nameOf(seat) })}
    </p>
    <p class="standing__sub">
      ${nt("{points} after {n} game", "{points} after {n} games", games, { points: pointsName(first?.score ?? 0) })}
    </p>
  </div>`;
}

/** How far round the figure the leaves stand, in degrees from the right, clockwise. */
const LEAVES = [108, 130, 152, 174, 196, 218, 240];

/** Two branches round the highest card's figure. */
function laurel() {
  const branch = LEAVES.map((at, number) => [leaf(at, 44, -38, number), leaf(at, 36, 30, number)]);
  const stem = svg`<path class="laurel__stem" d="M52 98A40 40 0 0 1 38 24"></path>`;
  return html`<svg class="laurel" viewBox="0 0 120 108" aria-hidden="true">
    <g>${stem}${branch}</g>
    <g transform="translate(120 0) scale(-1 1)">${stem}${branch}</g>
    <text class="laurel__two" x="60" y="74">2</text>
  </svg>`;
}

/**
 * @param {number} at where on the branch
 * @param {number} radius of its foot
 * @param {number} lean away from the branch
 * @param {number} number from the stem's foot: leaves grow smaller
 */
function leaf(at, radius, lean, number) {
  const angle = (at * Math.PI) / 180;
  const [x, y] = [60 + radius * Math.cos(angle), 58 + radius * Math.sin(angle)];
  const place = `translate(${x.toFixed(1)} ${y.toFixed(1)}) rotate(${at + 90 + lean}) scale(${1 - number * 0.07})`;
  return svg`<path class="laurel__leaf" d="M0 0Q7 -6.5 17 0Q7 6.500 0 0Z" transform=${place}></path>`;
}

/** The seats by points; ties to the lowest. @param {Scene} scene @returns {Seat[]} */
export function ranked({ seats }) {
  return [...seats.value].sort(
    (one, other) => other.score - one.score || one.position - other.position,
  );
}

/** @param {Scene} scene */
function tableView(scene) {
  const { tourney, mine, table } = scene;
  const target = tourney.value.targetScore ?? 21;
  const order = /** @type {number[]} */ (table.game.value.winOrder ?? []);
  return html`<table class="ranks">
    <caption class="visually-hidden">${t("The standing")}</caption>
    <thead class="visually-hidden">
      <tr>
        <th scope="col">${t("Player")}</th>
        <th scope="col">${t("Last game")}</th>
        <th scope="col">${t("Points")}</th>
      </tr>
    </thead>
    <tbody>
      ${ranked(scene).map((seat) => {
        const place = order.indexOf(seat.position) + 1;
        return html`<tr ?data-me=${seat.position === mine.value} ${vars({ share: Math.min(1, seat.score / target) })}>
          <th scope="row"><span class="ranks__player">
            ${markOf(scene, seat.position)}
            <span class="ranks__who"><span class="ranks__name">${scene.nameOf(seat.position)}</span>
            <span class="ranks__note">${noteOf(scene, seat)}</span></span></span>
          </th>
          <td class="ranks__last"><span class="ranks__place">${place ? placeName(place) : nothing}</span> <span class="num">+${seat.lastGamePoints}</span></td>
          <td class="ranks__total num">${seat.score}</td>
        </tr>`;
      })}
    </tbody>
  </table>`;
}

/** @param {Scene} scene @param {number} seat */
function markOf({ table, nameOf }, seat) {
  const id = playerAt(table.players.value, seat) ?? "";
  return html`<span class="mark" data-color=${colorOf(table.players.value, id) ?? nothing} aria-hidden="true"
    >${initial(nameOf(seat))}</span
  >`;
}

/** @param {Scene} scene @param {Seat} seat */
function noteOf({ status, table }, seat) {
  const left = openHand(table.game.value, seat.position) ?? [];
  const unlucky = table.game.value.winOrder?.at(-1) === seat.position;
  if (status.value === "between_games" && unlucky && left.length && !seat.ready)
    return t("left with {cards}", { cards: signed(left) });
  if (seat.bot && seat.away) return t("computer stands in");
  if (status.value === "between_games") return seat.ready ? t("ready") : t("not ready yet");
  return nt("{n} game won", "{n} games won", seat.gamesWon);
}

/** @param {Scene} scene */
function readyView({ tourney, seats, status, table }) {
  if (status.value === "waiting") return nothing;
  const ready = tourney.value.readyCount ?? 0;
  const begins = tourney.value.startsAt;
  const left =
    begins === undefined ? 0 : Math.max(1, Math.ceil((begins - table.tick.value) / 1000));
  const words =
    begins === undefined
      ? t("{ready} of {all} ready", { ready, all: seats.value.length || SEATS })
      : nt("Next game in {n} second", "Next game in {n} seconds", left);
  return html`<p class="readies">
    <span class="readies__dots" aria-hidden="true">${seats.value.map((seat) => html`<i ?data-ready=${seat.ready}></i>`)}</span>
    <span>${words}</span>
  </p>`;
}
