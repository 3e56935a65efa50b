/**
 * Pictures of cards. In here: each face and back turned into pixels once, when it is first asked
 * for. Not in here: colours (inks), backs' drawing (backs), sizes on the page (css/cards.css).
 *
 * An SVG that moves is drawn anew in every frame: 300 of them held 16 frames a second, as PNG 60.
 */

import { signal, untracked } from "@preact/signals-core";
import { drawnBack } from "./backs.js";
import { fourColours, printed } from "./inks.js";

/** @import { Back } from "./backs.js" */
/** @import { Face } from "./names.js" */

const ART = new URL("../../vendor/cards/", import.meta.url);
/** Pixels across: what the largest card needs on this screen. */
const WIDTH = typeof devicePixelRatio === "number" && devicePixelRatio > 1.2 ? 360 : 240;
const RATIO = 1.4;

/** @typedef {{key: string, svg: () => Promise<string>, plain: string}} Wanted */

/** Addresses of finished pictures. @type {import("@preact/signals-core").Signal<Map<string, string>>} */
const pictures = signal(new Map());
/** What is shown and not drawn yet. @type {Map<string, Wanted>} */
const asked = new Map();
/** What will be shown soon. @type {Map<string, Wanted>} */
const expected = new Map();
/** So many of those at a time, so that what is shown does not wait. */
const ASIDE = 8;
/** What is being drawn. @type {ReadonlySet<string>} */
let drawing = new Set();
let busy = false;

/**
 * The address of a face's picture: empty until it is drawn. A template or effect that asks is
 * drawn again when it is there, and when other colours are wanted.
 *
 * @param {Face} face
 */
export function facePicture(face) {
  return picture(facing(face), asked);
}

/** @param {Face} face @returns {Wanted} */
function facing(face) {
  const set = fourColours.value ? "4color-bf" : "2color-bf";
  const file = face === "JB" || face === "JR" ? "2J" : face;
  const address = new URL(`${set}/${file}.svg`, ART).href;
  return {
    key: `${set}/${face}`,
    svg: async () => printed(await load(address), face),
    plain: address,
  };
}

/** The address of a back's picture, as `facePicture`. @param {Back} back */
export function backPicture(back) {
  const svg = drawnBack(back);
  return picture({ key: back, svg: async () => svg, plain: inline(svg) }, asked);
}

/** Ask for pictures before they are shown. @param {Iterable<Face>} faces */
export function fetchFaces(faces) {
  untracked(() => {
    for (const face of faces) picture(facing(face), expected);
  });
}

/** @param {Wanted} wanted @param {Map<string, Wanted>} queue */
function picture(wanted, queue) {
  const done = pictures.value.get(wanted.key);
  if (done !== undefined) return done;
  if (drawing.has(wanted.key)) return "";
  queue.set(wanted.key, wanted);
  if (!busy) {
    busy = true;
    queueMicrotask(() => void drawAll());
  }
  return "";
}

/** All that were asked for meanwhile are shown at once: one change, not fifty. */
async function drawAll() {
  while (asked.size || expected.size) {
    const batch = asked.size ? [...asked.values()] : [...expected.values()].slice(0, ASIDE);
    asked.clear();
    drawing = new Set(batch.map(({ key }) => key));
    for (const key of drawing) expected.delete(key);
    const drawn = await Promise.all(batch.map(async (wanted) => [wanted.key, await draw(wanted)]));
    pictures.value = new Map([...pictures.peek(), .../** @type {[string, string][]} */ (drawn)]);
  }
  drawing = new Set();
  busy = false;
}

/** The picture in pixels, or the drawing itself where that does not work. @param {Wanted} wanted */
async function draw(wanted) {
  try {
    return await pixels(await wanted.svg());
  } catch {
    return wanted.plain;
  }
}

/** @param {string} address */
async function load(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return response.text();
}

/** @param {string} svg @returns {Promise<string>} */
async function pixels(svg) {
  const image = new Image();
  image.src = inline(svg);
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = WIDTH;
  canvas.height = WIDTH * RATIO;
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((resolve) => canvas.toBlob(resolve));
  return URL.createObjectURL(/** @type {Blob} */ (blob));
}

/** @param {string} svg */
function inline(svg) {
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
