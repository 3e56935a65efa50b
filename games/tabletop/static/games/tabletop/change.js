/**
 * What differs between two looks at the table. In here: what came, went, changed, whose hand grew.
 * Not in here: saying it (happenings).
 */

import { t } from "parlour/i18n.js";

/** @import { Piece } from "./pieces.js" */

/**
 * The table as one viewer sees it.
 *
 * @typedef {object} Look
 * @property {Map<string, Piece>} pieces
 * @property {Piece[]} hand
 * @property {Map<number, {name: string, count: number, shown: Piece[]}>} people by seat
 * @property {number | undefined} me
 * @property {any} [game]
 */

/**
 * What is known beside the two looks.
 *
 * @typedef {object} Known
 * @property {(id: string) => number | undefined} holder the seat that dragged a thing last
 * @property {(piece: Piece) => string} near
 */

/** @typedef {{seat: number, name: string, me: boolean, by: number}} Hand `by`: how many cards more */

export class Change {
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
    this.hands = handsOf(before, after);
  }

  get got() {
    return this.hands.filter(({ by }) => by > 0);
  }

  get gave() {
    return this.hands.filter(({ by }) => by < 0);
  }

  /** Decks that have more cards than before, by how many. */
  get filled() {
    return this.changed.flatMap((piece) => {
      const by = piece.count - (this.was(piece)?.count ?? 0);
      return piece.kind === "deck" && by > 0 ? [{ piece, by }] : [];
    });
  }

  /** @param {Piece} piece */
  was(piece) {
    return this.before.pieces.get(piece.id);
  }

  /** @param {number | undefined} seat */
  nameOf(seat) {
    return this.after.people.get(seat ?? -1)?.name ?? t("Somebody");
  }

  /** @param {number | undefined} seat */
  isMe(seat) {
    return seat !== undefined && seat === this.after.me;
  }
}

/** Those whose hand grew or shrank. @param {Look} before @param {Look} after @returns {Hand[]} */
function handsOf(before, after) {
  return [...after.people].flatMap(([seat, { name, count }]) => {
    const by = count - (before.people.get(seat)?.count ?? 0);
    return by ? [{ seat, name, me: seat === after.me, by }] : [];
  });
}

/** @param {Piece[]} before @param {Piece[]} after */
export function fresh(before, after) {
  const known = new Set(before.map(({ id }) => id));
  return after.filter(({ id }) => !known.has(id));
}
