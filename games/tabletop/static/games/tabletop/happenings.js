/**
 * What happened, as a person at the table would say it. In here: from two looks at the table to
 * sentences. Not in here: when it is told, sounds.
 */

import { t } from "parlour/i18n.js";
import { listed } from "parlour/table/company.js";
import { Change, fresh } from "./change.js";
import { isOpen } from "./pieces.js";
import { capital, cards, faceName, nameOf, together } from "./words.js";

/** @import { Known, Look } from "./change.js" */
/** @import { Piece } from "./pieces.js" */

/** More cards than this are counted, not called. */
const CALLED = 5;

/**
 * @param {string} fact the second word of the message
 * @param {Look} before
 * @param {Look} after
 * @param {Known} known
 * @returns {string[]} sentences, nothing if it is not worth telling
 */
export function happening(fact, before, after, known) {
  const change = new Change(before, after, known);
  return (TELL[fact]?.(change) ?? []).filter(Boolean).map(capital);
}

/** `the ace of spades and a card face down`. @param {Piece[]} pieces */
function faces(pieces) {
  if (pieces.length > CALLED) return cards(pieces.length);
  return listed(
    pieces.map((piece) =>
      isOpen(piece) ? t("the {card}", { card: faceName(piece.face) }) : t("a card face down"),
    ),
  );
}

/** @type {Record<string, (change: Change) => string[]>} */
const TELL = {
  dropped: moved,
  updated: (change) => [...written(change), ...gone(change)],
  taken: (change) => {
    const what = faces(change.removed.filter(({ kind }) => kind === "card"));
    return change.got.map(({ me, name }) =>
      me
        ? t("You take {cards}.", { cards: what })
        : t("{name} takes {cards}.", { name, cards: what }),
    );
  },
  flipped: ({ changed }) =>
    changed.length > CALLED
      ? [t("{things} turned over.", { things: together(changed) })]
      : changed.map(flip),
  turned: ({ changed }) =>
    changed.length ? [t("{things} turned.", { things: together(changed) })] : [],
  grouped: ({ added, changed }) => {
    const deck = [...added, ...changed].find(({ kind }) => kind === "deck");
    return deck ? [t("Put together: a deck of {cards}.", { cards: cards(deck.count) })] : [];
  },
  peeked: looks,
  added: ({ added }) =>
    added.length ? [t("New on the table: {things}.", { things: together(added) })] : [],
  removed: gone,
  rolled: ({ changed }) =>
    changed.length
      ? [t("Rolled: {numbers}.", { numbers: listed(changed.map(({ value }) => String(value))) })]
      : [],
  counted: ({ changed }) => changed.map(nowAt),
  undone: () => [t("The last action is taken back.")],
  opened: ({ after }) => [opened(after.game ?? {})],
  reset: () => [t("The table is cleared and laid anew.")],
  loaded: () => [t("A saved table is laid out.")],
  drawn: (change) => drew(change),
  dealt: dealt,
  laid: ({ added }) =>
    added.length ? [t("Laid on the table: {cards}.", { cards: faces(added) })] : [],
  stacked: onto,
  shuffled: (change) =>
    shuffled(change).map(({ me, name, deck }) =>
      me
        ? t("You shuffle the {deck}.", { deck })
        : t("{name} shuffles the {deck}.", { name, deck }),
    ),
  cut: (change) =>
    shuffled(change).map(({ me, name, deck }) =>
      me ? t("You cut the {deck}.", { deck }) : t("{name} cuts the {deck}.", { name, deck }),
    ),
  spread: ({ added }) => [t("A deck is spread out: {cards}.", { cards: cards(added.length) })],
  picked: (change) =>
    change.added.length
      ? [t("Laid on the table: {cards}.", { cards: faces(change.added) })]
      : change.got.map(({ me, name, by }) =>
          me
            ? t("You take out of the deck: {cards}.", { cards: faces(change.drew) })
            : t("{name} takes {cards} out of a deck.", { name, cards: cards(by) }),
        ),
  claimed: ({ changed }) =>
    changed.map((piece) => t("The {deck} has an owner now.", { deck: nameOf(piece) })),
  shared: ({ changed }) =>
    changed.map((piece) => t("The {deck} is for everybody now.", { deck: nameOf(piece) })),
  imported: ({ added }) =>
    added.map((piece) => t("A new deck of {cards} lies there.", { cards: cards(piece.count) })),
  played: (change) => (change.added.length ? played(change) : onto(change)),
  passed: passed,
  revealed: (change) =>
    [...change.after.people].flatMap(([seat, { name, shown }]) => {
      const more = fresh(change.before.people.get(seat)?.shown ?? [], shown);
      if (!more.length || change.isMe(seat)) return [];
      return [t("{name} shows {cards}.", { name, cards: faces(more) })];
    }),
};

