/**
 * Clocks that run. In here: when to look again, whose clock stands still while the line is down,
 * what else stands on a plate. Not in here: the arithmetic (clocks), the plates (the table page).
 */

import { effect, signal } from "@preact/signals-core";
import { t } from "parlour/i18n.js";
import { checksOf } from "./checks.js";
import { changesIn, isLow, leftAt, saidAloud, written } from "./clocks.js";
import { handOf } from "./hand.js";
import { taken } from "./taken.js";
import { words } from "./words.js";

/** @import { Json } from "parlour/wire.d.ts" */
/** @import { Clock, Plate, Table } from "parlour/table/table.js" */
/** @import { Scene } from "./scene.js" */

const WARN_AT = [30_000, 10_000];

/**
 * @param {Scene} scene
 * @returns {() => void}
 */
export function runClocks(scene) {
  const { table } = scene;
  const beat = signal(0);
  const game = table.confirmed("game");
  /** @type {any} */
  let timer;
  let brokeAt = 0;
  let movedAt = 0;
  const warn = warnings(table);
  const stop = effect(() => {
    beat.value;
    clearTimeout(timer);
    const onLine = table.line.value.word === "live" || table.line.value.word === "slow";
    brokeAt = onLine ? 0 : brokeAt || table.now();
    // My own clock stands from my move on, before the server has said so.
    movedAt = scene.waiting.value ? movedAt || table.now() : 0;
    const runs = scene.playing.value && !game.value.paused;
    const running = runs ? words.turn(game.value)[0] : undefined;
    const stands = { broke: brokeAt, moved: movedAt };
    table.plates.value = {
      0: plateOf(scene, 0, running, stands),
      1: plateOf(scene, 1, running, stands),
    };
    if (running === undefined || movedAt || !game.value.clock) return;
    const left = leftAt(game.value, running, running, table.now());
    if (running === table.seat.value) warn(left);
    timer = setTimeout(() => {
      beat.value += 1;
    }, changesIn(left));
  });
  return () => {
    stop();
    clearTimeout(timer);
  };
}

/**
 * @param {Scene} scene
 * @param {number} seat
 * @param {number | undefined} running whose time runs, as far as the server has said
 * @param {{broke: number, moved: number}} stands since when the line is down, and since when a
 *   move of mine is on its way; 0: not so
 * @returns {Plate}
 */
function plateOf(scene, seat, running, { broke, moved }) {
  const { table } = scene;
  const game = table.confirmed("game").value;
  /** @type {Plate} */
  const plate = { extra: extraOf(scene, seat), note: noteOf(game, seat) };
  if (!game.clock) return plate;
  // Nobody knows here what the opponent does while the line is down: his clock stands.
  const unknown = seat === table.seat.value ? 0 : broke;
  const left = leftAt(game, seat, running, moved || unknown || table.now());
  plate.clock = clockFace(game, left, seat === running && !moved && !unknown);
  return plate;
}

/** What the variant shows beside a name, else what was taken. @param {Scene} scene @param {number} seat */
function extraOf(scene, seat) {
  const { position } = scene.shown.value;
  return handOf(scene, seat) ?? checksOf(position, seat) ?? taken(position, seat);
}

/** @param {Json} game @param {number} seat */
function noteOf(game, seat) {
  if (game.draw === seat) return t("offers a draw");
  if (game.takeback === seat) return t("asks to take a move back");
  if (game.pause === seat) return t("asks for a pause");
  if (game.resume?.seat === seat) return t("wants to go on");
  return game.paused ? t("paused") : undefined;
}

/** @param {Json} game @param {number} left @param {boolean} running @returns {Clock} */
function clockFace(game, left, running) {
  return { ...written(left), running, low: isLow(game, left), label: saidAloud(left) };
}

/** Says once how little is left, at each of the marks. @param {Table} table */
function warnings(table) {
  let last = Number.POSITIVE_INFINITY;
  /** @param {number} left */
  return (left) => {
    const passed = WARN_AT.find((mark) => left <= mark && last > mark);
    last = left;
    if (passed) table.interrupt(t("{n} seconds left.", { n: passed / 1000 }));
  };
}
