/**
 * What this browser remembers of a player's habits. In here: the order of the hand. Not in here:
 * anything of a game.
 */

/** @import { Order } from "./cards.js" */

const KEY = "parlour.tienlen.order";

/** @returns {Order} */
export function keptOrder() {
  try {
    return localStorage.getItem(KEY) === "suit" ? "suit" : "rank";
  } catch {
    return "rank";
  }
}

/** An order of one's own belongs to one hand only. @param {Order} order */
export function keepOrder(order) {
  try {
    if (order !== "own") localStorage.setItem(KEY, order);
  } catch {
    // storage is off: the order lasts as long as the page
  }
}
