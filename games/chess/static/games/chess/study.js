/**
 * The board for trying things out: a finished game or any position, every move free, variations,
 * the opening's name, what an engine thinks. In here: putting its pieces together. Not in here: the
 * frame of the page (parlour/study.js).
 */

import { computed, effect, signal } from "@preact/signals-core";
import { makeFen, parseFen } from "chessops/fen";
import { html, nothing } from "lit-html";
import { t } from "parlour/i18n.js";
import { isWriting } from "parlour/table/comforts.js";
import { icon, live } from "parlour/table/live.js";
import { element } from "parlour/table/page.js";
import { showPlates } from "parlour/table/plates.js";
import { mount } from "./board.js";
import { Engine } from "./study/engine.js";
import { line, number, said, share } from "./study/judgement.js";
import { listLines } from "./study/lines.js";
import { pgnOf } from "./study/notation.js";
import { openingOf, openings } from "./study/openings.js";
import { Tree } from "./study/tree.js";
import { SIDES } from "./words.js";

/** @import { Json } from "parlour/wire.d.ts" */
/** @import { Study } from "parlour/study.js" */
/** @import { People } from "parlour/table/company.js" */
/** @import { Table } from "parlour/table/table.js" */
/** @import { Thought } from "./study/engine.js" */

const WANTED = "parlour.engine";
/** Fetched only here, and the engine only when it is wanted. */
const OPENINGS = new URL("../../vendor/openings/codes.json", import.meta.url).href;
const STOCKFISH = new URL("../../vendor/stockfish/stockfish.wasm.js", import.meta.url).href;

/**
 * @param {Study} study
 */
export function open({ table, page, voice }) {
  const tree = new Tree(beginning(page.game));
  tree.end();
  if (page.ply !== undefined) tree.go(tree.line()[page.ply - 1] ?? (page.ply ? null : tree.root));
  const names = signal(/** @type {Map<string, any>} */ (new Map()));
  const opening = computed(() => openingOf(names.value, tree, tree.at.value));
  const thought = signal(/** @type {Thought | null} */ (null));
  const thinks = signal(localStorage.getItem(WANTED) !== "off");
  const parts = { tree, opening, thought, thinks };

  document.addEventListener("keydown", (event) => press(tree, event));
  const board = boardOf(table, tree, page.tags);
  mount(element("board"), board);
  const { pockets, remainingChecks } = tree.root.ply.position;
  // What a side has in hand or has left stands beside its name.
  if (pockets || remainingChecks) showPlates(board);
  listLines(element("lines"), tree);
  live(element("study"), () => hands(parts));
  live(element("keep"), () => keep(parts, page));
  void openings(OPENINGS).then((found) => {
    names.value = found;
  });
  runEngine(parts, (text) => voice.announce(text));
}

/**
 * The game a study begins with: one that was played, or a position.
 *
 * @param {Json} game
 * @returns {Json}
 */
function beginning({ variant, start, moves }) {
  const game = /** @type {Json} */ ({ id: "study", moves: moves ?? {} });
  if (variant) game.variant = variant;
  if (start && parseFen(start).isOk) game.start = start;
  return game;
}

/**
 * A table where whoever looks has every move, and the tree takes it.
 *
 * @param {Table} table
 * @param {Tree} tree
 * @param {Record<string, string>} tags who played, if anybody did
 * @returns {Table}
 */
function boardOf(table, tree, tags) {
  const game = computed(() => tree.game);
  const side = computed(() => (tree.at.value.ply.position.turn === "white" ? 0 : 1));
  /** @type {any} */
  const play = (/** @type {string} */ action, /** @type {Json} */ payload) => {
    if (action === "game/move") tree.play(payload.uci);
  };
  /** @type {any} */
  const part = (/** @type {string} */ name) => (name === "game" ? game : table.part(name));
  return {
    ...table,
    replay: null,
    players: signal(sides(tags)),
    lobby: signal({ ...table.lobby.peek(), status: "playing" }),
    game,
    part,
    confirmed: part,
    seat: side,
    turn: computed(() => [side.value]),
    outcome: computed(() => null),
    // The board turns only when it is asked to, not with the side to move.
    bottom: computed(() => table.turned.value ?? 0),
    ask: play,
    send: async (action, payload) => {
      play(action, payload);
      return {};
    },
  };
}

/** The two sides as people. @param {Record<string, string>} tags @returns {People} */
function sides(tags) {
  return Object.fromEntries(
    SIDES.map((side, seat) => [
      `side-${seat}`,
      { name: tags[seat ? "Black" : "White"] ?? side, role: "guest", connected: true, seat },
    ]),
  );
}

/** @typedef {object} Parts
 * @property {Tree} tree
 * @property {import("@preact/signals-core").ReadonlySignal<any>} opening
 * @property {import("@preact/signals-core").Signal<Thought | null>} thought
 * @property {import("@preact/signals-core").Signal<boolean>} thinks
 */

