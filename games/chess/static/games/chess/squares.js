/**
 * The board for keyboards and screen readers: 64 buttons over the picture, one of them in the tab
 * order. In here: walking, picking up, putting down, what each square is called. Not in here: rules.
 */

import { effect, signal } from "@preact/signals-core";
import { makeSquare, parseSquare } from "chessops/util";
import { html, nothing, render } from "lit-html";
import { legalMoves } from "./record.js";

/** @import { Scene } from "./scene.js" */
/** @import { Ground } from "./ground.js" */

const SIZE = [0, 1, 2, 3, 4, 5, 6, 7];

/** @type {Record<string, [number, number]>} to the right, upwards, as one looks at the board */
const STEPS = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

/**
 * @param {HTMLElement} root
 * @param {Scene} scene
 * @param {Ground} ground
 * @returns {() => void}
 */
export function laySquares(root, scene, ground) {
  const at = signal(12);
  /** @type {import("@preact/signals-core").Signal<number | null>} */
  const picked = signal(null);

  /** @param {number} square */
  const goTo = (square) => {
    at.value = square;
    /** @type {HTMLElement | null} */ (root.querySelector(`[data-square="${square}"]`))?.focus();
  };
  /** @param {number | null} square */
  const pick = (square) => {
    picked.value = square;
    ground.selectSquare(square === null ? null : makeSquare(square));
  };
  /** @param {number} square */
  const press = (square) => {
    const { table } = scene;
    const from = picked.peek();
    if (!scene.myTurn.peek()) return table.interrupt("It is not your move.");
    const targets = legalMoves(scene.last.peek().position);
    if (from !== null && targets.get(makeSquare(from))?.includes(makeSquare(square))) {
      pick(null);
      return void scene.attempt(makeSquare(from), makeSquare(square));
    }
    if (from === square) return pick(null);
    if (targets.has(makeSquare(square))) {
      pick(square);
      return table.interrupt(`${pieceOn(scene, square)} picked up.`);
    }
    table.interrupt(
      from === null ? "Nothing of yours can move from there." : "It cannot go there.",
    );
  };
  /** @param {KeyboardEvent} event */
  const walk = (event) => {
    const step = STEPS[event.key];
    if (event.key === "Escape" && picked.peek() !== null) pick(null);
    else if (step) {
      event.preventDefault();
      event.stopPropagation();
      goTo(neighbour(at.peek(), step, scene.table.bottom.peek() === 1));
    }
  };
  root.addEventListener("keydown", walk);

  const stopLetting = effect(() => {
    if (!scene.myTurn.value) picked.value = null;
  });
  const stopDrawing = effect(() => {
    const black = scene.table.bottom.value === 1;
    const ranks = black ? SIZE : SIZE.toReversed();
    const files = black ? SIZE.toReversed() : SIZE;
    const targets = targetsOf(scene, picked.value);
    render(
      html`<div role="grid" class="squares" aria-label="Chess board">
        ${ranks.map(
          (rank) =>
            html`<div role="row" class="squares__row">
              ${files.map((file) => {
                const square = rank * 8 + file;
                const isPicked = picked.value === square;
                const states = `${isPicked ? ", picked up" : ""}${targets.has(square) ? ", can go here" : ""}`;
                return html`<button
                  type="button"
                  role="gridcell"
                  class="squares__square"
                  data-square=${square}
                  tabindex=${at.value === square ? 0 : -1}
                  aria-selected=${isPicked ? "true" : nothing}
                  aria-label=${`${makeSquare(square)}, ${pieceOn(scene, square)}${states}`}
                  @focus=${() => {
                    at.value = square;
                  }}
                  @click=${() => press(square)}
                ></button>`;
              })}
            </div>`,
        )}
      </div>`,
      root,
    );
  });
  return () => {
    stopLetting();
    stopDrawing();
    root.removeEventListener("keydown", walk);
  };
}

/**
 * @param {Scene} scene
 * @param {number | null} from
 * @returns {Set<number>}
 */
function targetsOf(scene, from) {
  if (from === null) return new Set();
  const targets = legalMoves(scene.shown.value.position).get(makeSquare(from)) ?? [];
  return new Set(targets.map((name) => /** @type {number} */ (parseSquare(name))));
}

/**
 * `white pawn`, or `empty`.
 *
 * @param {Scene} scene
 * @param {number} square
 */
function pieceOn(scene, square) {
  const piece = scene.shown.value.position.board.get(square);
  return piece ? `${piece.color} ${piece.role}` : "empty";
}

/**
 * @param {number} square
 * @param {[number, number]} step
 * @param {boolean} black looked at from Black's side
 */
function neighbour(square, [right, up], black) {
  const sign = black ? -1 : 1;
  const file = Math.min(7, Math.max(0, (square % 8) + right * sign));
  const rank = Math.min(7, Math.max(0, Math.floor(square / 8) + up * sign));
  return rank * 8 + file;
}
