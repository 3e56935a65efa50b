/**
 * My own place, above my cards. In here: my name and points, what is chosen and whether it goes.
 * Not in here: the cards (hand), the buttons (doings).
 */

import { html, nothing } from "lit-html";
import { t } from "parlour/i18n.js";
import { colorOf, initial } from "parlour/table/company.js";
import { ring } from "./timer.js";
import { placeName, pointsName, verdictLine } from "./words.js";

/** @import { Scene } from "./scene.js" */

/** @param {Scene} scene */
export function mineView(scene) {
  const { table, mine, myTurn } = scene;
  const seat = mine.value ?? 0;
  const { playerId } = table.you.value;
  return html`<div class="mine" data-seat=${seat} ?data-turn=${myTurn.value}>
    <span class="place__mark">
      <span class="mark" data-color=${colorOf(table.players.value, playerId) ?? nothing} aria-hidden="true"
        >${initial(scene.nameOf(seat))}</span
      >
      ${myTurn.value ? ring(scene) : nothing}
    </span>
    <span class="mine__who">
      <strong class="place__name">${scene.nameOf(seat)}</strong>
      <span class="place__note">${pointsName(scene.mySeat.value?.score ?? 0)}</span>
    </span>
    ${adviceView(scene)}
  </div>`;
}

/** @param {Scene} scene */
function adviceView(scene) {
  const { line, tone } = advice(scene);
  return html`<p class="advice" data-tone=${tone || nothing}>${line}</p>`;
}

/**
 * What to say of my hand now, and how.
 *
 * @param {Scene} scene
 * @returns {{line: string, tone: "" | "good" | "bad"}}
 */
export function advice(scene) {
  const { table, on, verdict, chosen, asked, myHands, mine, mySeat } = scene;
  const game = table.game.value;
  if (!on.value) return { line: "", tone: "" };
  const place = (game.winOrder ?? []).indexOf(mine.value);
  if (place >= 0)
    return { line: t("You are out: {place}", { place: placeName(place + 1) }), tone: "good" };
  if (mySeat.value?.back) return { line: t("The computer makes this one move for you"), tone: "" };
  if (!myHands.value) return { line: t("The computer plays for you"), tone: "" };
  if (chosen.value.length) {
    const goes = verdict.value === "ok";
    return {
      line: verdictLine(verdict.value, chosen.value, asked.value),
      tone: goes ? "good" : "bad",
    };
  }
  return { line: idle(scene), tone: "" };
}

/** @param {Scene} scene */
function idle({ table, myTurn, mine, possible, asked }) {
  const passed = table.game.value.passedPlayers?.[mine.value ?? -1];
  if (myTurn.value) {
    if (!possible.value.length && asked.value.last) return t("Nothing you have beats it");
    return verdictLine("nothing", [], asked.value);
  }
  if (passed && possible.value.length) return t("Your four pairs may come back in");
  return passed ? t("You have passed this trick") : "";
}
