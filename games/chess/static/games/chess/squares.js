/**
 * The board for keyboards and screen readers: 64 buttons over the picture, one of them in the tab
 * order. In here: walking, picking up, putting down, what each square is called. Not in here: rules.
 */

import { effect, signal } from "@preact/signals-core";
import { makeSquare, parseSquare } from "chessops/util";
import { html, nothing, render } from "lit-html";
import { t } from "parlour/i18n.js";
import { drop, forget } from "./ground.js";
import { legalMoves } from "./record.js";
import { PIECES } from "./words.js";

/** @import { Role } from "chessops/types" */
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
  const squares = new Squares(root, scene, ground);
  const stops = [
    effect(() => squares.letGo()),
    effect(() => {
      render(squares.drawn(), root);
    }),
    listen(root, (event) => squares.walk(event)),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** @param {HTMLElement} root @param {(event: KeyboardEvent) => void} hear */
function listen(root, hear) {
  root.addEventListener("keydown", hear);
  return () => root.removeEventListener("keydown", hear);
}

class Squares {
  /** The one square in the tab order; e2 at first. */
  #at = signal(12);
  /** @type {import("@preact/signals-core").Signal<number | null>} */
  #picked = signal(null);
  #root;
  #scene;
  #ground;

  /**
   * @param {HTMLElement} root
   * @param {Scene} scene
   * @param {Ground} ground
   */
  constructor(root, scene, ground) {
    this.#root = root;
    this.#scene = scene;
    this.#ground = ground;
  }

  /** A piece in hand goes back when it is not my move any more. */
  letGo() {
    if (this.#scene.mayPlay.value) return;
    this.#picked.value = null;
    this.#scene.held.value = null;
  }

  /** @param {KeyboardEvent} event */
  walk(event) {
    const step = STEPS[event.key];
    if (event.key === "Escape") this.#putBack();
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    const square = neighbour(this.#at.peek(), step, this.#scene.fromBlack.peek());
    this.#at.value = square;
    /** @type {HTMLElement | null} */ (
      this.#root.querySelector(`[data-square="${square}"]`)
    )?.focus();
  }

  drawn() {
    const black = this.#scene.fromBlack.value;
    const ranks = black ? SIZE : SIZE.toReversed();
    const files = black ? SIZE.toReversed() : SIZE;
    const targets = this.#scene.held.value
      ? dropsOf(this.#scene, this.#scene.held.value)
      : targetsOf(this.#scene, this.#picked.value);
    return html`<div role="grid" class="squares" aria-label=${t("Chess board")}>
      ${ranks.map(
        (rank) =>
          html`<div role="row" class="squares__row">
            ${files.map((file) => this.#square(rank * 8 + file, targets))}
          </div>`,
      )}
    </div>`;
  }

  /** @param {number} square @param {Set<number>} targets */
  #square(square, targets) {
    const picked = this.#picked.value === square;
    const name = `${makeSquare(square)}, ${pieceOn(this.#scene, square)}`;
    const label = picked
      ? t("{square}, picked up", { square: name })
      : targets.has(square)
        ? t("{square}, can go here", { square: name })
        : name;
    return html`<button
      type="button"
      role="gridcell"
      class="squares__square"
      data-square=${square}
      tabindex=${this.#at.value === square ? 0 : -1}
      aria-selected=${picked ? "true" : nothing}
      aria-label=${label}
      @focus=${() => {
        this.#at.value = square;
      }}
      @click=${() => this.#press(square)}
    ></button>`;
  }

  /** Pick up, put down, put back, or say why not. @param {number} square */
  #press(square) {
    const { table, myTurn, mayPlay, held, last, attempt } = this.#scene;
    if (held.peek()) return this.#putDown(makeSquare(square));
    if (!mayPlay.peek()) return table.interrupt(t("It is not your move."));
    if (!myTurn.peek()) return this.#plan(square);
    const from = this.#picked.peek();
    const targets = legalMoves(last.peek());
    if (from === square) return this.#pick(null);
    if (from !== null && targets.get(makeSquare(from))?.includes(makeSquare(square))) {
      this.#pick(null);
      return void attempt(makeSquare(from), makeSquare(square));
    }
    if (targets.has(makeSquare(square))) {
      this.#pick(square);
      return table.interrupt(t("{piece} picked up.", { piece: pieceOn(this.#scene, square) }));
    }
    table.interrupt(
      from === null ? t("Nothing of yours can move from there.") : t("It cannot go there."),
    );
  }

  /** What is in hand goes to a square. @param {import("chessops/types").SquareName} name */
  #putDown(name) {
    const { table, held } = this.#scene;
    const role = held.peek();
    held.value = null;
    if (role && !drop(this.#ground, this.#scene, role, name))
      table.interrupt(t("It cannot go there."));
  }

  /** A move for when my turn comes. @param {number} square */
  #plan(square) {
    const { table, last } = this.#scene;
    const from = this.#picked.peek();
    const name = makeSquare(square);
    if (from === null) {
      const color = table.seat.peek() === 1 ? "black" : "white";
      if (last.peek().position.board.get(square)?.color !== color)
        return table.interrupt(t("It is not your move."));
      this.#pick(square);
      const piece = pieceOn(this.#scene, square);
      return table.interrupt(t("{piece} picked up, for your next turn.", { piece }));
    }
    this.#picked.value = null;
    this.#ground.selectSquare(name);
    const planned = this.#ground.state.premovable.current?.[1] === name;
    table.interrupt(
      planned ? t("Planned: to {square}.", { square: name }) : t("It cannot go there."),
    );
  }

  /** Whatever is picked up or planned is not any more. */
  #putBack() {
    this.#scene.held.value = null;
    if (this.#picked.peek() !== null) this.#pick(null);
    forget(this.#ground);
  }

  /** @param {number | null} square */
  #pick(square) {
    this.#picked.value = square;
    this.#ground.selectSquare(square === null ? null : makeSquare(square));
  }
}

/**
 * @param {Scene} scene
 * @param {number | null} from
 * @returns {Set<number>}
 */
function targetsOf(scene, from) {
  if (from === null) return new Set();
  const targets = legalMoves(scene.shown.value).get(makeSquare(from)) ?? [];
  return new Set(targets.map((name) => /** @type {number} */ (parseSquare(name))));
}

/** Where a piece in hand can go. @param {Scene} scene @param {Role} role @returns {Set<number>} */
function dropsOf(scene, role) {
  const squares = scene.shown.value.position.dropDests();
  return new Set([...squares].filter((square) => scene.canPut(role, makeSquare(square))));
}

/**
 * `white pawn`, or `empty`.
 *
 * @param {Scene} scene
 * @param {number} square
 */
function pieceOn(scene, square) {
  const piece = scene.shown.value.position.board.get(square);
  if (!piece) return t("empty");
  const name = PIECES[piece.role] ?? "";
  return piece.color === "white"
    ? t("white {piece}", { piece: name })
    : t("black {piece}", { piece: name });
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
