/**
 * What an engine thinks of a position. In here: Stockfish in a worker of its own, asked in UCI, what
 * it says as numbers. Not in here: words for it (judgement), when it is asked.
 */

/**
 * @typedef {object} Thought
 * @property {number} depth
 * @property {number} [cp] hundredths of a pawn, from White's side
 * @property {number} [mate] moves to mate; negative: Black mates
 * @property {string[]} line the best moves, UCI
 * @property {boolean} done it will not think further
 */

const DEPTH = 18;

/** Names of variants as the engine has them, where they are not ours. @type {Record<string, string>} */
const NAMES = { chess960: "chess", antichess: "giveaway" };

/** One engine; it thinks of one position at a time, the last one asked about. */
export class Engine {
  #worker;
  /** @type {(thought: Thought) => void} */
  #tell = () => {};
  /** @type {{fen: string, white: boolean} | null} what it is asked while it still thinks */
  #next = null;
  #thinking = false;
  #white = true;
  /** @type {Thought | null} */
  #last = null;

  /** @param {string} address of the worker's script @param {string} variant */
  constructor(address, variant) {
    this.#worker = new Worker(address);
    this.#worker.onmessage = ({ data }) => this.#hear(String(data));
    this.#worker.postMessage("uci");
    this.#worker.postMessage(`setoption name UCI_Variant value ${NAMES[variant] ?? variant}`);
    this.#worker.postMessage(`setoption name UCI_Chess960 value ${variant === "chess960"}`);
  }

  /** @param {(thought: Thought) => void} tell */
  listen(tell) {
    this.#tell = tell;
  }

  /** @param {string} fen @param {boolean} white whether White is to move */
  think(fen, white) {
    this.#next = { fen, white };
    if (this.#thinking) this.#worker.postMessage("stop");
    else this.#begin();
  }

  quit() {
    this.#worker.terminate();
  }

  #begin() {
    if (!this.#next) return;
    const { fen, white } = this.#next;
    this.#next = null;
    this.#white = white;
    this.#last = null;
    this.#thinking = true;
    this.#worker.postMessage(`position fen ${fen}`);
    this.#worker.postMessage(`go depth ${DEPTH}`);
  }

  /** @param {string} text one line of UCI */
  #hear(text) {
    if (text.startsWith("bestmove")) {
      this.#thinking = false;
      if (this.#next) return this.#begin();
      if (this.#last) this.#tell({ ...this.#last, done: true });
      return;
    }
    const thought = this.#next ? null : read(text, this.#white);
    if (!thought) return;
    this.#last = thought;
    this.#tell(thought);
  }
}

/**
 * A line of UCI as a thought; nothing if it is none.
 *
 * @param {string} text `info depth 12 … score cp 31 … pv e2e4 e7e5`
 * @param {boolean} white whether White is to move: UCI speaks from the side to move
 * @returns {Thought | null}
 */
export function read(text, white) {
  const depth = /^info .*?\bdepth (\d+)/.exec(text)?.[1];
  const score = /\bscore (cp|mate) (-?\d+)\b(?! (?:upper|lower)bound)/.exec(text);
  const line = /\bpv (.+)$/.exec(text)?.[1]?.trim().split(/\s+/);
  if (!depth || !score || !line) return null;
  const value = Number(score[2]) * (white ? 1 : -1);
  const judged = score[1] === "cp" ? { cp: value } : { mate: value };
  return { depth: Number(depth), ...judged, line, done: false };
}
