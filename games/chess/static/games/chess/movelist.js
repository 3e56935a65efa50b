/**
 * The moves beside the board. In here: the list, looking back, typing a move. Not in here: how a
 * move is written (record) or read (typed).
 */

import { effect, signal } from "@preact/signals-core";
import { html, nothing, render } from "lit-html";
import { nt, t } from "parlour/i18n.js";
import { movesOf } from "./record.js";
import { readMove } from "./typed.js";
import { ruleOf, TITLES } from "./variants.js";
import { words } from "./words.js";

/** @import { Replay } from "parlour/replay/reel.js" */
/** @import { Ply } from "./record.js" */
/** @import { Scene } from "./scene.js" */

/**
 * @param {HTMLElement} root
 * @param {Scene} scene
 * @returns {() => void}
 */
export function listMoves(root, scene) {
  root.replaceChildren();
  const complaint = signal("");
  const stop = effect(() => {
    const { table } = scene;
    const moves = scene.plies.value.slice(1);
    render(
      html`${rule(scene)}${
        moves.length
          ? html`<ol class="moves" tabindex="0" aria-label=${t("Moves")}>
            ${rows(scene, moves)} ${end(scene)}
          </ol>`
          : html`<p class="moves__none">${t("No moves yet.")}</p>`
      }
      ${scene.playing.value && table.seat.value !== undefined ? typing(scene, complaint) : nothing}
      ${navigation(scene, moves.length)}`,
      root,
    );
    queueMicrotask(() => showCurrent(root));
  });
  return stop;
}

/** What makes it another game than chess, in words. @param {Scene} scene */
function rule(scene) {
  const { variant } = scene.last.value;
  const { position: number, history } = scene.table.game.value;
  if (variant === "chess" && !history) return nothing;
  return html`<p class="moves__rule">
    ${variant === "chess" ? nothing : html`<strong>${TITLES[variant]}.</strong> ${ruleOf(variant)}`}
    ${number === undefined ? nothing : t("This is position {number} of 960.", { number })}
    ${history ? nt("{n} half move came with the start.", "{n} half moves came with the start.", history) : nothing}
  </p>`;
}

/** @param {Scene} scene @param {Ply[]} moves */
function rows(scene, moves) {
  const blackFirst = scene.plies.value[0]?.position.turn === "black" ? 1 : 0;
  const firstNumber = scene.plies.value[0]?.position.fullmoves ?? 1;
  const count = Math.ceil((moves.length + blackFirst) / 2);
  return Array.from({ length: count }, (_, row) => {
    const white = moves[row * 2 - blackFirst];
    const black = moves[row * 2 + 1 - blackFirst];
    return html`<li class="moves__row">
      <span class="moves__no">${firstNumber + row}.</span>
      ${white ? ply(scene, white) : html`<span class="moves__gap">…</span>`}
      ${black ? ply(scene, black) : nothing}
    </li>`;
  });
}

/** @param {Scene} scene @param {Ply} move */
function ply(scene, move) {
  const current = scene.shown.value === move;
  const pending = scene.waiting.value && move === scene.last.value;
  return html`<button
    type="button"
    class="moves__ply"
    data-ply=${move.number}
    aria-current=${current ? "true" : nothing}
    ?data-pending=${pending}
    @click=${() => look(scene, move.number)}
  >
    ${move.san}
  </button>`;
}

/** @param {Scene} scene */
function end({ table }) {
  const outcome = table.outcome.value;
  if (!outcome) return nothing;
  const text = outcome.score ? `${outcome.score} · ${outcome.title}` : outcome.title;
  return html`<li class="moves__end">${text}</li>`;
}

/** @param {Scene} scene @param {number} count */
function navigation(scene, count) {
  if (!count || scene.table.replay) return nothing;
  const now = scene.shown.value.number;
  /** @param {string} name @param {string} label @param {number} to @param {boolean} off */
  const button = (name, label, to, off) =>
    html`<button
      type="button"
      class="icon-button"
      aria-label=${label}
      ?disabled=${off}
      @click=${() => look(scene, to)}
    >
      <svg class="icon" aria-hidden="true"><use href=${`#i-${name}`}></use></svg>
    </button>`;
  return html`<div class="moves__nav">
    ${button("first", t("To the start"), 0, now === 0)}
    ${button("prev", t("A move back"), now - 1, now === 0)}
    ${button("next", t("A move on"), now + 1, now === count)}
    ${button("last", t("To the last move"), count, now === count)}
    ${words
      .files(scene.table.game.value)
      .map(
        ({ label, href }) =>
          html`<a class="button button--quiet" href=${href} download>${label}</a>`,
      )}
  </div>`;
}

/**
 * Look at a position of the game; at the last one, go on with it.
 *
 * @param {Scene} scene
 * @param {number} number
 */
export function look(scene, number) {
  const count = scene.plies.peek().length - 1;
  const wanted = Math.min(count, Math.max(0, number));
  const { replay } = scene.table;
  if (replay) return replay.go(stopOf(replay, wanted));
  scene.viewing.value = wanted === count ? null : wanted;
}

/** Where a replay shows so many moves for the last time. @param {Replay} replay @param {number} count */
function stopOf(replay, count) {
  const stops = replay.stops.peek();
  return stops.findLastIndex(({ parts }) => movesOf(parts.game ?? {}).length === count);
}

/**
 * @param {Scene} scene
 * @param {import("@preact/signals-core").Signal<string>} complaint
 */
function typing(scene, complaint) {
  /** @param {SubmitEvent} event */
  const submit = (event) => {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.currentTarget);
    const field = /** @type {HTMLInputElement} */ (form.elements.namedItem("typed-move"));
    complaint.value = playTyped(scene, field.value);
    if (!complaint.value) field.value = "";
  };
  return html`<form class="moves__typed" @submit=${submit}>
    <label class="field">
      <span class="field__label">${t("Type a move")}</span>
      <input
        class="input"
        id="typed-move"
        name="typed-move"
        placeholder="e4, Nf3, e7e8q"
        maxlength="10"
        autocomplete="off"
        autocapitalize="off"
        spellcheck="false"
      />
    </label>
    ${complaint.value ? html`<p class="field__error" role="alert">${complaint.value}</p>` : nothing}
  </form>`;
}

/**
 * @param {Scene} scene
 * @param {string} text
 * @returns {string} what is wrong, or nothing
 */
function playTyped(scene, text) {
  if (!text.trim()) return "";
  if (scene.waiting.peek()) return t("Your last move is still on its way.");
  if (!scene.table.turn.peek().includes(scene.table.seat.peek() ?? -1))
    return t("It is not your move.");
  const uci = readMove(scene.last.peek(), text);
  if (!uci) return t("“{move}” is not a move you can make now.", { move: text.trim() });
  scene.play(uci);
  return "";
}

/** Keep the move looked at in sight, without moving the page. @param {HTMLElement} list */
function showCurrent(list) {
  const panel = list.closest(".panel");
  const current = list.querySelector("[aria-current]")?.getBoundingClientRect();
  if (!panel || !current) return;
  const { top, bottom } = panel.getBoundingClientRect();
  if (current.top < top || current.bottom > bottom)
    panel.scrollTop += current.top - (top + bottom) / 2;
}
