/**
 * What can be done with a thing, or with several. In here: the menu's items by kind. Not in here:
 * the menu itself, the verbs.
 */

import { nt, t } from "parlour/i18n.js";
import { meant } from "./scene.js";
import { capital, together } from "./words.js";

/** @import { Item } from "./menu.js" */
/** @import { Piece } from "./pieces.js" */
/** @import { Room } from "./room.js" */

/**
 * @param {Room} room
 * @param {string} id
 * @returns {{title: string, items: Item[]}}
 */
export function doingsWith(room, id) {
  const { scene } = room;
  const ids = meant(scene, id);
  const pieces = ids.flatMap((one) => scene.find(one) ?? []);
  const piece = scene.find(id);
  if (!piece) return { title: "", items: [] };
  const title = capital(together(pieces));
  if (!scene.plays.peek()) return { title, items: [closely(room, id)] };
  if (scene.isHeld(id))
    return {
      title,
      items: ofHand(
        room,
        ids.filter((one) => scene.isHeld(one)),
      ),
    };
  if (ids.length > 1) return { title, items: ofMany(room, ids, pieces) };
  return { title, items: [...ONE[piece.kind](room, piece), ...always(room, piece)] };
}

/** @param {Room} room @param {string} id @returns {Item} */
function closely(room, id) {
  return { label: t("Look at it closely"), keys: "Space", run: () => room.preview.toggle(id) };
}

/** @param {Room} room @param {string[]} ids @returns {Item[]} */
function turning({ verbs }, ids) {
  return [
    { label: t("Turn right"), keys: "T", run: () => void verbs.turn(ids, 90) },
    { label: t("Turn left"), keys: "R", run: () => void verbs.turn(ids, -90) },
  ];
}

/** @param {Room} room @param {string[]} ids @param {Piece[]} pieces @returns {Item[]} */
function ofMany(room, ids, pieces) {
  const { verbs, scene } = room;
  const cards = pieces.filter(({ kind }) => kind === "card").map(({ id }) => id);
  const dice = pieces.filter(({ kind }) => kind === "die").map(({ id }) => id);
  const piles = pieces.filter(({ kind }) => kind === "card" || kind === "deck").map(({ id }) => id);
  return [
    ...(dice.length ? [{ label: t("Roll"), run: () => void verbs.roll(dice) }] : []),
    ...(piles.length ? [{ label: t("Flip"), keys: "F", run: () => void verbs.flip(piles) }] : []),
    ...turning(room, ids),
    ...(piles.length > 1
      ? [{ label: t("Make one deck"), keys: "G", run: () => void room.acts.group(ids) }]
      : []),
    ...(cards.length
      ? [
          { label: t("Take into my hand"), keys: "H", run: () => void verbs.take(cards) },
          ...onDecks(room, cards, (deck, bottom) => void verbs.stack(deck, cards, bottom)),
        ]
      : []),
    {
      label: t("Select nothing"),
      apart: true,
      run: () => {
        scene.chosen.value = new Set();
      },
    },
    { label: t("Remove"), keys: "Del", danger: true, run: () => void room.acts.remove(ids) },
  ];
}

/** @param {Room} room @param {string[]} cards @returns {Item[]} */
function ofHand(room, cards) {
  const { verbs, scene, dropping, view } = room;
  const at = () => view.toTable({ x: view.size.width / 2, y: room.rim.top * 0.62 });
  const [first] = cards;
  const held = first === undefined ? undefined : scene.find(first);
  const others = room.others();
  return [
    { label: t("Play face up"), keys: "H", run: () => dropping.layFromHand(cards, at(), true) },
    { label: t("Play face down"), run: () => dropping.layFromHand(cards, at(), false) },
    ...onDecks(room, cards, (deck, bottom) => void verbs.put(deck, cards, bottom)),
    ...others.map(({ seat, name }) => ({
      label: t("Pass to {name}", { name }),
      run: () => void verbs.pass(cards, seat),
    })),
    { label: t("Show to everybody"), apart: true, run: () => void verbs.reveal(cards) },
    ...others.map(({ seat, name }) => ({
      label: t("Show to {name}", { name }),
      run: () => void verbs.reveal(cards, seat),
    })),
    ...(held?.lookers.length
      ? [{ label: t("Hide again"), run: () => void verbs.conceal(cards) }]
      : []),
    ...(first === undefined ? [] : [{ ...closely(room, first), apart: true }]),
    { label: t("Sort my hand"), run: () => void room.acts.sortHand() },
  ];
}

/**
 * @param {Room} room
 * @param {string[]} cards
 * @param {(deck: string, bottom?: boolean) => void} put
 * @returns {Item[]}
 */
function onDecks({ scene }, cards, put) {
  const decks = [...scene.pieces.peek().values()].filter(
    ({ kind, id, owner }) =>
      kind === "deck" &&
      !cards.includes(id) &&
      (owner === undefined || owner === scene.table.seat.peek()),
  );
  return decks.slice(0, 4).flatMap(({ id, label }, index) => {
    const plain = decks.length > 1 ? t("deck {n}", { n: index + 1 }) : t("the deck");
    const deck = label || plain;
    return [
      { label: t("Put on {deck}", { deck }), run: () => put(id) },
      { label: t("Put under {deck}", { deck }), run: () => put(id, true) },
    ];
  });
}

/** @type {Record<import("./pieces.js").Kind, (room: Room, piece: Piece) => Item[]>} */
const ONE = { card, deck, token, counter, die, note, image: token };

