/**
 * What a note costs, in friendly words of our own. In here: a title and a deed for every note of
 * the rules, as forfeits or as drinks. No forfeit needs a glass, and no drink needs alcohol.
 */

/** @typedef {"forfeits" | "drinks"} Stakes */
/** @typedef {{title: string, deed: string}} Said */

/** Small forfeits, one after the other so that they do not wear out. */
const SMALL = [
  "Tell the winner something nice.",
  "Whisper until the next round.",
  "Stand up and take a bow.",
  "Name five fruits in five seconds.",
  "Be an animal for a moment. The others guess.",
  "Clap for the winner.",
  "Say the days of the week backwards.",
  "Stand on one leg until the next round.",
  "Smile at everybody, one after the other.",
  "Say your own name backwards.",
];

/** @type {Record<string, Record<Stakes, Said>>} */
const NOTES = {
  SIP_DRINK: {
    forfeits: { title: "Small forfeit", deed: "" },
    drinks: { title: "A sip", deed: "Take a sip of whatever you have." },
  },
  FINISH_DRINK: {
    forfeits: { title: "Big forfeit", deed: "Sing the chorus of a song you love." },
    drinks: { title: "Glass empty", deed: "Finish your glass. Water counts." },
  },
  SHOWER: {
    forfeits: { title: "Shower", deed: "Sing as one does in the shower. No water needed." },
    drinks: { title: "Shower", deed: "Splash your face with cold water." },
  },
  POOL: {
    forfeits: { title: "Pool", deed: "Swim a length: across the room and back, dry." },
    drinks: { title: "Pool", deed: "Fill everybody’s glass, then finish yours." },
  },
  DUAL_WIELD: {
    forfeits: { title: "Both hands full", deed: "Hold a thing in each hand until the next round." },
    drinks: { title: "Both hands full", deed: "A glass in each hand, and a sip from both." },
  },
  TIE: {
    forfeits: { title: "Tie", deed: "" },
    drinks: { title: "Tie", deed: "Nobody wins, everybody takes a sip." },
  },
  EIGHT_TIE: {
    forfeits: { title: "Tie at eight", deed: "Shake hands with the other eight, or wave." },
    drinks: { title: "Tie at eight", deed: "Clink with the other eight, and take a sip." },
  },
};

/** Notes that cost the same either way. @type {Record<string, Said>} */
const SAME = {
  WINNER: { title: "Winner", deed: "" },
  HEAD_ON_TABLE: { title: "Head on the table", deed: "Rest it there until the next round." },
  WISH_PURCHASE: { title: "A wish", deed: "Grant the others one small wish." },
  THREE_WAY_TIE: { title: "Three alike", deed: "One more die each." },
  UH_OH: { title: "Uh-oh", deed: "One more of those and it costs you." },
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
