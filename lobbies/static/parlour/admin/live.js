/**
 * The staff's live page. In here: asking for the figures every two seconds, writing only what has
 * changed (a reader's place in the table stays), and two lines over the last two minutes. Not in
 * here: the figures and their words; the server writes those.
 */

const EVERY_MS = 2000;
const POINTS = 60;
const [WIDTH, HEIGHT] = [600, 120];

const figures = /** @type {HTMLElement} */ (document.getElementById("figures"));
const state = /** @type {HTMLElement} */ (document.querySelector(".live__state"));
const button = /** @type {HTMLButtonElement} */ (document.querySelector(".live__pause"));
const pause = button.textContent ?? "";

/** @type {Record<string, number[]>} */
const drawn = { rate: [], slowest: [] };
let paused = false;

button.hidden = false;
/** @type {HTMLElement} */ (document.querySelector(".live__lines")).hidden = false;
button.addEventListener("click", () => {
  paused = !paused;
  button.textContent = paused ? (button.dataset.resume ?? "") : pause;
  say(paused ? "paused" : "live");
});
draw();
setInterval(() => {
  if (!paused && !document.hidden) void refresh();
}, EVERY_MS);

async function refresh() {
  try {
    const signal = AbortSignal.timeout(5 * EVERY_MS);
    const answer = await fetch(figures.dataset.from ?? "", { signal });
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    const fresh = document.createElement("div");
    fresh.append(...parsed(await answer.text()));
    if (paused) return;
    follow(figures, fresh);
    draw();
    say("live");
  } catch {
    if (!paused) say("lost");
  }
}

/** @param {string} html from our own server, escaped there; scripts in it would not run */
function parsed(html) {
  return [...new DOMParser().parseFromString(html, "text/html").body.childNodes];
}

/**
 * Say how the page is, only when that changes: it is read out.
 *
 * @param {"live" | "paused" | "lost"} how
 */
function say(how) {
  const text = state.dataset[how] ?? "";
  if (state.textContent !== text) state.textContent = text;
  state.dataset.how = how;
}

/**
 * Make one tree like another, touching only what differs.
 *
 * @param {Element} here
 * @param {Element} there
 */
function follow(here, there) {
  if (here.childNodes.length !== there.childNodes.length) {
    here.replaceChildren(...there.childNodes);
    return;
  }
  const theirs = [...there.childNodes];
  for (const [number, mine] of [...here.childNodes].entries()) {
    const other = theirs[number];
    if (other === undefined || mine.isEqualNode(other)) continue;
    if (mine instanceof Element && other instanceof Element && mine.tagName === other.tagName) {
      for (const name of new Set([...mine.getAttributeNames(), ...other.getAttributeNames()])) {
        const value = other.getAttribute(name);
        if (value === null) mine.removeAttribute(name);
        else if (mine.getAttribute(name) !== value) mine.setAttribute(name, value);
      }
      follow(mine, other);
    } else {
      mine.replaceWith(other);
    }
  }
}

/** One more point on each line; the highest is written beside it. */
function draw() {
  const head = /** @type {HTMLElement} */ (figures.querySelector(".live__head"));
  for (const [name, points] of Object.entries(drawn)) {
    points.push(Number(head.dataset[name] ?? 0));
    if (points.length > POINTS) points.shift();
    const top = Math.max(...points, 1);
    const places = points.map((value, number) => {
      const x = WIDTH - ((points.length - 1 - number) * WIDTH) / (POINTS - 1);
      return `${x.toFixed(1)},${(HEIGHT - 2 - (value / top) * (HEIGHT - 8)).toFixed(1)}`;
    });
    document.querySelector(`[data-line="${name}"]`)?.setAttribute("points", places.join(" "));
    const highest = document.querySelector(`[data-top="${name}"]`);
    if (highest)
      highest.textContent = `↑ ${Math.max(...points).toLocaleString(document.documentElement.lang)}`;
  }
}
