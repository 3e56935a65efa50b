/**
 * What the board shows and what I may do on it, as signals. In here: the position looked at, whose
 * move it is, making a move. Not in here: drawing; judging (the server does).
 */

import { computed, effect, signal } from "@preact/signals-core";
import { parseUci } from "chessops/util";
import { t } from "parlour/i18n.js";
import { movesOf, promotes, Record, toUci } from "./record.js";

/** @import { Signal } from "@preact/signals-core" */
/** @import { Replay } from "parlour/replay/reel.js" */
/** @import { Table } from "parlour/table/table.js" */
/** @import { Ply } from "./record.js" */

/** @typedef {ReturnType<typeof setScene>} Scene */

/**
 * @param {Table} table
 * @param {(color: "white" | "black") => Promise<string>} choosePromotion a letter, or nothing
 */
export function setScene(table, choosePromotion) {
  const record = new Record();
  const { replay } = table;
  /** Which ply is looked at; nothing: the last one. @type {Signal<number | null>} */
  const viewing = signal(null);
  const plies = computed(() => record.follow(replay ? known(replay, table) : table.game.value));
  const last = computed(() => /** @type {Ply} */ (plies.value.at(-1)));
  const looked = computed(() =>
    replay ? Object.keys(table.game.value.moves ?? {}).length : viewing.value,
  );
  const shown = computed(() => plies.value[looked.value ?? -1] ?? last.value);
  const playing = computed(
    () => table.lobby.value.status === "playing" && !table.game.value.result,
  );
  const waiting = computed(() => table.pending("game").some((patch) => patch.moves));
  const myTurn = computed(
    () =>
      playing.value &&
      shown.value === last.value &&
      !waiting.value &&
      table.seat.value !== undefined &&
      table.turn.value.includes(table.seat.value),
  );

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
   * @returns {Promise<boolean>} false: nothing was played
   */
  const attempt = async (from, to) => {
    const ply = last.peek();
    const { position } = ply;
    const role = promotes(position, from + to) ? await choosePromotion(position.turn) : "";
    const move = parseUci(from + to + role);
    const stillMine = myTurn.peek() && last.peek() === ply;
    if (!move || !stillMine || !position.isLegal(move)) return false;
    play(toUci(ply, move));
    return true;
  };
  return { table, plies, last, shown, viewing, playing, waiting, myTurn, play, attempt };
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
  /** @type {string | undefined} */
  let match;
  let count = 0;
  return effect(() => {
    const known = plies.value;
    const { id, result } = table.game.value;
    if (result) viewing.value = null;
    const isNew = id === match && known.length > count;
    match = id;
    count = known.length;
    if (!isNew) return;
    viewing.value = null;
    const move = /** @type {Ply} */ (known.at(-1));
    table.sound(move.capture ? "knock" : "wood");
    const mine = playing.peek() && table.turn.peek().includes(table.seat.peek() ?? -1);
    table.announce(`${move.spoken}.${mine ? ` ${t("Your turn.")}` : ""}`);
  });
}
