/**
 * The drawn chess game on the start page plays on, a move every few seconds, and begins again.
 * Not in here: rules; the moves stand in the picture (data-moves), castling as two of them.
 */

const BETWEEN = 2600;
const AT_THE_END = 7000;

/** @param {SVGElement} picture */
export function playOn(picture) {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  const moves = (picture.dataset.moves ?? "").split(" ");
  const size = Number(picture.dataset.square);
  let ply = Number(picture.dataset.from);
  let seen = true;
  new IntersectionObserver(([entry]) => {
    seen = entry?.isIntersecting ?? true;
  }).observe(picture);

  const step = () => {
    if (seen && !document.hidden) {
      if (ply === moves.length) setUp(picture, size);
      else for (const part of (moves[ply] ?? "").split("+")) carry(picture, part, size);
      ply = ply === moves.length ? 0 : ply + 1;
    }
    setTimeout(step, ply === moves.length ? AT_THE_END : BETWEEN);
  };
  setTimeout(step, BETWEEN);
}

/**
 * Carry a man from one square to another; one that stands there is taken.
 * @param {SVGElement} picture
 * @param {string} move "e2e4"
 * @param {number} size of a square
 */
function carry(picture, move, size) {
  const [from, to] = [move.slice(0, 2), move.slice(2, 4)];
  const man = /** @type {SVGElement | null} */ (picture.querySelector(`[data-at="${from}"]`));
  const taken = /** @type {SVGElement | null} */ (picture.querySelector(`[data-at="${to}"]`));
  if (taken) {
    taken.classList.add("man--gone");
    delete taken.dataset.at;
  }
  if (man) put(man, to, size);
}

/**
 * Every man back to where he began.
 * @param {SVGElement} picture
 * @param {number} size
 */
function setUp(picture, size) {
  for (const each of picture.querySelectorAll("[data-home]")) {
    const man = /** @type {SVGElement} */ (each);
    man.classList.remove("man--gone");
    put(man, man.dataset.home ?? "a1", size);
  }
}

/**
 * @param {SVGElement} man
 * @param {string} square
 * @param {number} size
 */
function put(man, square, size) {
  const x = (square.charCodeAt(0) - 97) * size;
  const y = (8 - Number(square[1])) * size;
  man.parentNode?.append(man); // the man in the air passes over the others
  void getComputedStyle(man).transform; // where he stands now, or he would jump instead of slide
  man.style.transform = `translate(${x}px, ${y}px)`;
  man.dataset.at = square;
}
