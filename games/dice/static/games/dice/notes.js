/**
 * What a note costs, in friendly words of our own. In here: a title and a deed for every note of
 * the rules, as forfeits or as drinks. No forfeit needs a glass, and no drink needs alcohol.
 */

import { t } from "parlour/i18n.js";

/** @typedef {"forfeits" | "drinks"} Stakes */
/** @typedef {{title: string, deed: string}} Said */

/** Small forfeits, one after the other so that they do not wear out. */
const SMALL = [
  t("Tell the winner something nice."),
  t("Whisper until the next round."),
  t("Stand up and take a bow."),
  t("Name five fruits in five seconds."),
  t("Be an animal for a moment. The others guess."),
  t("Clap for the winner."),
  t("Say the days of the week backwards."),
  t("Stand on one leg until the next round."),
  t("Smile at everybody, one after the other."),
  t("Say your own name backwards."),
];

/** @type {Record<string, Record<Stakes, Said>>} */
const NOTES = {
  SIP_DRINK: {
    forfeits: { title: t("Small forfeit"), deed: "" },
    drinks: { title: t("A sip"), deed: t("Take a sip of whatever you have.") },
  },
  FINISH_DRINK: {
    forfeits: { title: t("Big forfeit"), deed: t("Sing the chorus of a song you love.") },
    drinks: { title: t("Glass empty"), deed: t("Finish your glass. Water counts.") },
  },
  SHOWER: {
    forfeits: { title: t("Shower"), deed: t("Sing as one does in the shower. No water needed.") },
    drinks: { title: t("Shower"), deed: t("Splash your face with cold water.") },
  },
  POOL: {
    forfeits: { title: t("Pool"), deed: t("Swim a length: across the room and back, dry.") },
    drinks: { title: t("Pool"), deed: t("Fill everybody’s glass, then finish yours.") },
  },
  DUAL_WIELD: {
    forfeits: {
      title: t("Both hands full"),
      deed: t("Hold a thing in each hand until the next round."),
    },
    drinks: { title: t("Both hands full"), deed: t("A glass in each hand, and a sip from both.") },
  },
  TIE: {
    forfeits: { title: t("Tie"), deed: "" },
    drinks: { title: t("Tie"), deed: t("Nobody wins, everybody takes a sip.") },
  },
  EIGHT_TIE: {
    forfeits: { title: t("Tie at eight"), deed: t("Shake hands with the other eight, or wave.") },
    drinks: { title: t("Tie at eight"), deed: t("Clink with the other eight, and take a sip.") },
  },
};

/** Notes that cost the same either way. @type {Record<string, Said>} */
const SAME = {
  WINNER: { title: t("Winner"), deed: "" },
  HEAD_ON_TABLE: { title: t("Head on the table"), deed: t("Rest it there until the next round.") },
  WISH_PURCHASE: { title: t("A wish"), deed: t("Grant the others one small wish.") },
  THREE_WAY_TIE: { title: t("Three alike"), deed: t("One more die each.") },
  UH_OH: { title: t("Uh-oh"), deed: t("One more of those and it costs you.") },
};

/**
 * What a note says to the player who has it.
 *
 * @param {string | undefined} note
 * @param {Stakes} stakes
 * @param {number} turn see `variety`
 * @returns {Said | undefined}
 */
export function say(note, stakes, turn) {
  const said = NOTES[note ?? ""]?.[stakes] ?? SAME[note ?? ""];
  if (!said || said.deed || note === "WINNER") return said;
  return { ...said, deed: SMALL[turn % SMALL.length] ?? "" };
}

/**
 * Which of the small forfeits it is: another one each round, and for each neighbour.
 *
 * @param {import("parlour/wire.d.ts").Json} game
 * @param {number} seat
 */
export function variety({ number = 0, round = 0 }, seat) {
  return number * 5 + round * 7 + seat * 3;
}
