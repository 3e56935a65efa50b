/**
 * What happened, as a person at the table would say it. In here: from two looks at the table to
 * sentences. Not in here: when it is told, sounds.
 */

import { listed } from "parlour/table/company.js";
import { isOpen } from "./pieces.js";
import { counted, faceName, nameOf, together } from "./words.js";

/** @import { Piece } from "./pieces.js" */

/**
 * The table as one viewer sees it.
 *
 * @typedef {object} Look
 * @property {Map<string, Piece>} pieces
 * @property {Piece[]} hand
 * @property {Map<number, {name: string, count: number, shown: Piece[]}>} people by seat
 * @property {number | undefined} me
 * @property {Record<string, any>} [board] as the document has it
 * @property {any} [game]
 */

/**
 * What is known beside the two looks.
 *
 * @typedef {object} Known
 * @property {(id: string) => number | undefined} holder the seat that dragged a thing last
 * @property {(piece: Piece) => string} near
 */

/**
 * @param {string} fact the second word of the message
 * @param {Look} before
 * @param {Look} after
 * @param {Known} known
 * @returns {string[]} sentences, nothing if it is not worth telling
 */
export function happening(fact, before, after, known) {
  const tell = TELL[fact];
  return tell ? tell(new Change(before, after, known)).filter(Boolean) : [];
}

class Change {
  /** @param {Look} before @param {Look} after @param {Known} known */
  constructor(before, after, known) {
    this.before = before;
    this.after = after;
    this.known = known;
    const { pieces } = after;
    this.added = [...pieces.values()].filter(({ id }) => !before.pieces.has(id));
    this.removed = [...before.pieces.values()].filter(({ id }) => !pieces.has(id));
    this.changed = [...pieces.values()].filter((piece) => {
      const was = before.pieces.get(piece.id);
      return was !== undefined && was !== piece;
    });
    this.drew = before.hand.length < after.hand.length ? fresh(before.hand, after.hand) : [];
  }

  /** Those whose hand grew or shrank, by how much. */
  get hands() {
    return [...this.after.people].flatMap(([seat, { name, count }]) => {
      const by = count - (this.before.people.get(seat)?.count ?? 0);
      return by ? [{ seat, name: seat === this.after.me ? "You" : name, by }] : [];
    });
  }

  /** @param {string} verb @param {string} mine the same for me: `draw`, `draws` */
  whoGot(verb, mine) {
    return this.hands
      .filter(({ by }) => by > 0)
      .map(({ seat, name, by }) => {
        const me = seat === this.after.me;
        const what = me && this.drew.length ? faces(this.drew) : counted(by, "card");
        return `${name} ${me ? mine : verb} ${what}.`;
      });
  }

  /** @param {Piece} piece */
  was(piece) {
    return this.before.pieces.get(piece.id);
  }
}

/** @param {Piece[]} before @param {Piece[]} after */
function fresh(before, after) {
  const known = new Set(before.map(({ id }) => id));
  return after.filter(({ id }) => !known.has(id));
}

/** @param {Piece[]} pieces */
function faces(pieces) {
  if (pieces.length > 5) return counted(pieces.length, "card");
  return listed(
    pieces.map((piece) => (isOpen(piece) ? `the ${faceName(piece.face)}` : "a card face down")),
  );
}

