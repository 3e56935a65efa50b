/**
 * Cards in the air. In here: from where they lay to where they lie, and the deal. Not in here: what
 * is drawn; it is drawn at its end first, and flies there afterwards.
 */

/** @import { Scene } from "./scene.js" */

const MS = 240;
const EASE = "cubic-bezier(0.2, 0.7, 0.2, 1)";
const still = matchMedia("(prefers-reduced-motion: reduce)");

/** @typedef {{number: number, from: DOMRect[]}} Flight */

export class Air {
  /** The last move that was drawn. @type {number | undefined} */
  #drawn;
  /** The game it belongs to. @type {string | undefined} */
  #game;
  #root;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.#root = root;
  }

  /**
   * Before a drawing: where the cards of a new play lie now.
   *
   * @param {Scene} scene
   * @returns {(() => void) | undefined} what to do after it
   */
  before(scene) {
    const game = scene.table.game.value;
    const id = `${game.id}.${game.gameNumber ?? 0}`;
    const last = scene.moves.value.at(-1);
    const dealt = this.#game !== undefined && this.#game !== id && !last && scene.on.value;
    const fresh = this.#game === id && last !== undefined && last.number === (this.#drawn ?? 0) + 1;
    this.#game = id;
    this.#drawn = last?.number ?? 0;
    if (still.matches) return undefined;
    if (dealt) return () => this.#deal();
    if (!fresh || !last?.cards.length) return undefined;
    const from = this.#origins(last.by, last.cards, last.by === scene.mine.value);
    return () => this.#fly({ number: last.number, from });
  }

  /** @param {number} seat @param {number[]} cards @param {boolean} mine */
  #origins(seat, cards, mine) {
    const fan = this.#root.querySelector(`.place[data-seat="${seat}"] .place__cards`);
    return cards.flatMap((card) => {
      const own = mine ? this.#root.querySelector(`.hand__card[data-value="${card}"]`) : fan;
      return own ? [own.getBoundingClientRect()] : [];
    });
  }

  /** @param {Flight} flight */
  #fly({ number, from }) {
    const cards = this.#root.querySelectorAll(`.play[data-move="${number}"] .card`);
    for (const [at, card] of [...cards].entries()) {
      const start = from[at];
      if (!start) continue;
      const end = card.getBoundingClientRect();
      const x = start.left + start.width / 2 - end.left - end.width / 2;
      const y = start.top + start.height / 2 - end.top - end.height / 2;
      const scale = Math.min(1.4, start.height / end.height);
      card.animate(
        [
          {
            transform: `translate(${x}px, ${y}px) scale(${scale})`,
            boxShadow: "0 14px 30px #0008",
          },
          { transform: "none" },
        ],
        { duration: MS, delay: at * 22, easing: EASE, fill: "backwards" },
      );
    }
  }

  /** A new hand comes card by card from the middle of the table. */
  #deal() {
    const cards = [...this.#root.querySelectorAll(".hand .card")];
    for (const [at, card] of cards.entries()) {
      card.animate(
        [
          { transform: "translateY(-36vh) rotate(-14deg) scale(.7)", opacity: 0 },
          { transform: "none", opacity: 1 },
        ],
        { duration: MS, delay: at * 34, easing: EASE, fill: "backwards" },
      );
    }
    for (const card of this.#root.querySelectorAll(".place__fan .card"))
      card.animate([{ opacity: 0 }, { opacity: 1 }], { duration: MS, fill: "backwards" });
  }
}