/** What stands under the board. @param {Parts} parts */
function hands({ tree, opening, thought, thinks }) {
  const at = tree.at.value;
  tree.grown.value;
  const name = opening.value;
  return html`<p class="study__head">
      <span class="study__opening"
        >${name ? html`<span class="num">${name.eco}</span> ${name.name}` : (at.ply.spoken ?? t("The start"))}</span
      >
      <label class="switch study__switch"
        ><input
          type="checkbox"
          role="switch"
          .checked=${thinks.value}
          @change=${() => want(thinks)}
        /><span>${t("Engine")}</span></label
      >
    </p>
    ${thinks.value ? judgement(tree, thought.value) : nothing}
    <div class="scrubber__row">
      ${button("first", t("To the start"), !at.parent, () => tree.start())}
      ${button("prev", t("A step back"), !at.parent, () => tree.back())}
      ${button("next", t("A step on"), !at.children.length, () => tree.on())}
      ${button("last", t("To the end"), !at.children.length, () => tree.end())}
      ${button("close", t("Take this move and its line away"), !at.parent, () => tree.prune())}
      ${flip()}
    </div>`;
}

/** @param {string} name @param {string} label @param {boolean} off @param {() => void} run */
function button(name, label, off, run) {
  return html`<button
    type="button"
    class="icon-button"
    aria-label=${label}
    aria-disabled=${off ? "true" : nothing}
    @click=${run}
  >
    ${icon(name)}
  </button>`;
}

/** The key does the same. */
function flip() {
  const run = () => document.dispatchEvent(new KeyboardEvent("keydown", { key: "f" }));
  return button("flip", t("Turn the board"), false, run);
}

/** @param {Parts["thinks"]} thinks */
function want(thinks) {
  thinks.value = !thinks.peek();
  localStorage.setItem(WANTED, thinks.peek() ? "on" : "off");
}

/** The bar, the number and the best line. @param {Tree} tree @param {Thought | null} thought */
function judgement(tree, thought) {
  const { position } = tree.at.value.ply;
  if (position.isEnd()) return html`<p class="study__line">${t("The game ends here.")}</p>`;
  if (!thought) return html`<p class="study__line">${t("Thinking …")}</p>`;
  const first = thought.line[0];
  return html`<meter
      class="study__bar"
      min="0"
      max="1"
      value=${share(thought)}
      aria-label=${said(thought)}
    ></meter>
    <p class="study__line">
      <strong class="num">${number(thought)}</strong>
      <button type="button" class="study__best" @click=${() => first && tree.play(first)}>
        ${line(position, thought)}
      </button>
      <span class="num study__depth" title=${t("Depth")}>${thought.depth}</span>
    </p>`;
}

/**
 * Ask the engine about every position come to, while it is wanted.
 *
 * @param {Parts} parts
 * @param {(text: string) => void} tell
 */
function runEngine({ tree, thought, thinks }, tell) {
  /** @type {Engine | null} */
  let engine = null;
  effect(() => {
    const { position, variant } = tree.at.value.ply;
    const wanted = thinks.value;
    thought.value = null;
    if (!wanted) {
      engine?.quit();
      engine = null;
      return;
    }
    if (position.isEnd()) return;
    engine ??= new Engine(STOCKFISH, variant);
    engine.listen((told) => {
      thought.value = told;
      if (told.done) tell(`${said(told)}. ${t("Best: {line}", { line: line(position, told) })}`);
    });
    engine.think(makeFen(position.toSetup()), position.turn === "white");
  });
}

/** @param {Parts} parts @param {Study["page"]} page */
function keep({ tree, opening }, page) {
  const fen = makeFen(tree.at.value.ply.position.toSetup());
  tree.grown.value;
  const name = opening.value;
  const tags = { ...page.tags, ...(name ? { ECO: name.eco, Opening: name.name } : {}) };
  return html`<label class="field"
      ><span class="field__label">FEN</span
      ><input class="input share__link" id="fen" readonly .value=${fen}
    /></label>
    <div class="share__buttons">
      <button class="button" type="button" data-copy="#fen" data-copied=${t("Copied")}>
        ${icon("copy")}<span data-label>${t("Copy FEN")}</span>
      </button>
      <button class="button" type="button" @click=${() => save(pgnOf(tree, tags))}>
        ${t("Download PGN")}
      </button>
      <button class="button button--primary" type="button" @click=${() => void playOn(tree, fen, page)}>
        ${t("Play on from here")}
      </button>
    </div>
    <form class="study__set" method="get">
      <label class="field"
        ><span class="field__label">${t("Begin from another position (FEN)")}</span
        ><input class="input share__link" name="start" required maxlength="120" spellcheck="false"
      /></label>
      <button class="button" type="submit">${t("Set it up")}</button>
    </form>`;
}

/** @param {string} text */
function save(text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/x-chess-pgn" }));
  link.download = "parlour-analysis.pgn";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

/** A new table that begins here. @param {Tree} tree @param {string} fen @param {Study["page"]} page */
async function playOn(tree, fen, page) {
  const { variant } = tree.root.ply;
  const options = { start: fen, ...(variant === "chess" ? {} : { variant }) };
  const made = await page.make(options);
  if (made) location.assign(made);
}

/** @param {Tree} tree @param {KeyboardEvent} event */
function press(tree, event) {
  /** @type {Record<string, () => void>} */
  const does = {
    ArrowLeft: () => tree.back(),
    ArrowRight: () => tree.on(),
    Home: () => tree.start(),
    End: () => tree.end(),
    Delete: () => tree.prune(),
  };
  const act = does[event.key];
  const { target } = event;
  if (!act || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (isWriting(target) || document.querySelector("dialog[open]")) return;
  if (target instanceof Element && target.closest("[role=tablist], [role=grid]")) return;
  event.preventDefault();
  act();
}
