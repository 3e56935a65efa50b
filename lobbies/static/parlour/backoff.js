/**
 * How long to wait before trying again. In here: the steps and their jitter. Not in here: timers.
 */

const STEPS = [1000, 2000, 4000, 8000, 16000, 30000];

/**
 * Milliseconds before attempt number `attempt` (from 0): 1, 2, 4, 8, 16, 30 s, give or take a
 * fifth, so that a thousand browsers do not come back in the same instant.
 *
 * @param {number} attempt
 * @param {number} chance from 0 to 1
 */
export function pause(attempt, chance) {
  const step = STEPS[Math.min(attempt, STEPS.length - 1)] ?? 30000;
  return Math.round(step * (0.8 + 0.4 * chance));
}
