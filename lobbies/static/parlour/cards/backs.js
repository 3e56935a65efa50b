/**
 * The backs of our cards, drawn here. In here: one pattern in several colours, as SVG.
 * Not in here: pixels (faces).
 */

/** @typedef {"green" | "red" | "blue" | "plum" | "ink" | "brass"} Back */

/** Ground and line of each. @type {Record<Back, [string, string]>} */
const COLOURS = {
  green: ["#1d5a44", "#e3d3a4"],
  red: ["#8c2a22", "#f1dcc0"],
  blue: ["#24477a", "#dfe6ea"],
  plum: ["#5d2f5b", "#ead9d4"],
  ink: ["#2a2f33", "#d9c79a"],
  brass: ["#a67a24", "#fff4d6"],
};

export const BACKS = /** @type {Back[]} */ (Object.keys(COLOURS));

/** @param {string} text @returns {text is Back} */
export function isBack(text) {
  return Object.hasOwn(COLOURS, text);
}

/**
 * A frame, a lattice of leaves, and a rosette in the middle.
 *
 * @param {Back} back
 */
export function drawnBack(back) {
  const [ground, line] = COLOURS[back];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="240" height="336" viewBox="0 0 240 336">
<defs><pattern id="leaves" width="24" height="28" patternUnits="userSpaceOnUse" x="12" y="14">
<path d="M12 2Q20 14 12 26Q4 14 12 2ZM0-12Q8 0 0 12Q-8 0 0-12ZM24-12Q32 0 24 12Q16 0 24-12ZM0 16Q8 28 0 40Q-8 28 0 16ZM24 16Q32 28 24 40Q16 28 24 16Z" fill="none" stroke="${line}" stroke-width="1.4" opacity=".62"/>
<circle cx="12" cy="14" r="1.7" fill="${line}"/><circle cx="0" cy="0" r="1.7" fill="${line}"/><circle cx="24" cy="0" r="1.7" fill="${line}"/><circle cx="0" cy="28" r="1.7" fill="${line}"/><circle cx="24" cy="28" r="1.7" fill="${line}"/></pattern></defs>
<rect width="240" height="336" fill="#fffdf7"/><rect x="11" y="11" width="218" height="314" rx="9" fill="${ground}"/>
<rect x="22" y="22" width="196" height="292" rx="4" fill="url(#leaves)" stroke="${line}" stroke-width="1.6"/>
<g transform="translate(120 168)" stroke="${line}" fill="${ground}"><circle r="46" stroke-width="1.6"/><circle r="40" stroke-width="3"/>
<g fill="none" stroke-width="2">${petals()}</g><circle r="7" fill="${line}" stroke="none"/></g></svg>`;
}

function petals() {
  return Array.from(
    { length: 8 },
    (_, turn) => `<path d="M0-8Q11-22 0-36Q-11-22 0-8Z" transform="rotate(${turn * 45})"/>`,
  ).join("");
}
