/**
 * Commands on their way. In here: refs, and the promise of each command until its one answer came.
 * Not in here: how a command travels; a command may travel twice, the server applies a ref once.
 */

/** @import { Json, Message, Refusal } from "./wire.d.ts" */

/**
 * @typedef {object} Command
 * @property {string} ref
 * @property {Json} body what goes over the wire
 * @property {number} sentAt local milliseconds of the last time it was handed to the line
 * @property {(answer: Message) => void} resolve
 * @property {(refusal: Refusal) => void} reject
 */

const ALPHABET = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
const PREFIX = 5;

export class Outbox {
  /** @type {Map<string, Command>} insertion order is the order of sending */
  #waiting = new Map();
  #count = 0;
  #prefix;

  /** @param {() => number} random from 0 to 1 */
  constructor(random) {
    // Short, for the 64 bytes of a move: a word for this page and a running number.
    this.#prefix = Array.from(
      { length: PREFIX },
      () => ALPHABET[Math.floor(random() * ALPHABET.length)],
    ).join("");
  }

  /** A ref nobody waits for. */
  ref() {
    this.#count += 1;
    return this.#prefix + this.#count.toString(36);
  }

  /**
   * @param {string} action
   * @param {Json} [payload]
   * @param {number} [v] the version the sender saw, where the command depends on it
   * @returns {{command: Command, answer: Promise<Message>}}
   */
  add(action, payload, v) {
    const ref = this.ref();
    /** @type {Json} */
    const body = { action };
    if (payload && Object.keys(payload).length) body.payload = payload;
    body.ref = ref;
    if (v !== undefined) body.v = v;
    /** @type {Command} */
    const command = { ref, body, sentAt: 0, resolve: () => {}, reject: () => {} };
    /** @type {Promise<Message>} */
    const answer = new Promise((resolve, reject) => Object.assign(command, { resolve, reject }));
    this.#waiting.set(ref, command);
    return { command, answer };
  }

  /**
   * Settle the command this message answers, if it is one of ours.
   *
   * @param {Message} message
   */
  settle(message) {
    const command = message.ref === undefined ? undefined : this.#waiting.get(message.ref);
    if (!command) return;
    this.#waiting.delete(command.ref);
    if (message.type === "error") command.reject(message.payload);
    else command.resolve(message);
  }

  /** @returns {Command[]} in the order of sending */
  waiting() {
    return [...this.#waiting.values()];
  }

  /**
   * Give up on everything: the line will not come back.
   *
   * @param {Refusal} refusal
   */
  fail(refusal) {
    for (const command of this.waiting()) {
      this.#waiting.delete(command.ref);
      command.reject(refusal);
    }
  }
}
