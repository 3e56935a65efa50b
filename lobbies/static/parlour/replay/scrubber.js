/**
 * The hands on a replay: buttons, slider, keys, and the run by itself. In here: where one stands and
 * how fast it goes. Not in here: what a position shows (the board), the list of moves (steps).
 */

import { computed, effect, signal } from "@preact/signals-core";
import { html, nothing } from "lit-html";
import { pt, t } from "../i18n.js";
import { isWriting } from "../table/comforts.js";
import { icon, live } from "../table/live.js";
import { element } from "../table/page.js";
import { chaptersOf } from "./tape.js";

/** @import { Table } from "../table/table.js" */
/** @import { Voice } from "../table/voice.js" */
/** @import { Replay } from "./reel.js" */

/** Milliseconds a stop is shown at the usual speed. */
const PACE = 1200;
const SPEEDS = [0.5, 1, 2, 4];
const ADDRESS_AFTER = 400;

/**
 * @param {Table} table
 * @param {Replay} replay
 * @param {Voice} voice
 */
export function showScrubber(table, replay, voice) {
  const playing = signal(false);
  const speed = signal(1);
  const last = computed(() => replay.stops.value.length - 1);
  const hands = { table, replay, playing, speed, last };
  live(element("scrubber"), () => (table.ready.value ? scrubber(hands) : nothing));
  run(hands);
  keepInReach(element("foot"));
  const told = tellStops(hands, voice);
  document.addEventListener("keydown", (event) => press(hands, event));
  return told;
}

/** Say how high the foot is, so that a phone's drawer ends above it. @param {HTMLElement} foot */
function keepInReach(foot) {
  new ResizeObserver(() => {
    document.body.style.setProperty("--foot", `${foot.offsetHeight}px`);
  }).observe(foot);
}

/** @typedef {object} Hands
 * @property {Table} table
 * @property {Replay} replay
 * @property {import("@preact/signals-core").Signal<boolean>} playing
 * @property {import("@preact/signals-core").Signal<number>} speed
 * @property {import("@preact/signals-core").ReadonlySignal<number>} last
 */

/** @param {Hands} hands */
function scrubber(hands) {
  const { table, replay, playing, last } = hands;
  const at = replay.at.value;
  const stop = replay.stops.value[at];
  const end = last.value;
  return html`<p class="scrubber__said">
      <span class="scrubber__words" title=${stop?.told.said ?? ""}>${stop?.told.said}</span>
      <span class="scrubber__count num" aria-hidden="true">${at} / ${end}</span>
    </p>
    <input
      type="range"
      class="scrubber__slider"
      id="scrub"
      min="0"
      max=${end}
      .value=${String(at)}
      aria-label=${t("Position")}
      aria-valuetext=${t("{at} of {end}: {said}", { at, end, said: stop?.told.said ?? "" })}
      @input=${(/** @type {Event} */ event) =>
        steer(hands, Number(/** @type {HTMLInputElement} */ (event.target).value))}
    />
    <div class="scrubber__row">
      ${button("first", t("To the start"), at === 0, () => steer(hands, 0))}
      ${button("prev", t("A step back"), at === 0, () => steer(hands, at - 1))}
      ${button(
        playing.value ? "pause" : "play",
        playing.value ? t("Pause") : pt("replay", "Play"),
        !end,
        () => toggle(hands),
      )}
      ${button("next", t("A step on"), at === end, () => steer(hands, at + 1))}
      ${button("last", t("To the end"), at === end, () => steer(hands, end))}
      ${speeds(hands)} ${chapters(hands)} ${asides(table)}
    </div>`;
}

/** @param {string} name @param {string} label @param {boolean} off @param {() => void} run */
function button(name, label, off, run) {
  return html`<button
    type="button"
    class="icon-button"
    data-hand=${name}
    aria-label=${label}
    aria-disabled=${off ? "true" : nothing}
    @click=${run}
  >
    ${icon(name)}
  </button>`;
}

/** @param {Hands} hands */
function speeds({ speed }) {
  return html`<label class="scrubber__speed"
    ><span class="visually-hidden">${t("Speed")}</span
    ><select
      class="select"
      @change=${(/** @type {Event} */ event) => {
        speed.value = Number(/** @type {HTMLSelectElement} */ (event.target).value);
      }}
    >
      ${SPEEDS.map(
        (each) => html`<option value=${each} ?selected=${each === speed.value}>${each}×</option>`,
      )}
    </select></label
  >`;
}

