/**
 * Telling what happens at the table. In here: lines for the ear and for the list beside the table,
 * sounds. Not in here: the sentences (happenings), comings and goings (the table page).
 */

import { signal } from "@preact/signals-core";
import { html } from "lit-html";
import { t } from "parlour/i18n.js";
import { live } from "parlour/table/live.js";
import { happening } from "./happenings.js";
import { lookAt } from "./looks.js";

/** @import { Sound } from "parlour/table/sound.js" */
/** @import { Room } from "./room.js" */

const KEPT = 200;

/** @type {Record<string, Sound>} */
const SOUNDS = {
  dropped: "card",
  taken: "card",
  flipped: "card",
  turned: "card",
  laid: "card",
  drawn: "card",
  dealt: "shuffle",
  stacked: "card",
  shuffled: "shuffle",
  cut: "shuffle",
  spread: "shuffle",
  grouped: "shuffle",
  played: "card",
  passed: "card",
  picked: "card",
  revealed: "card",
  peeked: "card",
  added: "chip",
  counted: "chip",
  imported: "shuffle",
  rolled: "knock",
  reset: "shuffle",
  loaded: "shuffle",
  opened: "bell",
};

/**
 * @param {Room} room
 * @param {HTMLElement} list beside the table
 * @returns {() => void}
 */
export function tellTable(room, list) {
  const { table } = room.scene;
  /** @type {import("@preact/signals-core").Signal<{key: number, text: string}[]>} */
  const told = signal([]);
  let last = look(room);
  let number = 0;
  /** @type {string | undefined} */
  let fact;
  /** @param {string} text */
  const say = (text) => {
    table.announce(text);
    number += 1;
    told.value = [{ key: number, text }, ...told.peek()].slice(0, KEPT);
  };
  const stop = table.listen((message) => {
    if (message.type === "lobby/inspected") {
      table.sound("bell");
      say(t("The staff have looked at the hidden cards."));
      return;
    }
    const [part, event = ""] = message.type?.split("/") ?? [];
    if (message.type === "state") {
      last = look(room);
      return;
    }
    if (message.v === undefined || !["board", "players", "game"].includes(part ?? "")) return;
    fact ??= event;
    if (message.more) return;
    const now = look(room);
    const lines = happening(fact, last, now, {
      holder: (id) => room.people.holderOf(id),
      near: (piece) => room.nearOf(piece),
    });
    if (SOUNDS[fact]) table.sound(/** @type {Sound} */ (SOUNDS[fact]));
    fact = undefined;
    last = now;
    if (!lines.length) return;
    say(lines.slice(0, 4).join(" "));
  });
  // A replay has its own list.
  if (table.replay) return stop;
  list.replaceChildren();
  const drawn = live(list, () =>
    told.value.length
      ? html`<ol class="told" reversed aria-label=${t("What happened")}>
          ${told.value.map(({ text }) => html`<li>${text}</li>`)}
        </ol>`
      : html`<p class="panel__empty">${t("What happens at the table is written down here.")}</p>`,
  );
  return () => {
    stop();
    drawn();
  };
}

/** The table as it is committed. @param {Room} room */
function look({ scene }) {
  const { confirmed, you } = scene.table;
  const parts = {
    board: confirmed("board"),
    players: confirmed("players"),
    game: confirmed("game"),
  };
  return lookAt(
    { board: parts.board.peek(), players: parts.players.peek(), game: parts.game.peek() },
    you.peek(),
  );
}
