/**
 * Sounds of wood, bell and paper, made here from noise and sines. In here: short sounds and
 * whether they are wanted. Not in here: when they are played.
 */

import { signal } from "@preact/signals-core";

/** @typedef {"wood" | "knock" | "bell" | "chip" | "card" | "shuffle"} Sound */

const KEY = "parlour.sound";

/** Off until wanted. */
export const wanted = signal(localStorage.getItem(KEY) === "on");

/** @type {AudioContext | null} */
let context = null;

/** @param {boolean} on */
export function want(on) {
  wanted.value = on;
  localStorage.setItem(KEY, on ? "on" : "off");
  if (on) play("wood");
}

/** @param {Sound} name */
export function play(name) {
  if (!wanted.peek()) return;
  context ??= new AudioContext();
  if (context.state === "suspended") void context.resume();
  SOUNDS[name](context, context.currentTime + 0.005);
}

/** @type {Record<Sound, (audio: AudioContext, at: number) => void>} */
const SOUNDS = {
  // A piece put down on a board: the knock of the felt, then the body of the wood.
  wood(audio, at) {
    thud(audio, at, { frequency: 1800, decay: 0.03, volume: 0.35 });
    tone(audio, at, { frequency: 190, decay: 0.09, volume: 0.3 });
  },
  // A piece that takes another: the same, twice and harder.
  knock(audio, at) {
    thud(audio, at, { frequency: 2600, decay: 0.025, volume: 0.4 });
    SOUNDS.wood(audio, at + 0.05);
  },
  bell(audio, at) {
    tone(audio, at, { frequency: 880, decay: 0.9, volume: 0.16 });
    tone(audio, at, { frequency: 880 * 2.76, decay: 0.45, volume: 0.05 });
    tone(audio, at, { frequency: 880 * 5.4, decay: 0.2, volume: 0.02 });
  },
  chip(audio, at) {
    thud(audio, at, { frequency: 4200, decay: 0.02, volume: 0.22 });
    tone(audio, at, { frequency: 1350, decay: 0.05, volume: 0.06 });
  },
  // A card put down: it slides through the air, then its edge meets the cloth.
  card(audio, at) {
    thud(audio, at, { frequency: 5200, decay: 0.055, volume: 0.12 });
    thud(audio, at + 0.035, { frequency: 1100, decay: 0.04, volume: 0.3 });
  },
  // Two halves of a pack falling into each other, then pushed together.
  shuffle(audio, at) {
    for (let card = 0; card < 14; card += 1)
      thud(audio, at + card * 0.026, { frequency: 3600 + card * 110, decay: 0.022, volume: 0.13 });
    thud(audio, at + 0.46, { frequency: 1300, decay: 0.12, volume: 0.16 });
  },
};

/**
 * @param {AudioContext} audio
 * @param {number} at
 * @param {{frequency: number, decay: number, volume: number}} shape
 */
function tone(audio, at, { frequency, decay, volume }) {
  const source = audio.createOscillator();
  source.frequency.setValueAtTime(frequency, at);
  source.connect(fading(audio, at, decay, volume));
  source.start(at);
  source.stop(at + decay);
}

/**
 * Filtered noise.
 *
 * @param {AudioContext} audio
 * @param {number} at
 * @param {{frequency: number, decay: number, volume: number}} shape
 */
function thud(audio, at, { frequency, decay, volume }) {
  const length = Math.ceil(audio.sampleRate * decay);
  const noise = audio.createBuffer(1, length, audio.sampleRate);
  const samples = noise.getChannelData(0);
  for (let index = 0; index < length; index += 1) samples[index] = Math.random() * 2 - 1;
  const filter = audio.createBiquadFilter();
  filter.type = "bandpass";
  filter.frequency.value = frequency;
  filter.connect(fading(audio, at, decay, volume));
  const source = audio.createBufferSource();
  source.buffer = noise;
  source.connect(filter);
  source.start(at);
}

/**
 * @param {AudioContext} audio
 * @param {number} at
 * @param {number} decay
 * @param {number} volume
 */
function fading(audio, at, decay, volume) {
  const gain = audio.createGain();
  gain.gain.setValueAtTime(volume, at);
  gain.gain.exponentialRampToValueAtTime(0.0001, at + decay);
  gain.connect(audio.destination);
  return gain;
}
