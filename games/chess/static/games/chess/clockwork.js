/**
 * Clocks that run. In here: when to look again, whose clock stands still while the line is down,
 * what else stands on a plate. Not in here: the arithmetic (clocks), the plates (the table page).
 */

import { effect, signal } from "@preact/signals-core";
import { changesIn, isLow, leftAt, saidAloud, written } from "./clocks.js";
import { taken } from "./taken.js";

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
  /** @type {any} */
  let timer;
  let brokeAt = 0;
  const warn = warnings(table);
  const stop = effect(() => {
    beat.value;
    clearTimeout(timer);
    const onLine = table.line.value.word === "live" || table.line.value.word === "slow";
    brokeAt = onLine ? 0 : brokeAt || table.now();
    const running = scene.playing.value ? runningSeat(scene) : undefined;
    const plates = [0, 1].map((seat) => plateOf(scene, seat, running, brokeAt));
    table.plates.value = { 0: plates[0] ?? {}, 1: plates[1] ?? {} };
    if (running === undefined || !table.confirmed("game").value.clocks) return;
    const left = leftAt(table.confirmed("game").value, running, running, table.now());
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

/** Whose time runs as far as the server has said. @param {Scene} scene */
function runningSeat(scene) {
  if (scene.waiting.value) return undefined;
  return scene.table.turn.value[0];
}

/**
 * @param {Scene} scene
 * @param {number} seat
 * @param {number | undefined} running
 * @param {number} brokeAt when the line broke; 0: it holds
 * @returns {Plate}
 */
function plateOf(scene, seat, running, brokeAt) {
  const { table } = scene;
  const game = table.confirmed("game").value;
  /** @type {Plate} */
  const plate = { extra: taken(scene.shown.value.position, seat) };
  if (game.draw === seat) plate.note = "offers a draw";
  // Nobody knows here what the opponent does while the line is down: his clock stands.
  const unknown = brokeAt > 0 && seat !== table.seat.value;
  if (game.clocks) {
    const left = leftAt(game, seat, running, unknown ? brokeAt : table.now());
    plate.clock = clockFace(game, left, seat === running && !unknown);
  }
  return plate;
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
    if (passed) table.interrupt(`${passed / 1000} seconds left.`);
  };
}
