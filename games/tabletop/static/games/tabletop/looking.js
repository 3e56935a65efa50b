/**
 * Looking into a deck. In here: the cards I look at, taking some out, looking no more. Not in here:
 * who may look (the server); that it is told to all (telling).
 */

import { signal } from "@preact/signals-core";
import { html, nothing } from "lit-html";
import { t } from "parlour/i18n.js";
import { live } from "parlour/table/live.js";
import { side } from "./picture.js";
import { pieceOf } from "./pieces.js";
import { faceName, nameOf } from "./words.js";

/** @import { Piece } from "./pieces.js" */
/** @import { Room } from "./room.js" */

/** @param {HTMLElement} root @param {Room} room */
export function showLooking(root, room) {
  /** @type {import("@preact/signals-core").Signal<ReadonlySet<number>>} */
  const chosen = signal(new Set());
  return live(root, () => {
    const deck = looked(room);
    root.hidden = !deck?.cards;
    if (!deck?.cards) return html``;
    const cards = Object.entries(deck.cards)
      .map(([place, card]) => ({
        place: Number(place),
        card: pieceOf("", { ...card, faceUp: true }),
      }))
      .sort((one, other) => other.place - one.place);
    const picked = [...chosen.value].filter((place) => cards.some((each) => each.place === place));
    return html`<section class="looking__box" data-own aria-label=${t("You look into the {deck}.", { deck: nameOf(deck) })}>
      <p class="looking__title">${t("You look into the {deck}. All are told.", { deck: nameOf(deck) })}</p>
      <ul class="looking__cards" role="list">
        ${cards.map(
          ({ place, card }) =>
            html`<li><button
              type="button"
              class="looking__card"
              aria-pressed=${picked.includes(place)}
              aria-label=${card.face ? faceName(card.face) : t("card")}
              @click=${() => toggle(chosen, place)}
            ><span class="stock">${side(card)}</span></button></li>`,
        )}
      </ul>
      <div class="looking__does">
        ${picked.length ? taking(room, deck, picked, () => (chosen.value = new Set())) : nothing}
        <button
          type="button"
          class="button button--small"
          @click=${() => {
            chosen.value = new Set();
            void room.verbs.close(deck.id);
          }}
        >${t("Look no more")}</button>
      </div>
    </section>`;
  });
}

/** The deck I look into. @param {Room} room */
function looked({ scene }) {
  const me = scene.table.seat.value;
  if (me === undefined) return undefined;
  return [...scene.pieces.value.values()].find(
    ({ kind, cards, lookers }) => kind === "deck" && cards && lookers.includes(me),
  );
}

/** @param {import("@preact/signals-core").Signal<ReadonlySet<number>>} chosen @param {number} place */
function toggle(chosen, place) {
  const next = new Set(chosen.peek());
  if (!next.delete(place)) next.add(place);
  chosen.value = next;
}

/** @param {Room} room @param {Piece} deck @param {number[]} picked @param {() => void} done */
function taking({ verbs }, deck, picked, done) {
  const out = (/** @type {{x: number, y: number} | undefined} */ at) => () => {
    void verbs.pick(deck.id, picked, at);
    done();
  };
  return html`<button type="button" class="button button--small button--primary" @click=${out(undefined)}>${t("Into my hand")}</button>
    <button
      type="button"
      class="button button--small"
      @click=${out({ x: deck.x + deck.width + 14, y: deck.y })}
    >${t("On the table")}</button>`;
}
