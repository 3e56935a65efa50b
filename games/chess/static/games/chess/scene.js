/**
 * What the board shows and what I may do on it, as signals. In here: the position looked at, whose
 * move it is, making a move. Not in here: drawing; judging (the server does).
 */

import { computed, effect, signal } from "@preact/signals-core";
import { makeUci, parseSquare, parseUci } from "chessops/util";
import { t } from "parlour/i18n.js";
import { movesOf, promotes, Record, toUci } from "./record.js";
import { announced } from "./variants.js";

/** @import { Signal } from "@preact/signals-core" */
/** @import { Replay } from "parlour/replay/reel.js" */
/** @import { Position } from "chessops/chess" */
/** @import { Role } from "chessops/types" */
/** @import { Table } from "parlour/table/table.js" */
/** @import { Ply } from "./record.js" */

/** @typedef {ReturnType<typeof setScene>} Scene */

/**
 * @param {Table} table
 * @param {(position: Position) => Promise<string>} choosePromotion a letter, or nothing
 */
export function setScene(table, choosePromotion) {
  const record = new Record();
  const { replay } = table;
  /** Which ply is looked at; nothing: the last one. @type {Signal<number | null>} */
  const viewing = signal(null);
  /** The game; before it begins, where it will. */
  const game = computed(() => {
    if (replay) return known(replay, table);
    return table.game.value.id ? table.game.value : announced(table.lobby.value.options ?? {});
  });
  const plies = computed(() => record.follow(game.value));
  const last = computed(() => /** @type {Ply} */ (plies.value.at(-1)));
  const looked = computed(() =>
    replay ? Object.keys(table.game.value.moves ?? {}).length : viewing.value,
  );
  const shown = computed(() => plies.value[looked.value ?? -1] ?? last.value);
  const playing = computed(
    () => table.lobby.value.status === "playing" && !table.game.value.result,
  );
  const waiting = computed(() => table.pending("game").some((patch) => patch.moves));
  /** Whether I can do something on the board, or plan it. */
  const mayPlay = computed(
    () =>
      playing.value &&
      shown.value === last.value &&
      !table.game.value.paused &&
      table.seat.value !== undefined,
  );
  const myTurn = computed(
    () => mayPlay.value && !waiting.value && table.turn.value.includes(table.seat.value ?? -1),
  );
  /** Whether one looks from Black's side; in Racing Kings both run the same way. */
  const fromBlack = computed(() =>
    last.value.position.rules === "racingkings"
      ? table.turned.value === 1
      : table.bottom.value === 1,
  );
  /** Which piece of my hand is picked up. @type {Signal<Role | null>} */
  const held = signal(null);

  /** @param {string} uci */
  const play = (uci) => {
    const ply = movesOf(table.game.peek()).length + 1;
    table.ask("game/move", { uci }, { optimistic: { moves: { [ply]: uci } } });
  };
  /**
   * Move from one square to another, and ask what a pawn becomes.
   *
   * @param {string} from
   * @param {string} to
   * @param {boolean} planned before it was my turn: nobody is asked then, it becomes a queen
   * @returns {Promise<boolean>} false: nothing was played
   */
  const attempt = async (from, to, planned = false) => {
    const ply = last.peek();
    const { position } = ply;
    const choose = () => (planned ? "q" : choosePromotion(position));
    const role = promotes(position, from + to) ? await choose() : "";
    const move = parseUci(from + to + role);
    const stillMine = myTurn.peek() && last.peek() === ply;
    if (!move || !stillMine || !position.isLegal(move)) return false;
    play(toUci(ply, move));
    return true;
  };
  /** @param {Role} role @param {string} key */
  const canPut = (role, key) => last.peek().position.isLegal({ role, to: parseSquare(key) ?? 0 });
  /**
   * Put a piece of the hand down.
   *
   * @param {Role} role
   * @param {string} key
   * @returns {boolean} false: nothing was played
   */
  const put = (role, key) => {
    held.value = null;
    if (!myTurn.peek() || !canPut(role, key)) return false;
    play(makeUci({ role, to: parseSquare(key) ?? 0 }));
    return true;
  };
  return {
    table,
    plies,
    last,
    shown,
    viewing,
    playing,
    waiting,
    mayPlay,
    myTurn,
    fromBlack,
    held,
    play,
    attempt,
    canPut,
    put,
  };
}

/**
 * In a replay the whole game is known, whatever position is looked at; moves that were taken back
 * are known only where they stood.
 *
 * @param {Replay} replay
 * @param {Table} table
 */
function known(replay, table) {
  const [now, whole] = [table.game.value, replay.last("game")];
  const moves = Object.entries(now.moves ?? {});
  return moves.every(([ply, uci]) => whole.moves?.[ply] === uci) ? whole : now;
}

/**
 * Tell every new move, and come back to it from wherever one was looking.
 *
 * @param {Scene} scene
 * @returns {() => void}
 */
export function tellMoves({ table, plies, viewing, playing }) {
  // A replay tells its steps itself.
  if (table.replay) return () => {};
  /** Which game was told; before the first look at the table, none that there could be. */
  let match = /** @type {string | undefined | null} */ (null);
  let count = 0;
  return effect(() => {
    const known = plies.value;
    const { id, result } = table.game.value;
    if (result) viewing.value = null;
    const isNew = id === match && known.length > count;
    const isLess = id === match && known.length < count;
    match = id;
    count = known.length;
    if (isLess) table.announce(t("A move is taken back."));
    if (!isNew) return;
    viewing.value = null;
    const move = /** @type {Ply} */ (known.at(-1));
    table.sound(move.capture ? "knock" : "wood");
    const mine = playing.peek() && table.turn.peek().includes(table.seat.peek() ?? -1);
    table.announce(`${move.spoken}.${mine ? ` ${t("Your turn.")}` : ""}`);
  });
}
