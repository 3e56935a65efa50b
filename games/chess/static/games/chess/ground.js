/**
 * The board one sees. In here: chessground, kept in step with the scene: moves, premoves, pieces
 * put down from the hand. Not in here: rules, the squares for keyboards and screen readers (squares).
 */

import { Chessground } from "@lichess-org/chessground";
import { effect } from "@preact/signals-core";
import { makeFen } from "chessops/fen";
import { makeSquare, parseSquare } from "chessops/util";
import { legalMoves } from "./record.js";

/** @import { Role } from "chessops/types" */
/** @import { Ply } from "./record.js" */
/** @import { Scene } from "./scene.js" */

/** @typedef {ReturnType<typeof Chessground>} Ground */

const SLIDE = 180;

/**
 * @param {HTMLElement} root
 * @param {Scene} scene
 */
export function layBoard(root, scene) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  /** @type {Ground} */
  const ground = Chessground(root, {
    coordinates: true,
    disableContextMenu: true,
    blockTouchScroll: true,
    animation: { enabled: !calm.matches, duration: SLIDE },
    predroppable: { enabled: true },
    // Its drawing layer carries an inline style, which the page's policy forbids.
    drawable: { enabled: false, visible: false },
    movable: {
      free: false,
      events: {
        after: (from, to, { premove }) => {
          scene
            .attempt(from, to, Boolean(premove))
            .then((played) => played || follow(ground, scene));
        },
        afterNewPiece: (role, key) => {
          if (!scene.put(/** @type {Role} */ (role), key)) follow(ground, scene);
        },
      },
    },
  });
  // It remembers where it lies, and a banner above may have moved it since.
  root.addEventListener("pointerdown", () => ground.state.dom.bounds.clear(), true);
  putDownWhereTouched(root, ground, scene);
  const stop = effect(() => follow(ground, scene));
  return {
    ground,
    destroy() {
      stop();
      ground.destroy();
    },
  };
}

/**
 * With a piece of the hand picked up, the next square touched is where it goes.
 *
 * @param {HTMLElement} root
 * @param {Ground} ground
 * @param {Scene} scene
 */
function putDownWhereTouched(root, ground, scene) {
  /** @param {MouseEvent | TouchEvent} event */
  const put = (event) => {
    const role = scene.held.peek();
    if (!role) return;
    event.preventDefault();
    event.stopPropagation();
    const { clientX, clientY } =
      "touches" in event ? (event.touches[0] ?? { clientX: 0, clientY: 0 }) : event;
    const key = ground.getKeyAtDomPos([clientX, clientY]);
    scene.held.value = null;
    if (key) drop(ground, scene, role, key);
  };
  root.addEventListener("touchstart", put, { capture: true, passive: false });
  root.addEventListener("mousedown", put, true);
}

/**
 * Put a piece down now, or, before my turn, as soon as it is.
 *
 * @param {Ground} ground
 * @param {Scene} scene
 * @param {Role} role
 * @param {any} key
 * @returns {boolean} whether it is down, or will be
 */
export function drop(ground, scene, role, key) {
  if (scene.myTurn.peek()) return scene.put(role, key);
  if (!scene.mayPlay.peek() || ground.state.pieces.get(key)) return false;
  ground.cancelPremove();
  ground.state.predroppable.current = { role, key };
  ground.state.dom.redraw();
  return true;
}

/**
 * @param {Ground} ground
 * @param {Scene} scene
 */
function follow(ground, scene) {
  const ply = scene.shown.value;
  const { position } = ply;
  const mine = scene.myTurn.value;
  const mayPlay = scene.mayPlay.value;
  ground.set({
    orientation: scene.fromBlack.value ? "black" : "white",
    fen: makeFen(position.toSetup()),
    turnColor: position.turn,
    check: position.isCheck() ? position.turn : false,
    lastMove: lastMove(ply),
    highlight: { custom: marked(scene) },
    movable: {
      color: mayPlay ? (scene.table.seat.value === 1 ? "black" : "white") : undefined,
      dests: mine ? legalMoves(ply) : new Map(),
    },
  });
  if (!mayPlay) forget(ground);
  else if (mine) queueMicrotask(() => playBefore(ground, scene));
}

/** What was planned is no plan any more. @param {Ground} ground */
export function forget(ground) {
  ground.cancelPremove();
  ground.cancelPredrop();
}

/** Play what was planned before it was my turn. @param {Ground} ground @param {Scene} scene */
function playBefore(ground, scene) {
  if (!scene.myTurn.peek()) return;
  if (ground.state.premovable.current) ground.playPremove();
  if (ground.state.predroppable.current)
    ground.playPredrop(({ role, key }) => scene.canPut(/** @type {Role} */ (role), key));
}

/** Squares that matter in this game, and where a piece in hand can go. @param {Scene} scene */
function marked(scene) {
  /** @type {Map<any, string>} */
  const squares = new Map();
  const { position } = scene.shown.value;
  for (const square of GOALS[position.rules] ?? []) squares.set(square, "goal");
  if (scene.held.value)
    for (const square of position.dropDests()) {
      const key = makeSquare(square);
      if (!scene.myTurn.value || scene.canPut(scene.held.value, key)) squares.set(key, "move-dest");
    }
  return squares;
}

/** @type {Partial<Record<string, string[]>>} */
const GOALS = {
  kingofthehill: ["d4", "e4", "d5", "e5"],
  racingkings: [..."abcdefgh"].map((file) => `${file}8`),
};

/** @param {Ply} ply @returns {any[] | undefined} */
function lastMove({ uci }) {
  if (!uci) return undefined;
  const [from, to] = [uci.slice(0, 2), uci.slice(2, 4)];
  return parseSquare(from) === undefined ? [to] : [from, to];
}
