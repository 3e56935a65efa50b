/**
 * The board one sees. In here: chessground, kept in step with the scene. Not in here: rules, the
 * squares for keyboards and screen readers (squares).
 */

import { Chessground } from "@lichess-org/chessground";
import { effect } from "@preact/signals-core";
import { makeFen } from "chessops/fen";
import { legalMoves } from "./record.js";

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
  const ground = Chessground(root, {
    coordinates: true,
    disableContextMenu: true,
    blockTouchScroll: true,
    animation: { enabled: !calm.matches, duration: SLIDE },
    premovable: { enabled: false },
    // Its drawing layer carries an inline style, which the page's policy forbids.
    drawable: { enabled: false, visible: false },
    movable: {
      free: false,
      events: {
        after: (from, to) => {
          scene.attempt(from, to).then((played) => played || follow(ground, scene));
        },
      },
    },
  });
  // It remembers where it lies, and a banner above may have moved it since.
  root.addEventListener("pointerdown", () => ground.state.dom.bounds.clear(), true);
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
 * @param {Ground} ground
 * @param {Scene} scene
 */
function follow(ground, scene) {
  const ply = scene.shown.value;
  const { position } = ply;
  const mine = scene.myTurn.value;
  ground.set({
    orientation: scene.table.bottom.value === 1 ? "black" : "white",
    fen: makeFen(position.toSetup()),
    turnColor: position.turn,
    check: position.isCheck() ? position.turn : false,
    lastMove: lastMove(ply),
    movable: {
      color: mine ? position.turn : undefined,
      dests: mine ? legalMoves(ply) : new Map(),
    },
  });
}

/** @param {Ply} ply @returns {any[] | undefined} */
function lastMove({ uci }) {
  return uci ? [uci.slice(0, 2), uci.slice(2, 4)] : undefined;
}
