/**
 * Pieces in hand, as in Crazyhouse. In here: the hand beside a name; picking up and dragging from
 * mine. Not in here: putting down (ground for pointers, squares for keys), whether it may (scene).
 */

import { html, nothing } from "lit-html";
import { t } from "parlour/i18n.js";
import { PIECES } from "./words.js";

/** @import { Role } from "chessops/types" */
/** @import { Scene } from "./scene.js" */
/** @import { Ground } from "./ground.js" */

/** @type {Role[]} */
const ROLES = ["queen", "rook", "bishop", "knight", "pawn"];
/** How far a finger or mouse goes before a press becomes a drag (pixels). */
const DRAG_FROM = 6;

/**
 * What a seat has in hand, or nothing where nobody has anything in hand.
 *
 * @param {Scene} scene
 * @param {number} seat
 */
export function handOf(scene, seat) {
  const { pockets } = scene.shown.value.position;
  if (!pockets) return undefined;
  const color = seat === 0 ? "white" : "black";
  const mine = seat === scene.table.seat.value && scene.mayPlay.value;
  const held = mine ? scene.held.value : null;
  return html`<span
    class="hand cg-wrap"
    role="group"
    aria-label=${seat === scene.table.seat.value ? t("Your hand") : t("The opponent's hand")}
    >${ROLES.map((role) => card(role, color, pockets[color][role], mine, held === role))}</span
  >`;
}

/**
 * @param {Role} role
 * @param {"white" | "black"} color
 * @param {number} count
 * @param {boolean} mine
 * @param {boolean} held
 */
function card(role, color, count, mine, held) {
  const name = PIECES[role] ?? "";
  const inside = html`<piece class="${role} ${color}"></piece>${
    count > 1 ? html`<span class="hand__count num" aria-hidden="true">${count}</span>` : nothing
  }`;
  if (!mine)
    return html`<span class="hand__card" ?data-none=${!count}
      ><span class="visually-hidden">${t("{piece}: {n}", { piece: name, n: count })}</span
      >${inside}</span
    >`;
  return html`<button
    type="button"
    class="hand__card"
    data-role=${role}
    ?data-none=${!count}
    ?disabled=${!count}
    aria-pressed=${held ? "true" : "false"}
    aria-label=${t("{piece}: {n}", { piece: name, n: count })}
  >
    ${inside}
  </button>`;
}

/**
 * Let my hand be used: a press picks a piece up or puts it back, a drag takes it along.
 *
 * @param {HTMLElement} seats where the plates are
 * @param {Scene} scene
 * @param {Ground} ground
 * @returns {() => void}
 */
export function useHand(seats, scene, ground) {
  /** @type {{role: Role, x: number, y: number} | undefined} */
  let pressed;
  /** @param {PointerEvent} event */
  const down = (event) => {
    const role = roleAt(event);
    pressed = role && { role, x: event.clientX, y: event.clientY };
  };
  /** @param {PointerEvent} event */
  const move = (event) => {
    if (!pressed) return;
    const far = Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) > DRAG_FROM;
    if (!far) return;
    const color = scene.table.seat.peek() === 1 ? "black" : "white";
    scene.held.value = null;
    ground.state.dom.bounds.clear();
    ground.dragNewPiece({ role: pressed.role, color }, /** @type {any} */ (event));
    pressed = undefined;
  };
  const up = () => {
    pressed = undefined;
  };
  /** @param {Event} event */
  const click = (event) => {
    const role = roleAt(event);
    if (role) hold(scene, scene.held.peek() === role ? null : role);
  };
  seats.addEventListener("pointerdown", down);
  seats.addEventListener("click", click);
  document.addEventListener("pointermove", move);
  document.addEventListener("pointerup", up);
  return () => {
    seats.removeEventListener("pointerdown", down);
    seats.removeEventListener("click", click);
    document.removeEventListener("pointermove", move);
    document.removeEventListener("pointerup", up);
  };
}

/** @param {Event} event @returns {Role | undefined} */
function roleAt(event) {
  const target = event.target instanceof Element ? event.target : null;
  const button = /** @type {HTMLButtonElement | null} */ (target?.closest("button.hand__card"));
  return /** @type {Role | undefined} */ (button?.dataset.role);
}

/** Pick a piece up, or (null) put it back. @param {Scene} scene @param {Role | null} role */
export function hold(scene, role) {
  scene.held.value = role;
  if (role)
    scene.table.interrupt(
      t("{piece} picked up. Choose an empty square.", { piece: PIECES[role] ?? "" }),
    );
}