/** @param {Change} change */
function moved({ changed, known, after }) {
  const [first] = changed;
  if (!first) return [];
  const seat = known.holder(first.id);
  const name = seat === undefined ? undefined : after.people.get(seat)?.name;
  const values = { things: together(changed), where: known.near(first) };
  if (!values.where) return [t("{things} moved.", values)];
  if (name === undefined) return [t("{things} moved, now {where}.", values)];
  return [t("{name} moves {things}, now {where}.", { name, ...values })];
}

/** @param {Piece} piece */
function flip(piece) {
  if (piece.kind === "deck") return t("The {deck} is turned over.", { deck: nameOf(piece) });
  if (!piece.faceUp) return t("A card is turned face down.");
  return t("Turned up: the {card}.", { card: nameOf(piece) });
}

/** @param {Piece} piece */
function nowAt(piece) {
  return t("{thing}: {value}.", { thing: nameOf(piece), value: piece.value });
}

/** @param {Change} change */
function written(change) {
  return change.changed.flatMap((piece) => {
    const was = change.was(piece);
    if (!was) return [];
    const thing = nameOf(piece);
    if (was.value !== piece.value) return [nowAt(piece)];
    if (was.text !== piece.text)
      return [t("The note says: {text}", { text: piece.text || t("nothing") })];
    if (was.label !== piece.label) return [t("A new name: {thing}.", { thing })];
    if (was.locked !== piece.locked)
      return [
        piece.locked ? t("Locked: {thing}.", { thing }) : t("Free again: {thing}.", { thing }),
      ];
    return [];
  });
}

/** @param {Change} change */
function gone({ removed }) {
  return removed.length ? [t("{things} removed.", { things: together(removed) })] : [];
}

/** @param {any} game */
function opened({ open, agreed = {} }) {
  if (open) return t("Open cards: everybody sees everything now.");
  if (Object.keys(agreed).length) return t("Somebody would like to play with open cards.");
  return t("Cards are hidden from others again.");
}

/** @param {Change} change */
function drew({ got, drew }) {
  return got.map(({ me, name, by }) =>
    me
      ? t("You draw {cards}.", { cards: drew.length ? faces(drew) : cards(by) })
      : t("{name} draws {cards}.", { name, cards: cards(by) }),
  );
}

/** @param {Change} change */
function dealt({ got, drew }) {
  const [first] = got;
  if (!first) return [];
  const all = t("Dealt: {cards} each.", { cards: cards(first.by) });
  return drew.length ? [all, t("You get {cards}.", { cards: faces(drew) })] : [all];
}

/** @param {Change} change */
function played({ gave, added }) {
  const what = faces(added);
  return gave.map(({ me, name }) =>
    me
      ? t("You play {cards}.", { cards: what })
      : t("{name} plays {cards}.", { name, cards: what }),
  );
}

/** @param {Change} change */
function passed({ gave, got }) {
  const [from] = gave;
  const [to] = got;
  if (!from || !to) return [];
  const what = cards(to.by);
  if (from.me) return [t("You pass {cards} to {name}.", { cards: what, name: to.name })];
  if (to.me) return [t("{name} passes {cards} to you.", { cards: what, name: from.name })];
  return [t("{name} passes {cards} to {other}.", { name: from.name, cards: what, other: to.name })];
}

/** @param {Change} change */
function looks(change) {
  return change.changed.flatMap((piece) => {
    const known = change.was(piece)?.lookers ?? [];
    return piece.lookers
      .filter((seat) => !known.includes(seat))
      .map((seat) => look(change, piece, seat));
  });
}

/** @param {Change} change @param {Piece} piece @param {number} seat */
function look(change, piece, seat) {
  const name = change.nameOf(seat);
  const me = change.isMe(seat);
  if (piece.kind === "deck") {
    const deck = nameOf(piece);
    return me
      ? t("You look into the {deck}.", { deck })
      : t("{name} looks into the {deck}.", { name, deck });
  }
  if (!me) return t("{name} looks at a card face down.", { name });
  return t("You look at a card: the {card}.", { card: faceName(piece.face) });
}

/** Cards that went into decks. @param {Change} change */
function onto({ filled }) {
  return filled.map(({ piece, by }) =>
    t("{cards} put into the {deck}.", { cards: cards(by), deck: nameOf(piece) }),
  );
}

/** @param {Change} change */
function shuffled(change) {
  return change.changed
    .filter(({ kind }) => kind === "deck")
    .map((piece) => ({
      me: change.isMe(piece.shuffledBy),
      name: change.nameOf(piece.shuffledBy),
      deck: nameOf(piece),
    }));
}
