/**
 * The table page, for every game. In here: the order in which its pieces are set up. Not in here:
 * any game; the board is a module of its own, named by the page.
 */

import { attend, browser, Session } from "./session.js";
import { showActions } from "./table/actions.js";
import { showChat } from "./table/chat.js";
import { offerComforts } from "./table/comforts.js";
import { showLine } from "./table/line.js";
import { tellNews } from "./table/news.js";
import { showOptions } from "./table/options.js";
import { element, readPage } from "./table/page.js";
import { showPeople } from "./table/people.js";
import { showPlates } from "./table/plates.js";
import { showRatings } from "./table/ratings.js";
import { showResult } from "./table/result.js";
import { setTable } from "./table/table.js";
import { Voice } from "./table/voice.js";

/** @import { Table, Words } from "./table/table.js" */

/**
 * What a game's board module exports.
 *
 * @typedef {object} Board
 * @property {Words} words
 * @property {(root: HTMLElement, table: Table) => {destroy(): void}} mount
 */

const page = readPage();
const voice = new Voice();
const session = new Session({
  lobby: page.lobbyId,
  gameVersion: page.gameVersion,
  surroundings: browser(),
  csrf: () => page.csrf,
  refused: ({ message }) => {
    voice.toast(message, "warn");
    voice.interrupt(message);
  },
});
const table = setTable(page, session, voice);
const board = /** @type {Promise<Board>} */ (import(page.board));

session.connection.start();
attend(session.connection);
for (const show of [
  showLine,
  showPlates,
  showRatings,
  showActions,
  showResult,
  showChat,
  showPeople,
  showOptions,
  tellNews,
  offerComforts,
])
  show(table);

const { words, mount } = await board;
table.words.value = words;
mount(element("board"), table);
