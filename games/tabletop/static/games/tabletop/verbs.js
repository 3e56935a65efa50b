/**
 * What one can do at the card table, as commands. In here: each verb with what it will most likely
 * change, drawn at once and taken back if it is refused. Not in here: who asks for it (a hand, a
 * key, a menu), whether it is allowed (the server).
 */

import { signal } from "@preact/signals-core";
import { turned } from "./geometry.js";

/** @import { ReadonlySignal } from "@preact/signals-core" */
/** @import { Patch } from "parlour/wire.d.ts" */
/** @import { Point } from "./geometry.js" */
/** @import { Piece } from "./pieces.js" */
/** @import { Scene } from "./scene.js" */

/** @typedef {Record<string, Point>} Spots where things go, by id */
/** @typedef {ReturnType<typeof setVerbs>} Verbs */

/** A hoped-for thing has an id no server gives. */
export const HOPED = "~";
const UNDO = "board/undo";

/** @param {Scene} scene */
export function setVerbs(scene) {
  const { table, find } = scene;
  // Of each the server keeps one action. What was done before the page came is not known.
  const spent = signal(false);
  /** @param {string} action @param {object} payload @param {Record<string, Patch>} [hopes] */
  const send = (action, payload, hopes) =>
    table.send(action, payload, { hopes }).then(
      () => {
        spent.value = action === UNDO;
        return true;
      },
      () => false,
    );
  const me = () => table.you.peek().playerId;

  /**
   * A patch for some things, whether they lie there for all or are decks of mine.
   *
   * @param {string[]} ids
   * @param {(piece: Piece, index: number) => Patch | null} change
   * @returns {Record<string, Patch>}
   */
  const hope = (ids, change) => {
    /** @type {Patch} */
    const board = {};
    /** @type {Patch} */
    const decks = {};
    ids.forEach((id, index) => {
      const piece = scene.pieces.peek().get(id);
      if (piece) (isPrivate(piece) ? decks : board)[id] = change(piece, index);
    });
    return Object.keys(decks).length ? { board, players: { [me()]: { decks } } } : { board };
  };

  /** @param {string[]} ids of my hand @returns {Patch} */
  const out = (ids) => {
    const left = (scene.mine.peek()?.trayCount ?? 0) - ids.length;
    const tray = Object.fromEntries(ids.map((id) => [id, null]));
    return { [me()]: { tray, trayCount: Math.max(0, left) } };
  };

  return {
    /** Whether my last action is taken back already, as far as this page knows. */
    spent: /** @type {ReadonlySignal<boolean>} */ (spent),
    /** Lay things down, on top of everything or below. @param {Spots} spots @param {{bottom?: boolean}} [how] */
    drop: (spots, { bottom } = {}) => {
      const ids = Object.keys(spots);
      const top = scene.top();
      const z = (/** @type {number} */ index) => (bottom ? -1 : top + 1 + index);
      const hopes = hope(ids, ({ id }, index) => ({ ...whole(spots[id]), z: z(index) }));
      return send("board/drop", { at: pairs(spots), ...(bottom ? { bottom } : {}) }, hopes);
    },

    /** Move things a little, without raising them. @param {Spots} spots */
    move: (spots) => {
      const [mine, all] = parted(Object.keys(spots), find);
      const hopes = hope(Object.keys(spots), ({ id }) => whole(spots[id]));
      const to = (/** @type {string[]} */ ids) =>
        Object.fromEntries(ids.map((id) => [id, whole(spots[id])]));
      if (mine.length) void send("player/update", { decks: to(mine) }, hopes);
      return all.length ? send("board/update", to(all), mine.length ? {} : hopes) : undefined;
    },

    /** @param {string[]} ids */
    flip: (ids) => send("board/flip", { ids }, hope(ids, flipped)),

    /** @param {string[]} ids @param {number} by */
    turn: (ids, by) =>
      send(
        "board/turn",
        { ids, by },
        hope(ids, ({ rotation }) => ({ rotation: turned(rotation + by) })),
      ),

    /** Cards from the table into my hand. @param {string[]} ids */
    take: (ids) => {
      const held = scene.hand.peek();
      const last = Math.max(
        0,
        ...Object.values(scene.mine.peek()?.tray ?? {}).map(({ at }) => at ?? 0),
      );
      const tray = Object.fromEntries(
        ids.map((id, index) => [HOPED + id, { ...cardOf(find(id)), at: last + 1 + index }]),
      );
      const mine = { tray, trayCount: held.length + ids.length };
      const hopes = { ...hope(ids, () => null), players: { [me()]: mine } };
      return send("board/take", { ids }, hopes);
    },

    /** Cards of the table on a deck, or under it. @param {string} deck @param {string[]} ids @param {boolean} [bottom] */
    stack: (deck, ids, bottom) => {
      const count = ids.reduce((sum, id) => sum + (find(id)?.count || 1), 0);
      const all = hope([...ids, deck], (piece) =>
        piece.id === deck ? { count: piece.count + count } : null,
      );
      return send("deck/put", { deck, ids, ...(bottom ? { bottom } : {}) }, all);
    },

    /**
     * Cards of my hand on the table.
     *
     * @param {Spots} spots
     * @param {{faceUp: boolean, rotation: number}} how
     */
    play: (spots, { faceUp, rotation }) => {
      const ids = Object.keys(spots);
      const top = scene.top();
      const board = Object.fromEntries(
        ids.map((id, index) => [
          HOPED + id,
          {
            ...cardOf(find(id), !faceUp),
            ...whole(spots[id]),
            z: top + 1 + index,
            rotation,
            faceUp,
          },
        ]),
      );
      const payload = {
        at: pairs(spots),
        ...(faceUp ? {} : { faceUp }),
        ...(rotation ? { rotation } : {}),
      };
      return send("tray/play", payload, { board, players: out(ids) });
    },

    /** @param {string} deck @param {string[]} cards of my hand @param {boolean} [bottom] */
    put: (deck, cards, bottom) => {
      const to = hope([deck], ({ count }) => ({ count: count + cards.length }));
      const mine = out(cards)[me()];
      const players = { [me()]: { ...to.players?.[me()], ...mine } };
      return send("tray/put", { cards, deck, ...(bottom ? { bottom } : {}) }, { ...to, players });
    },

    /** @param {string[]} cards of my hand @param {number} to a seat */
    pass: (cards, to) => send("tray/pass", { cards, to }, { players: out(cards) }),

    /** My hand in this order. @param {string[]} cards */
    sort: (cards) => {
      const tray = Object.fromEntries(cards.map((id, at) => [id, { at }]));
      return send("tray/sort", { cards }, { players: { [me()]: { tray } } });
    },

    /** @param {string[]} cards @param {number} [to] a seat; everybody without it */
    reveal: (cards, to) => send("tray/reveal", { cards, ...(to === undefined ? {} : { to }) }),
    /** @param {string[]} cards */
    conceal: (cards) => send("tray/hide", { cards }),

    /** @param {string} deck @param {number} [count] */
    draw: (deck, count = 1) => send("deck/draw", { deck, ...(count > 1 ? { count } : {}) }),
    /** @param {string} deck @param {number} count */
    deal: (deck, count) => send("deck/deal", { deck, count }),
    /** @param {string} deck @param {Point} at @param {{faceUp?: boolean, count?: number}} [how] */
    lay: (deck, at, { faceUp, count = 1 } = {}) =>
      send("deck/lay", {
        deck,
        at: pair(at),
        ...(faceUp ? { faceUp } : {}),
        ...(count > 1 ? { count } : {}),
      }),
    /** @param {string} deck */
    shuffle: (deck) => send("deck/shuffle", { deck }),
    /** @param {string} deck */
    cut: (deck) => send("deck/cut", { deck }),
    /** @param {string} deck @param {Point} step */
    spread: (deck, step) => send("deck/spread", { deck, step: pair(step) }),
    /** @param {string} deck @param {number} count */
    look: (deck, count) => send("deck/peek", { deck, count }),
    /** @param {string} deck */
    search: (deck) => send("deck/search", { deck }),
    /** @param {string} deck */
    close: (deck) => send("deck/close", { deck }),
    /** @param {string} deck @param {number[]} cards their places @param {Point} [at] the table; else my hand */
    pick: (deck, cards, at) => send("deck/pick", { deck, cards, ...(at ? { at: pair(at) } : {}) }),
    /** @param {string} deck */
    claim: (deck) => send("deck/claim", { deck }),
    /** @param {string} deck */
    share: (deck) => send("deck/share", { deck }),
    /** @param {object} wanted */
    addDeck: (wanted) => send("deck/add", wanted),
    /** @param {object} list */
    bring: (list) => send("deck/import", list),

    /** @param {string[]} ids */
    group: (ids) => send("board/group", { ids }),
    /** @param {string[]} ids */
    peek: (ids) => send("board/peek", { ids }),
    /** @param {string[]} ids */
    hide: (ids) => send("board/hide", { ids }),
    /** @param {object} wanted */
    add: (wanted) => send("board/add", wanted),
    /** @param {string[]} ids */
    roll: (ids) => send("board/roll", { ids }),
    /** @param {string} id @param {number} by */
    count: (id, by) =>
      send(
        "board/count",
        { id, by },
        hope([id], ({ value }) => ({ value: value + by })),
      ),
    /** @param {string[]} ids */
    remove: (ids) => {
      const [mine, all] = parted(ids, find);
      const none = (/** @type {string[]} */ some) =>
        Object.fromEntries(some.map((id) => [id, null]));
      if (mine.length) void send("player/update", { decks: none(mine) });
      return all.length
        ? send(
            "board/update",
            none(all),
            hope(all, () => null),
          )
        : undefined;
    },
    /** Properties of one thing. @param {string} id @param {Patch} patch */
    change: (id, patch) => {
      const piece = find(id);
      const hopes = hope([id], () => patch);
      if (piece && isPrivate(piece))
        return send("player/update", { decks: { [id]: patch } }, hopes);
      return send("board/update", { [id]: patch }, hopes);
    },
    undo: () => send(UNDO, {}),
    /** @param {boolean} open */
    open: (open) => send("board/open", open ? {} : { open }),
    /** @param {object} wanted */
    reset: (wanted) => send("board/reset", wanted),
  };
}