/** The games or rounds of a match with several. @param {Hands} hands */
function chapters(hands) {
  const { table, replay } = hands;
  const found = chaptersOf(replay.stops.value);
  if (found.length < 2) return nothing;
  const at = replay.at.value;
  const name = table.words.value?.chapter ?? ((/** @type {number} */ n) => t("Game {n}", { n }));
  return html`<label class="scrubber__chapter"
    ><span class="visually-hidden">${t("Go to")}</span
    ><select
      class="select"
      @change=${(/** @type {Event} */ event) =>
        steer(hands, Number(/** @type {HTMLSelectElement} */ (event.target).value))}
    >
      ${at < (found[0]?.first ?? 0) ? html`<option selected value="0">${t("Before the start")}</option>` : nothing}
      ${found.map(
        ({ chapter, first, last }) =>
          html`<option value=${first} .selected=${first <= at && at <= last}>
            ${name(chapter)}
          </option>`,
      )}
    </select></label
  >`;
}

/** What the board itself offers: to turn it round, to check the dice. @param {Table} table */
function asides(table) {
  return table.actions.value
    .filter(({ offer, run }) => !offer && run)
    .map(({ label, run, icon: name, small }) =>
      small && name
        ? html`<button type="button" class="icon-button" aria-label=${label} @click=${run}>
            ${icon(name)}
          </button>`
        : html`<button type="button" class="button button--small button--quiet" @click=${run}>
            ${label}
          </button>`,
    );
}

/** The reader takes over. @param {Hands} hands @param {number} to */
function steer({ replay, playing }, to) {
  playing.value = false;
  replay.go(to);
}

/** @param {Hands} hands */
function toggle({ replay, playing, last }) {
  if (!playing.peek() && replay.at.peek() >= last.peek()) replay.go(0);
  playing.value = !playing.peek();
}

/** @param {Hands} hands */
function run({ replay, playing, speed, last }) {
  effect(() => {
    if (!playing.value) return;
    const at = replay.at.value;
    if (at >= last.value) {
      playing.value = false;
      return;
    }
    const timer = setTimeout(() => replay.go(at + 1), PACE / speed.value);
    return () => clearTimeout(timer);
  });
}

/**
 * Say every stop that is come to, sound it, and keep it in the address.
 *
 * @param {Hands} hands
 * @param {Voice} voice
 */
function tellStops({ table, replay }, voice) {
  /** @type {any} */
  let timer;
  let before = replay.at.peek();
  effect(() => {
    const at = replay.at.value;
    const stop = replay.stops.peek()[at];
    if (at === before || !stop) return;
    // The slider tells its own value.
    if (document.activeElement?.id !== "scrub") voice.interrupt(stop.told.said);
    if (at === before + 1 && stop.told.sound) table.sound(stop.told.sound);
    before = at;
    clearTimeout(timer);
    timer = setTimeout(() => keep(at), ADDRESS_AFTER);
  });
}

/** The address of this position, to come back to and to share. @param {number} at */
function keep(at) {
  history.replaceState(null, "", at ? `#${at}` : location.pathname);
  const link = /** @type {HTMLInputElement | null} */ (document.getElementById("share-link"));
  if (link) link.value = location.href;
  const study = /** @type {HTMLAnchorElement | null} */ (document.getElementById("study-link"));
  if (study) study.hash = `#${at}`;
}

/** @param {Hands} hands @param {KeyboardEvent} event */
function press(hands, event) {
  const { replay, last } = hands;
  const at = replay.at.peek();
  /** @type {Record<string, () => void>} */
  const does = {
    ArrowLeft: () => steer(hands, at - 1),
    ArrowRight: () => steer(hands, at + 1),
    Home: () => steer(hands, 0),
    End: () => steer(hands, last.peek()),
    " ": () => toggle(hands),
  };
  const act = does[event.key];
  const { target } = event;
  if (!act || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (isWriting(target) || document.querySelector("dialog[open]")) return;
  const inside = target instanceof Element && target.closest("[role=tablist], [role=grid]");
  const pressable = target instanceof Element && target.closest("button, a, summary");
  if (inside || (event.key === " " && pressable)) return;
  event.preventDefault();
  act();
}
