/**
 * A browser and a server made of paper. In here: a clock moved by hand, sockets that a test opens,
 * feeds and breaks. Not in here: any real waiting.
 */

export class FakeSocket {
  /** @type {any[]} */
  sent = [];
  closed = false;
  readyState = 0;
  onopen = null;
  onmessage = null;
  onclose = null;
  onerror = null;

  constructor(address) {
    this.address = address;
  }

  send(text) {
    this.sent.push(JSON.parse(text));
  }

  close() {
    this.closed = true;
  }

  /** The server lets us in. */
  open() {
    this.readyState = 1;
    this.onopen?.({});
  }

  /** The server says something. */
  say(message) {
    this.onmessage?.({ data: JSON.stringify(message) });
  }

  /** The line breaks, or the server hangs up. */
  break(code = 1006) {
    this.readyState = 3;
    this.onclose?.({ code });
  }

  /** What was sent under this action. */
  asked(action) {
    return this.sent.filter((message) => message.action === action);
  }
}

export class FakeSurroundings {
  time = 1_000_000;
  /** @type {{at: number, run: () => void}[]} */
  timers = [];
  /** @type {FakeSocket[]} */
  sockets = [];
  /** @type {{path: string, init: any}[]} */
  requests = [];
  isOnline = true;
  isHidden = false;
  chance = 0.5;
  /** @type {(path: string, init: any) => any} */
  reply = () => {
    throw new TypeError("no network");
  };

  get surroundings() {
    return {
      open: (address) => {
        const socket = new FakeSocket(address);
        this.sockets.push(socket);
        return socket;
      },
      fetch: async (path, init) => {
        this.requests.push({ path, init });
        return answer(await this.reply(path, init));
      },
      now: () => this.time,
      random: () => this.chance,
      later: (run, wait) => {
        const timer = { at: this.time + wait, run };
        this.timers.push(timer);
        return timer;
      },
      cancel: (timer) => {
        this.timers = this.timers.filter((other) => other !== timer);
      },
      online: () => this.isOnline,
      hidden: () => this.isHidden,
    };
  }

  get socket() {
    return this.sockets.at(-1);
  }

  /** Move the clock; everything due happens in order, promises in between. */
  async pass(milliseconds) {
    const until = this.time + milliseconds;
    for (;;) {
      await settled();
      const due = this.timers.filter((timer) => timer.at <= until).sort((a, b) => a.at - b.at)[0];
      if (!due) break;
      this.timers = this.timers.filter((other) => other !== due);
      this.time = Math.max(this.time, due.at);
      due.run();
    }
    this.time = until;
    await settled();
  }
}

/** Let every promise that can go on go on. */
export async function settled() {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

function answer({ status = 200, body = {}, tag = null, now = null }) {
  return {
    status,
    ok: status >= 200 && status < 300,
    headers: { get: (name) => ({ ETag: tag, "Server-Time": now })[name] },
    json: async () => structuredClone(body),
  };
}
