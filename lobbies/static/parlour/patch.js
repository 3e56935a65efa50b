/**
 * JSON Merge Patch (RFC 7396). In here: one function. Not in here: who applies it to what.
 */

/**
 * The document after the patch; everything the patch leaves alone is the same object as before.
 *
 * @param {any} target
 * @param {any} patch
 * @returns {any}
 */
export function merge(target, patch) {
  if (!isObject(patch)) return patch;
  const before = isObject(target) ? target : {};
  let after = before === target ? before : {};
  for (const [key, value] of Object.entries(patch)) {
    if (key === "__proto__") continue;
    const had = Object.hasOwn(before, key);
    if (value === null) {
      if (!had) continue;
      after = own(after, before);
      delete after[key];
      continue;
    }
    const merged = merge(had ? before[key] : undefined, value);
    if (had && merged === before[key]) continue;
    after = own(after, before);
    after[key] = merged;
  }
  return after;
}

/**
 * @param {Record<string, any>} after
 * @param {Record<string, any>} before
 * @returns {Record<string, any>}
 */
function own(after, before) {
  return after === before ? { ...before } : after;
}

/**
 * @param {any} value
 * @returns {value is Record<string, any>}
 */
function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
