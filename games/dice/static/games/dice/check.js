/**
 * Are the dice honest? In here: the stream of chance as docs/dice-check.md describes it, and the
 * dice of this page against it. Not in here: the dialog that tells.
 */

/**
 * A roll this page was shown: at which version of the lobby, and how many sides its dice had.
 *
 * @typedef {{v: number, dice: number[], sides: number[]}} Seen
 */

const WORDS = 8;
const SPAN = 2 ** 32;

/** @param {string} hex @returns {Uint8Array<ArrayBuffer>} */
export function bytesOf(hex) {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/** @param {Uint8Array<ArrayBuffer>} bytes @returns {Promise<DataView>} */
async function sha256(bytes) {
  return new DataView(await crypto.subtle.digest("SHA-256", bytes));
}

/** The fingerprint of a secret. @param {string} seed in hex */
export async function fingerprint(seed) {
  const hash = await sha256(bytesOf(seed));
  const bytes = new Uint8Array(hash.buffer);
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * What dice of these sides show at this version.
 *
 * @param {string} seed in hex
 * @param {number} version
 * @param {number[]} sides
 */
export async function diceAt(seed, version, sides) {
  const words = stream(bytesOf(seed), version);
  const dice = [];
  for (const each of sides) dice.push(await die(words, each));
  return dice;
}

/**
 * One die; ten sides count from 0, and a hundred means 0, 10 … 90.
 *
 * @param {AsyncGenerator<number, never>} words
 * @param {number} sides
 */
async function die(words, sides) {
  const faces = sides === 100 ? 10 : sides;
  const limit = SPAN - (SPAN % faces);
  let word = (await words.next()).value;
  while (word >= limit) word = (await words.next()).value;
  if (sides === 100) return 10 * (word % faces);
  return (word % faces) + (sides === 10 ? 0 : 1);
}

/**
 * The numbers of one version: SHA-256 of seed, version and block, four bytes at a time.
 *
 * @param {Uint8Array<ArrayBuffer>} seed
 * @param {number} version
 * @returns {AsyncGenerator<number, never>}
 */
async function* stream(seed, version) {
  for (let block = 0; ; block += 1) {
    const input = new Uint8Array(seed.length + 16);
    input.set(seed);
    const view = new DataView(input.buffer);
    view.setBigUint64(seed.length, BigInt(version));
    view.setBigUint64(seed.length + 8, BigInt(block));
    const hash = await sha256(input);
    for (let word = 0; word < WORDS; word += 1) yield hash.getUint32(word * 4);
  }
}

/**
 * Whether a secret is the promised one, and which of the rolls do not follow from it.
 *
 * @param {string} seed
 * @param {string} promised its fingerprint, as shown from the start
 * @param {Seen[]} seen
 */
export async function check(seed, promised, seen) {
  const wrong = [];
  for (const roll of seen) {
    const dice = await diceAt(seed, roll.v, roll.sides);
    if (dice.join() !== roll.dice.join()) wrong.push(roll);
  }
  return { kept: (await fingerprint(seed)) === promised, wrong };
}