/** @type {Record<string, (change: Change) => string[]>} */
const TELL = {
  dropped: moved,
  updated: (change) => [...written(change), ...(change.removed.length ? gone(change) : [])],
  taken: (change) => {
    const what = change.removed.filter(({ kind }) => kind === "card");
    return change.hands.map(
      ({ name, seat }) => `${name} ${seat === change.after.me ? "take" : "takes"} ${faces(what)}.`,
    );
  },
  flipped: ({ changed }) =>
    changed.map((piece) =>
      piece.kind === "deck"
        ? `The ${nameOf(piece)} is turned over.`
        : piece.faceUp
          ? `Turned up: the ${nameOf(piece)}.`
          : "A card is turned face down.",
    ),
  turned: ({ changed }) => (changed.length ? [`${capital(together(changed))} turned.`] : []),
  grouped: ({ added, changed }) => {
    const deck = [...added, ...changed].find(({ kind }) => kind === "deck");
    return deck ? [`Cards are put together: a deck of ${deck.count}.`] : [];
  },
  peeked: (change) => looks(change),
  hidden: () => [],
  added: ({ added }) => (added.length ? [`New on the table: ${together(added)}.`] : []),
  removed: gone,
  rolled: ({ changed }) =>
    changed.length ? [`Rolled: ${listed(changed.map(({ value }) => String(value)))}.`] : [],
  counted: ({ changed }) => changed.map((piece) => `${capital(nameOf(piece))}: ${piece.value}.`),
  undone: () => ["The last action is taken back."],
  opened: ({ after }) => [
    after.game?.open
      ? "Open cards: everybody sees everything now."
      : Object.keys(after.game?.agreed ?? {}).length
        ? "Somebody would like to play with open cards."
        : "Cards are hidden from others again.",
  ],
  reset: () => ["The table is cleared and laid anew."],
  loaded: () => ["A saved table is laid out."],
  drawn: (change) => change.whoGot("draws", "draw"),
  dealt: (change) => {
    const [first] = change.hands.filter(({ by }) => by > 0);
    if (!first) return [];
    const mine = change.drew.length ? ` You get ${faces(change.drew)}.` : "";
    return [`Dealt: ${counted(first.by, "card")} each.${mine}`];
  },
  laid: ({ added }) => (added.length ? [`Laid on the table: ${faces(added)}.`] : []),
  stacked: (change) => onto(change),
  shuffled: (change) => shuffledBy(change, "shuffles", "shuffle"),
  cut: (change) => shuffledBy(change, "cuts", "cut"),
  spread: ({ added }) => [`A deck is spread out: ${counted(added.length, "card")}.`],
  closed: () => [],
  picked: (change) =>
    change.added.length
      ? [`Laid on the table: ${faces(change.added)}.`]
      : change.whoGot("takes out of a deck", "take out of the deck"),
  claimed: ({ changed }) => changed.map((piece) => `The ${nameOf(piece)} has an owner now.`),
  shared: ({ changed }) => changed.map((piece) => `The ${nameOf(piece)} is for everybody now.`),
  imported: ({ added }) => added.map((piece) => `A new deck of ${piece.count} lies there.`),
  played: (change) => {
    const { added, hands, after } = change;
    if (!added.length) return onto(change);
    return hands
      .filter(({ by }) => by < 0)
      .map(({ name, seat }) => `${name} ${seat === after.me ? "play" : "plays"} ${faces(added)}.`);
  },
  passed: ({ hands, after }) => {
    const from = hands.find(({ by }) => by < 0);
    const to = hands.find(({ by }) => by > 0);
    if (!from || !to) return [];
    const verb = from.seat === after.me ? "pass" : "passes";
    return [
      `${from.name} ${verb} ${counted(to.by, "card")} to ${to.seat === after.me ? "you" : to.name}.`,
    ];
  },
  revealed: ({ before, after }) =>
    [...after.people].flatMap(([seat, { name, shown }]) => {
      const more = fresh(before.people.get(seat)?.shown ?? [], shown);
      return more.length && seat !== after.me ? [`${name} shows ${faces(more)}.`] : [];
    }),
};

/** @param {string} text */
function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** @param {Change} change */
function moved({ changed, known, after }) {
  const [first] = changed;
  if (!first) return [];
  const seat = known.holder(first.id);
  const name = seat === undefined ? "" : (after.people.get(seat)?.name ?? "");
  const what = together(changed);
  const where = known.near(first);
  const to = where ? ` to ${where}` : "";
  return [name ? `${name} moves ${what}${to}.` : `${capital(what)} moved${to}.`];
}

/** @param {Change} change */
function written(change) {
  return change.changed.flatMap((piece) => {
    const was = change.was(piece);
    if (was && was.value !== piece.value) return [`${capital(nameOf(piece))}: ${piece.value}.`];
    if (was && was.text !== piece.text) return [`The note says: ${piece.text || "nothing"}.`];
    if (was && was.label !== piece.label) return [`Now called ${piece.label || "nothing"}.`];
    if (was && was.locked !== piece.locked)
      return [`The ${nameOf(piece)} is ${piece.locked ? "locked" : "free"}.`];
    return [];
  });
}

/** @param {Change} change */
function gone({ removed }) {
  return removed.length ? [`${capital(together(removed))} removed.`] : [];
}

/** @param {Change} change */
function looks(change) {
  return change.changed.flatMap((piece) => {
    const known = change.was(piece)?.lookers ?? [];
    return piece.lookers
      .filter((seat) => !known.includes(seat))
      .map((seat) => {
        const me = seat === change.after.me;
        const name = me ? "You" : (change.after.people.get(seat)?.name ?? "Somebody");
        const open =
          piece.kind === "card" && isOpen(piece) && me ? `: the ${faceName(piece.face)}` : "";
        const what = piece.kind === "deck" ? `into the ${nameOf(piece)}` : "at a card face down";
        return `${name} ${me ? "look" : "looks"} ${what}${open}.`;
      });
  });
}

/** Cards that went into decks. @param {Change} change */
function onto(change) {
  return change.changed.flatMap((piece) => {
    const by = piece.count - (change.was(piece)?.count ?? 0);
    return piece.kind === "deck" && by > 0
      ? [`${capital(counted(by, "card"))} put into the ${nameOf(piece)}.`]
      : [];
  });
}

/** @param {Change} change @param {string} verb @param {string} mine */
function shuffledBy({ changed, after }, verb, mine) {
  return changed
    .filter(({ kind }) => kind === "deck")
    .map((piece) => {
      const seat = piece.shuffledBy;
      const me = seat !== undefined && seat === after.me;
      const name = me ? "You" : (after.people.get(seat ?? -1)?.name ?? "Somebody");
      return `${name} ${me ? mine : verb} the ${nameOf(piece)}.`;
    });
}
