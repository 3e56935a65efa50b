/**
 * The page for trying a game's moves out, alone. In here: what every such page shares: a table with
 * nobody at it, and making a real one from a position. Not in here: any game; its module `study.js`
 * does the rest.
 */

import { t } from "./i18n.js";
import { setReel } from "./replay/reel.js";
import { offerComforts } from "./table/comforts.js";
import { element, readPage } from "./table/page.js";
import { Voice } from "./table/voice.js";

/** @import { Json } from "./wire.d.ts" */
/** @import { ReplayPage } from "./replay/reel.js" */
/** @import { Table } from "./table/table.js" */

/**
 * What a game's study is given.
 *
 * @typedef {object} Study
 * @property {Table} table a table with nobody at it, whose commands go nowhere
 * @property {ReplayPage & StudyPage} page
 * @property {Voice} voice
 */

/**
 * @typedef {object} StudyPage
 * @property {Json} game what to begin with, as in the part `game`
 * @property {number} [ply] how many moves of it were looked at
 * @property {Record<string, string>} tags who played, for files
 * @property {string} module address of the game's study
 * @property {(options: Json) => Promise<string | undefined>} make a table; its address
 */

const page = /** @type {ReplayPage & StudyPage} */ (readPage());
const voice = new Voice();
const { table, stops } = setReel(page, voice);
const ply = /^#(\d{1,4})$/.exec(location.hash)?.[1];
if (ply !== undefined) page.ply = Number(ply);
page.make = make;

const told = { short: "", said: "" };
stops.value = [{ number: 0, parts: { players: {}, game: {} }, at: 0, chapter: 0, told, steps: [] }];
offerComforts(table);
const { open } = await import(page.module);
open({ table, page, voice });
element("board").querySelector(".board__skeleton")?.remove();

/** @param {Json} options @returns {Promise<string | undefined>} */
async function make(options) {
  // Who only looked at something so far is nobody yet.
  if (!page.playerId) await post("/api/token/", {});
  const answer = await post("/api/lobbies/", { kind: page.kind, options });
  const told = await answer.json();
  if (answer.ok) return `/l/${told.code}/`;
  voice.toast(told.message ?? t("That did not work. Try again."), "warn");
  return undefined;
}

/** @param {string} path @param {Json} body */
function post(path, body) {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": page.csrf };
  return fetch(path, { method: "POST", headers, body: JSON.stringify(body) });
}
