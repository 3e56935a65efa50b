/**
 * Words in the reader's language. In here: looking a text up in the page's catalog, plural forms,
 * values put into a sentence. Not in here: the catalogs; `manage.py messages` makes them from
 * locale/, and base.html loads the one of the page's language before every module.
 *
 * The first argument is always a string literal: that is how the text gets into the catalog.
 */

/**
 * @typedef {object} Catalog
 * @property {(n: number) => number} plural which form goes with a number
 * @property {Record<string, string | string[]>} words texts, or their plural forms, by the English
 */

/** @typedef {Record<string, string | number>} Values numbers are written as the reader does */

/** The language of the page, as in `<html lang>`. */
export const language = globalThis.document?.documentElement.lang || "en";

const catalog = /** @type {{parlourCatalog?: Catalog}} */ (globalThis).parlourCatalog;
const numbers = new Intl.NumberFormat(language);

/**
 * A text: `t("{name} is ready.", {name})`.
 *
 * @param {string} text
 * @param {Values} [values] what stands for the names in braces
 */
export function t(text, values) {
  return filled(lookup(text) ?? text, values);
}

/**
 * A text that depends on a number: `nt("{n} move", "{n} moves", moves)`.
 *
 * @param {string} one
 * @param {string} many
 * @param {number} n stands for `{n}` too
 * @param {Values} [values]
 */
export function nt(one, many, n, values) {
  return filled(lookup(one, n) ?? (n === 1 ? one : many), { n, ...values });
}

/**
 * A text that means several things in English: `pt("chess", "Draw")`.
 *
 * @param {string} context
 * @param {string} text
 * @param {Values} [values]
 */
export function pt(context, text, values) {
  return filled(lookup(`${context}\u0004${text}`) ?? text, values);
}

/**
 * A text with something drawn in it, for a template of lit: the pieces in the language's order.
 * `tparts("away {time}", {time: html`<b>0:05</b>`})`.
 *
 * @param {string} text
 * @param {Record<string, unknown>} values
 * @returns {unknown[]}
 */
export function tparts(text, values) {
  return (lookup(text) ?? text)
    .split(/(\{\w+\})/)
    .map((piece) => (piece.startsWith("{") ? values[piece.slice(1, -1)] : piece));
}

/** A number as the reader writes it. @param {number} value */
export function number(value) {
  return numbers.format(value);
}

/**
 * @param {string} key
 * @param {number} [n]
 * @returns {string | undefined}
 */
function lookup(key, n = 1) {
  const found = catalog?.words[key];
  return Array.isArray(found) ? found[catalog?.plural(n) ?? 0] : found;
}

/** @param {string} text @param {Values} [values] */
function filled(text, values) {
  if (!values) return text;
  return text.replace(/\{(\w+)\}/g, (hole, name) => {
    const value = values[name];
    return typeof value === "number" ? number(value) : (value ?? hole);
  });
}