/** @param {Room} room @param {Piece} piece @returns {Item[]} */
function card(room, piece) {
  const { verbs, scene } = room;
  const { id } = piece;
  const looks = piece.lookers.includes(scene.table.seat.peek() ?? -1);
  return [
    { label: t("Flip"), keys: "F", run: () => void verbs.flip([id]) },
    { label: t("Take into my hand"), keys: "H", run: () => void verbs.take([id]) },
    ...turning(room, [id]),
    ...(piece.faceUp
      ? []
      : looks
        ? [{ label: t("Look no more"), run: () => void verbs.hide([id]) }]
        : [{ label: t("Peek (all are told)"), run: () => void verbs.peek([id]) }]),
    ...onDecks(room, [id], (deck, bottom) => void verbs.stack(deck, [id], bottom)),
    closely(room, id),
  ];
}

/** @param {Room} room @param {Piece} piece @returns {Item[]} */
function deck(room, piece) {
  const { verbs, acts, scene } = room;
  const { id, owner, count } = piece;
  const mine = owner !== undefined && owner === scene.table.seat.peek();
  if (owner !== undefined && !mine) return [];
  const full = count > 0;
  return [
    ...(full
      ? [
          { label: t("Draw a card"), keys: "1", run: () => void verbs.draw(id) },
          { label: t("Draw several …"), run: () => void acts.drawSome(id) },
          { label: t("Deal to everybody …"), run: () => void acts.deal(id) },
          { label: t("Turn over the top card"), run: () => acts.turnTop(id) },
          { label: t("Shuffle"), keys: "Shift S", run: () => void verbs.shuffle(id) },
          { label: t("Cut"), run: () => void verbs.cut(id) },
          { label: t("Flip the deck"), keys: "F", run: () => void verbs.flip([id]) },
          { label: t("Spread out"), keys: "G", run: () => void acts.spread(id) },
          { label: t("Look at the top … (all are told)"), run: () => void acts.lookAt(id) },
        ]
      : []),
    ...(mine && full
      ? [{ label: t("Search (all are told)"), run: () => void verbs.search(id) }]
      : []),
    ...turning(room, [id]),
    mine
      ? { label: t("Share with everybody"), run: () => void verbs.share(id) }
      : { label: t("Make it mine"), run: () => void verbs.claim(id) },
    { label: t("Name it …"), run: () => void acts.rename(piece) },
  ];
}

/** @param {Room} room @param {Piece} piece @returns {Item[]} */
function token(room, piece) {
  return [
    { label: t("Label it …"), run: () => void room.acts.rename(piece) },
    ...turning(room, [piece.id]),
  ];
}

/** @param {Room} room @param {Piece} piece @returns {Item[]} */
function counter(room, piece) {
  const by = (/** @type {number} */ step) => () => void room.verbs.count(piece.id, step);
  return [
    { label: t("One more"), keys: "+", run: by(1) },
    { label: t("One less"), keys: "−", run: by(-1) },
    { label: t("Ten more"), run: by(10) },
    { label: t("Ten less"), run: by(-10) },
    { label: t("Set to …"), run: () => void room.acts.setCounter(piece) },
    { label: t("Label it …"), run: () => void room.acts.rename(piece) },
  ];
}

/** @param {Room} room @param {Piece} piece @returns {Item[]} */
function die(room, { id }) {
  return [{ label: t("Roll"), run: () => void room.verbs.roll([id]) }];
}

/** @param {Room} room @param {Piece} piece @returns {Item[]} */
function note(room, piece) {
  return [
    { label: t("Write …"), run: () => void room.acts.write(piece) },
    ...turning(room, [piece.id]),
  ];
}

/** @param {Room} room @param {Piece} piece @returns {Item[]} */
function always(room, { id, locked, kind, owner }) {
  const { verbs, scene } = room;
  if (kind === "deck" && owner !== undefined && owner !== scene.table.seat.peek()) return [];
  return [
    {
      label: locked ? t("Unlock") : t("Lock in place"),
      apart: true,
      run: () => void verbs.change(id, { locked: locked ? null : true }),
    },
    { label: t("Remove"), keys: "Del", danger: true, run: () => void room.acts.remove([id]) },
  ];
}

/** What can be done at the table itself. @param {Room} room @returns {Item[]} */
export function doingsAtTable(room) {
  const { acts, scene, verbs, touching } = room;
  const plays = scene.plays.peek();
  const host = scene.table.you.peek().role === "host";
  /** @type {Item[]} */
  const items = [{ label: t("Everything in view"), keys: "0", run: () => room.showAll() }];
  if (!plays) return items;
  items.push(
    {
      label: touching.gestures.framing ? t("Stop selecting several") : t("Select several"),
      run: () => room.setFraming(!touching.gestures.framing),
    },
    { label: t("Take back my last action"), keys: "Ctrl Z", run: () => void verbs.undo() },
    { label: t("Bring something …"), apart: true, run: () => void acts.bring() },
    { label: t("Bring a list of cards …"), run: () => void acts.importList() },
    { label: t("Save this table"), apart: true, run: () => void acts.save() },
  );
  if (host) {
    items.push(
      { label: t("Load a table …"), run: () => void acts.load() },
      { label: t("Clear the table …"), run: () => void acts.reset() },
    );
  }
  const open = scene.open.peek();
  const agreed = Object.keys(scene.table.game.peek().agreed ?? {}).map(Number);
  const mine = agreed.includes(scene.table.seat.peek() ?? -1);
  items.push({
    label: open
      ? t("Hide hands and decks again")
      : mine
        ? t("I am not for open cards after all")
        : agreed.length
          ? nt("Agree to open cards ({n} voice)", "Agree to open cards ({n} voices)", agreed.length)
          : t("Ask for open cards …"),
    apart: true,
    run: () => void (open || mine ? verbs.open(false) : acts.askOpen()),
  });
  items.push({ label: t("Stand up and watch"), run: () => scene.table.ask("lobby/stand", {}) });
  return items;
}
