/**
 * The time a turn has left. In here: seconds, and a ring that empties round a player's mark.
 * Not in here: what happens when it is up (the server).
 */

import { html, nothing } from "lit-html";

/** @import { Scene } from "./scene.js" */

/** From here on it is drawn as urgent. */
const LOW = 10;

/** Seconds left in this turn, if it has a limit. @param {Scene} scene */
export function secondsLeft({ table, on }) {
  const ends = table.game.value.turnEndsAt;
  if (!on.value || ends === undefined) return undefined;
  const left = Math.max(0, Math.ceil((ends - table.tick.value) / 1000));
  // The ticking second may be the one before the turn began.
  return Math.min(left, table.lobby.value.options?.turnSeconds || left);
}

/** @param {Scene} scene */
export function ring(scene) {
  const left = secondsLeft(scene);
  const whole = scene.table.lobby.value.options?.turnSeconds || 60;
  if (left === undefined) return html`<span class="ring ring--open" aria-hidden="true"></span>`;
  return html`<svg class="ring" viewBox="0 0 44 44" aria-hidden="true" ?data-low=${left <= LOW}>
    <circle class="ring__way" cx="22" cy="22" r="20" pathLength="100"></circle>
    <circle
      class="ring__left"
      cx="22"
      cy="22"
      r="20"
      pathLength="100"
      stroke-dasharray="${(100 * left) / whole} 100"
    ></circle>
  </svg>`;
}

/** The seconds as figures, when there are few or somebody looks for them. @param {Scene} scene */
export function seconds(scene) {
  const left = secondsLeft(scene);
  if (left === undefined) return nothing;
  return html`<span class="seconds num" ?data-low=${left <= LOW} role="timer" aria-live="off"
    >${left}</span
  >`;
}
