/**
 * The buttons below the table. In here: sitting down, dealing, bringing things, taking back. Not in
 * here: what they do (verbs, acts).
 */

import { effect } from "@preact/signals-core";
import { pt, t } from "parlour/i18n.js";

/** @import { Action } from "parlour/table/table.js" */
/** @import { Room } from "./room.js" */

/** @param {Room} room @returns {() => void} */
export function offerButtons(room) {
  return effect(() => {
    const { scene } = room;
    scene.table.actions.value = scene.table.lobby.value.status === "playing" ? now(room) : [];
  });
}

/** @param {Room} room @returns {Action[]} */
function now(room) {
  const { scene } = room;
  const { table } = scene;
  if (!scene.plays.value) {
    const taken = Object.values(table.players.value).filter(({ seat }) => seat !== undefined);
    /** @type {Action[]} */
    const sit =
      taken.length < table.page.seats
        ? [
            {
              key: "sit",
              label: t("Sit down"),
              tone: "primary",
              icon: "chair",
              run: () => table.ask("lobby/sit", {}),
            },
          ]
        : [];
    return [...sit, inView(room)];
  }
  const deck = mainDeck(room);
  /** @type {Action[]} */
  const dealing = deck
    ? [
        {
          key: "draw",
          label: pt("cards", "Draw"),
          tone: "primary",
          run: () => void room.verbs.draw(deck),
        },
        { key: "deal", label: t("Deal …"), run: () => void room.acts.deal(deck) },
      ]
    : [];
  const undo = {
    key: "undo",
    label: t("Take back my last action"),
    icon: "undo",
    small: true,
    disabled: room.verbs.spent.value,
    run: () => void room.verbs.undo(),
  };
  /** @type {Action} */
  const bring = { key: "bring", label: t("Bring …"), run: () => void room.acts.bring() };
  if (scene.narrow.value) return [...(deck ? dealing : [bring]), undo, more(room)];
  return [...dealing, bring, selecting(room), undo, inView(room), more(room)];
}

/** @param {Room} room @returns {Action} */
function selecting(room) {
  const { framing } = room.scene;
  return {
    key: "frame",
    label: framing.value ? t("Stop selecting") : t("Select several"),
    icon: framing.value ? "check" : "frame",
    small: true,
    run: () => room.setFraming(!framing.peek()),
  };
}

/** @param {Room} room @returns {Action} */
function more(room) {
  return {
    key: "more",
    label: t("More"),
    icon: "more",
    small: true,
    run: () => room.openMenu(undefined, { x: room.box.width, y: room.box.height }),
  };
}

/** @param {Room} room @returns {Action} */
function inView(room) {
  return {
    key: "view",
    label: t("Everything in view"),
    icon: "fit",
    small: true,
    run: () => room.showAll(),
  };
}

/** The deck one means when one says the deck. @param {Room} room */
function mainDeck({ scene }) {
  const seat = scene.table.seat.value;
  const decks = [...scene.pieces.value.values()].filter(
    ({ kind, count, owner }) => kind === "deck" && count && (owner === undefined || owner === seat),
  );
  const [largest] = decks.sort((one, other) => other.count - one.count);
  return largest?.id;
}
