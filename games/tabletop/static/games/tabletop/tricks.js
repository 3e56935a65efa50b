/**
 * Small movements of a thing on the spot. In here: a card that turns over, a deck that is shuffled.
 * Not in here: ways from place to place (motion).
 */

import { lasting } from "./frames.js";

/** A card turns on its edge. @param {HTMLElement} element */
export function turnOver(element) {
  const frames = [{ transform: "scaleX(0.04) translateY(-4px)" }, { transform: "none" }];
  element.querySelector(".stock")?.animate(frames, { duration: lasting(170), easing: "ease-out" });
}

/** Two halves of a deck fall into each other. @param {HTMLElement} element */
export function riffle(element) {
  const duration = lasting(520);
  if (!duration) return;
  for (const side of [-1, 1]) {
    const half = document.createElement("span");
    half.className = "piece__half stock";
    element.append(half);
    const apart = `translateX(${side * 56}%) rotate(${side * 7}deg)`;
    const frames = [
      { transform: "none" },
      { transform: apart, offset: 0.4 },
      { transform: apart, offset: 0.55 },
      { transform: "none" },
    ];
    half.animate(frames, { duration, easing: "ease-in-out" }).finished.then(
      () => half.remove(),
      () => half.remove(),
    );
  }
}
