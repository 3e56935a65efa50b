/**
 * Doings that need a question or a thought first. In here: how many, what name, bringing new things,
 * what to save and load. Not in here: the questions' form (asking), files (files), the wire (verbs).
 */

import { html } from "lit-html";
import { nt, pt, t } from "parlour/i18n.js";
import { askFor, numberIn } from "./asking.js";
import { freePlace } from "./boxes.js";
import { askWhatToBring } from "./bringing.js";
import { bringList, pickFile, saveTable } from "./files.js";
import { rotated } from "./geometry.js";
import { cardsOf } from "./load.js";
import { sorted } from "./order.js";
import { nameOf } from "./words.js";

/** @import { Piece } from "./pieces.js" */
/** @import { Room } from "./room.js" */

/** @typedef {ReturnType<typeof setActs>} Acts */

const MOST = 120;
/** What a new thing covers round its middle, table units. */
const REACH = 44;
const ASK_FROM = 2;

/** @param {Room} room */
export function setActs(room) {
  const { scene, verbs, view } = room;
  const { table } = scene;

  /** Where something new is put: in the middle of what I see, or near it. */
  const middle = () => {
    const at = view.toTable({ x: view.size.width / 2, y: room.rim.top * 0.5 });
    return freePlace([...scene.pieces.peek().values()], at, REACH);
  };

  /** @param {string} title @param {string} does @param {number} value @param {number} max */
  const howMany = async (title, does, value, max) => {
    const field = {
      name: "count",
      label: t("How many"),
      type: /** @type {const} */ ("number"),
      value,
      min: 1,
      max,
    };
    const answer = await askFor(table, { title, fields: [field], does });
    return answer && numberIn(answer.count, 1, max);
  };

  return {
    /** @param {string} deck */
    drawSome: async (deck) => {
      const most = Math.min(MOST, scene.find(deck)?.count ?? 1);
      const count = await howMany(t("Draw cards"), pt("cards", "Draw"), Math.min(3, most), most);
      if (count) void verbs.draw(deck, count);
    },
    /** @param {string} deck */
    deal: async (deck) => {
      const seats = Math.max(1, room.others().length + 1);
      const most = Math.min(MOST, Math.floor((scene.find(deck)?.count ?? 0) / seats));
      if (!most) return room.refuse(t("There are not enough cards for everybody."));
      const count = await howMany(t("Deal to everybody"), t("Deal"), Math.min(5, most), most);
      if (count) void verbs.deal(deck, count);
    },
    /** @param {string} deck */
    lookAt: async (deck) => {
      const most = Math.min(MOST, scene.find(deck)?.count ?? 1);
      const count = await howMany(t("Look at the top"), t("Look"), 1, most);
      if (count) void verbs.look(deck, count);
    },
    /** Lay the top card beside the deck, the other way up. @param {string} id */
    turnTop: (id) => {
      const deck = scene.find(id);
      if (!deck) return;
      const way = rotated({ x: deck.width + 12, y: 0 }, scene.angle.peek());
      const at = { x: deck.x + way.x, y: deck.y + way.y };
      void verbs.lay(id, at, { faceUp: !deck.faceUp });
    },
    /** @param {string} id */
    spread: (id) => {
      const count = scene.find(id)?.count ?? 1;
      const step = Math.max(6, Math.min(24, Math.round(640 / count)));
      void verbs.spread(id, rotated({ x: step, y: 0 }, scene.angle.peek()));
    },
    /** Cards (and decks) into one deck; a deck alone is spread out. @param {string[]} ids */
    group: (ids) => {
      const [only] = ids;
      const piece = ids.length === 1 ? scene.find(only) : undefined;
      if (piece?.kind === "deck") return room.acts.spread(piece.id);
      const piles = ids.filter((id) => ["card", "deck"].includes(scene.find(id)?.kind ?? ""));
      if (piles.length < 2)
        return room.refuse(t("Select several cards first, then they can be one deck."));
      scene.chosen.value = new Set();
      void verbs.group(piles);
    },
    /** @param {string[]} ids */
    remove: async (ids) => {
      const some = ids.flatMap((id) => scene.find(id) ?? []);
      const cards = some.reduce((sum, { kind, count }) => sum + (kind === "deck" ? count : 1), 0);
      if (cards >= ASK_FROM) {
        const answer = await table.question({
          title: nt("Take {n} thing off the table?", "Take {n} things off the table?", cards),
          body: html`<p>${t("They are gone then, unless you take that back.")}</p>`,
          choices: [
            { value: "do", label: t("Remove"), tone: "danger" },
            { value: "", label: t("Keep"), tone: "quiet" },
          ],
        });
        if (answer !== "do") return;
      }
      scene.chosen.value = new Set();
      void verbs.remove(ids);
    },
    /** My cards by suit and rank. */
    sortHand: () => {
      const hand = sorted(scene.hand.peek());
      if (hand.length) void verbs.sort(hand.map(({ id }) => id));
    },
    /** @param {Piece} piece */
    rename: async (piece) => {
      const name = piece.kind === "deck" ? "name" : "label";
      const answer = await askFor(table, {
        title:
          piece.kind === "deck"
            ? t("Name the deck")
            : t("Label the {thing}", { thing: nameOf(piece) }),
        fields: [{ name, label: t("Name"), value: piece.label, length: 40 }],
        does: t("Write"),
      });
      if (answer) void verbs.change(piece.id, { [name]: answer[name] || null });
    },
    /** @param {Piece} piece */
    write: async (piece) => {
      const answer = await askFor(table, {
        title: t("Note"),
        fields: [{ name: "text", label: t("Text"), type: "lines", value: piece.text, length: 500 }],
        does: t("Write"),
      });
      if (answer) void verbs.change(piece.id, { text: answer.text || null });
    },
    /** @param {Piece} piece */
    setCounter: async (piece) => {
      const most = 999_999;
      const answer = await askFor(table, {
        title: t("Set the {thing}", { thing: nameOf(piece) }),
        fields: [
          {
            name: "value",
            label: t("Value"),
            type: "number",
            value: piece.value,
            min: -most,
            max: most,
          },
        ],
        does: t("Set"),
      });
      const value = numberIn(answer?.value, -most, most);
      if (value !== undefined) void verbs.change(piece.id, { value: value || null });
    },
    bring: async () => {
      const wanted = await askWhatToBring(table);
      if (!wanted) return;
      const [kind, more] = wanted.what.split("/");
      if (kind === "list") return void room.acts.importList();
      const at = middle();
      const { count, color } = wanted;
      if (kind === "pack") {
        const jokers = Number(more ?? 0);
        return void verbs.addDeck({ ...at, ...(jokers ? { jokers } : {}) });
      }
      void verbs.add({
        kind,
        ...at,
        ...(count > 1 ? { count } : {}),
        ...(color && kind !== "die" ? { color } : {}),
        ...(kind === "die" && more ? { sides: Number(more) } : {}),
      });
    },
    importList: async () => {
      const answer = await askFor(table, {
        title: t("Bring a list of cards"),
        say: t(
          "A card a line: “4 Island”, then perhaps the https address of a picture. JSON does as well.",
        ),
        fields: [
          { name: "name", label: t("Name of the deck"), length: 40 },
          { name: "list", label: t("Cards"), type: "lines", length: 30_000 },
        ],
        does: t("Bring the deck"),
      });
      if (!answer) return;
      await bringList(room, answer.list ?? "", answer.name ?? "", middle());
    },
    save: () => saveTable(room),
    load: async () => {
      const text = await pickFile();
      if (text !== undefined) await bringList(room, text, "", middle());
    },
    reset: async () => {
      const answer = await askFor(table, {
        title: t("Clear the table?"),
        say: t("Everything on it goes, and everybody’s hand. Then there is a fresh start."),
        fields: [
          {
            name: "pack",
            label: t("With"),
            type: "choice",
            choices: [
              ["", t("what this table began with")],
              ["standard", t("one pack")],
              ["double", t("two packs")],
              ["none", t("nothing at all")],
            ],
          },
        ],
        does: t("Clear the table"),
      });
      if (answer) void verbs.reset(answer.pack ? { pack: answer.pack } : {});
    },
    askOpen: async () => {
      const answer = await table.question({
        title: t("Play with open cards?"),
        body: html`<p>${t("Everybody sees every hand and every deck then. It begins when all who sit are for it, and ends when one is not any more.")}</p>`,
        choices: [
          { value: "do", label: t("I am for it"), tone: "primary" },
          { value: "", label: t("Leave it as it is"), tone: "quiet" },
        ],
      });
      if (answer === "do") void verbs.open(true);
    },
    /** Another's hand, as far as it is shown to me. @param {string[]} ids */
    takeOrPlay: (ids) => {
      const held = ids.filter((id) => scene.isHeld(id));
      if (held.length) return room.dropping.layFromHand(held, middle(), true);
      const cards = cardsOf(scene, ids);
      if (!cards.length) return room.refuse(t("Only cards go into a hand."));
      scene.chosen.value = new Set();
      void verbs.take(cards);
    },
  };
}
