/**
 * The page of a replay, for every game. In here: the order in which its pieces are set up, and the
 * fetching of its pages. Not in here: any game; the board is the one of the table.
 */

import { t } from "./i18n.js";
import { setReel } from "./replay/reel.js";
import { showScrubber } from "./replay/scrubber.js";
import { listSteps } from "./replay/steps.js";
import { pagesOf, Tape } from "./replay/tape.js";
import { offerComforts } from "./table/comforts.js";
import { element, mark, readPage } from "./table/page.js";
import { showPlates } from "./table/plates.js";
import { showResult } from "./table/result.js";
import { Voice } from "./table/voice.js";

/** @import { Board } from "./table.js" */
/** @import { Page, Step, Parts, Told } from "./replay/tape.js" */
/** @import { ReplayPage, Replay } from "./replay/reel.js" */

const page = /** @type {ReplayPage} */ (readPage());
const voice = new Voice();
const { table, stops, at } = setReel(page, voice);
const replay = /** @type {Replay} */ (table.replay);
const pages = pagesOf(page.replay, (path) => fetch(path, { credentials: "same-origin" }));

try {
  const [{ words, mount }, first] = await Promise.all([
    /** @type {Promise<Board>} */ (import(page.board)),
    pages.next(),
  ]);
  const tape = new Tape(words.step ?? plainly, { short: t("Start"), said: t("The start") });
  table.words.value = words;
  if (first.value) wind(tape, first.value);
  for await (const more of pages) wind(tape, more);
  at.value = wanted();
  for (const show of [showPlates, showResult, offerComforts]) show(table);
  showScrubber(table, replay, voice);
  // A board may write what it likes into its own list; only one of the two is shown.
  element("moves").hidden = !words.listsMoves;
  element("steps").hidden = Boolean(words.listsMoves);
  if (!words.listsMoves) listSteps(element("steps"), table, replay);
  mount(element("board"), table);
  say("live", page.over ? t("Replay") : t("Until now"));
} catch (error) {
  say("offline", t("Not loaded"));
  voice.toast(error instanceof Error ? error.message : String(error), "warn");
}

/** @param {Tape} tape @param {Page} part */
function wind(tape, part) {
  tape.add(part);
  stops.value = tape.stops;
}

/** Where the address wants to be: `#12`; else the end of a game that goes on, or the start. */
function wanted() {
  const last = stops.peek().length - 1;
  const asked = /^#(\d{1,5})$/.exec(location.hash)?.[1];
  if (asked !== undefined) return Math.min(Number(asked), last);
  return page.over ? 0 : last;
}

/** @param {string} state @param {string} word */
function say(state, word) {
  const status = element("status");
  mark(status, "data-state", state);
  (status.querySelector(".status__word") ?? status).textContent = word;
}

/**
 * A game without words of its own for its steps.
 *
 * @param {Parts} _before
 * @param {Parts} after
 * @param {Step} step
 * @returns {Told | null}
 */
function plainly(_before, after, { facts = {}, seat, event }) {
  const fact = Object.values(facts).at(-1) ?? event;
  const deed = fact.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  const person = Object.values(after.players ?? {}).find((each) => each.seat === seat);
  const said = person && seat !== undefined ? `${person.name}: ${deed}` : deed;
  return { short: said, said };
}
