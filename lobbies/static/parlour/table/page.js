/**
 * The page as the server wrote it. In here: its facts (`#page`) and its elements by id.
 * Not in here: anything that changes them. The frame is described in docs and templates/table.html.
 */

/**
 * @typedef {object} Page
 * @property {string} lobbyId
 * @property {string} code
 * @property {string} kind
 * @property {string} gameVersion
 * @property {string} build
 * @property {string} board address of the game's board module
 * @property {string} csrf
 * @property {string} playerId
 * @property {string} name
 * @property {boolean} host
 * @property {boolean} [permanent] the table is everybody's: a host can neither set its options,
 *   show anybody out nor end what is played
 * @property {string} [invite]
 * @property {string} qr
 * @property {string} start
 * @property {string} [ratings] where the ratings of those who sit are told, if the house keeps any
 * @property {string} [study] address of the game's board for trying things out
 * @property {string} games address of the list of games played here
 * @property {string} quickplay
 * @property {number} seats
 * @property {boolean} opens people come and go while the game is on
 * @property {{level: string, title: string}[]} levels of computer players, the weakest first
 * @property {string[]} seatNames
 * @property {string} [locale]
 */

/** @returns {Page} */
export function readPage() {
  return JSON.parse(element("page").textContent ?? "{}");
}

/**
 * An element the frame promises.
 *
 * @param {string} id
 * @returns {HTMLElement}
 */
export function element(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no #${id}.`);
  return found;
}

/**
 * @param {string} id
 * @returns {HTMLDialogElement}
 */
export function dialog(id) {
  return /** @type {HTMLDialogElement} */ (element(id));
}

/**
 * Set or remove an attribute, and leave it alone if it is as wanted.
 *
 * @param {Element} target
 * @param {string} name
 * @param {string | boolean | undefined} value
 */
export function mark(target, name, value) {
  const wanted = value === true ? "" : value === false ? undefined : value;
  if (wanted === undefined) target.removeAttribute(name);
  else if (target.getAttribute(name) !== wanted) target.setAttribute(name, wanted);
}