/** A deck with an owner obeys only its owner, by another command. @param {Piece | undefined} piece */
function isPrivate(piece) {
  return piece?.kind === "deck" && piece.owner !== undefined;
}

/** @param {string[]} ids @param {Scene["find"]} find @returns {[string[], string[]]} */
function parted(ids, find) {
  return [ids.filter((id) => isPrivate(find(id))), ids.filter((id) => !isPrivate(find(id)))];
}

/** @param {Piece} piece @returns {Patch} */
function flipped({ faceUp }) {
  return faceUp ? { faceUp: null, face: null } : { faceUp: true };
}

/** A card as the document has it. @param {Piece | undefined} piece @param {boolean} [hidden] */
function cardOf(piece, hidden) {
  if (!piece) return {};
  const { face, picture, back } = piece;
  return {
    ...(face && !hidden ? { face } : {}),
    ...(picture && !hidden ? { image: picture } : {}),
    ...(back ? { back } : {}),
  };
}

/** @param {Point | undefined} point */
function whole(point) {
  return { x: Math.round(point?.x ?? 0), y: Math.round(point?.y ?? 0) };
}

/** @param {Point} point @returns {[number, number]} */
function pair(point) {
  const { x, y } = whole(point);
  return [x, y];
}

/** @param {Spots} spots @returns {Record<string, [number, number]>} */
export function pairs(spots) {
  return Object.fromEntries(Object.entries(spots).map(([id, point]) => [id, pair(point)]));
}
