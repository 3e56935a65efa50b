/**
 * The clocks as everybody sees them. In here: how much is left at a moment, and how that is
 * written. Not in here: flags (the server calls them), drawing.
 */

import { nt, t } from "parlour/i18n.js";

/** @import { Json } from "parlour/wire.d.ts" */

const DAY = 86_400_000;
const HOUR = 3_600_000;
const MINUTE = 60_000;
const TENTHS_BELOW = 20_000;

/**
 * Since when the side to move thinks (server milliseconds): the start, everything spent so far, and
 * what went by in pauses and takebacks (`offset`).
 *
 * @param {Json} game as committed
 */
export function thinkingSince(game) {
  const { clock, clocks, startedAt } = game;
  const moves = Object.keys(game.moves ?? {}).length;
  const given = 2 * clock.initial + moves * clock.increment;
  return startedAt + (clock.offset ?? 0) + given - clocks.w - clocks.b;
}

/**
 * What a seat has left (milliseconds), never below 0.
 *
 * @param {Json} game as committed
 * @param {number} seat
 * @param {number | undefined} running the seat whose time runs
 * @param {number} now server milliseconds
 */
export function leftAt(game, seat, running, now) {
  if (game.clock.perMove) return leftForTheMove(game, seat, running, now);
  const left = seat === 0 ? game.clocks.w : game.clocks.b;
  if (seat !== running) return left;
  return Math.max(0, left - Math.max(0, now - thinkingSince(game)));
}

/** @param {Json} game @param {number} seat @param {number | undefined} running @param {number} now */
function leftForTheMove({ clock, moveBy }, seat, running, now) {
  if (seat !== running || moveBy === undefined) return clock.perMove;
  return Math.min(clock.perMove, Math.max(0, moveBy - now));
}

/**
 * `2 d 4 h`, `1:02:03`, `4:59`, or `0:09` with `.3` at the end.
 *
 * @param {number} left
 * @returns {{time: string, tenths?: string}}
 */
export function written(left) {
  const seconds = Math.floor(left / 1000) % 60;
  const minutes = Math.floor(left / MINUTE) % 60;
  const hours = Math.floor(left / HOUR);
  if (left >= DAY) return { time: inDays(left) };
  const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  const time = hours ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
  if (left >= TENTHS_BELOW) return { time };
  return { time, tenths: `.${Math.floor(left / 100) % 10}` };
}

/**
 * Whether it is time to hurry: an eighth of the time, between 10 and 60 s.
 *
 * @param {Json} game
 * @param {number} left
 */
export function isLow(game, left) {
  if (game.clock.perMove) return left < Math.min(6 * HOUR, game.clock.perMove / 8);
  return left < Math.min(MINUTE, Math.max(10_000, game.clock.initial / 8));
}

/** `3 d`, `2 d 4 h`. @param {number} left */
function inDays(left) {
  const hours = Math.floor(left / HOUR) % 24;
  const days = Math.floor(left / DAY);
  return hours ? t("{days} d {hours} h", { days, hours }) : t("{days} d", { days });
}

/** As one says it. @param {number} left */
export function saidAloud(left) {
  if (left >= HOUR) return t("{time} left", { time: longSaid(left) });
  const minutes = Math.floor(left / MINUTE);
  const seconds = Math.floor(left / 1000) % 60;
  const parts = [];
  if (minutes) parts.push(nt("{n} minute", "{n} minutes", minutes));
  if (seconds || !minutes) parts.push(nt("{n} second", "{n} seconds", seconds));
  return t("{time} left", { time: parts.join(" ") });
}

/** `2 days 4 hours`, `3 hours 5 minutes`. @param {number} left */
function longSaid(left) {
  const days = Math.floor(left / DAY);
  const hours = Math.floor(left / HOUR) % 24;
  const minutes = Math.floor(left / MINUTE) % 60;
  const inHours = hours ? [nt("{n} hour", "{n} hours", hours)] : [];
  if (days) return [nt("{n} day", "{n} days", days), ...inHours].join(" ");
  return [...inHours, ...(minutes ? [nt("{n} minute", "{n} minutes", minutes)] : [])].join(" ");
}

/**
 * How long until the writing changes (milliseconds).
 *
 * @param {number} left
 */
export function changesIn(left) {
  const step = left <= TENTHS_BELOW ? 100 : left > DAY + HOUR ? MINUTE : 1000;
  return (left % step) + 1;
}
