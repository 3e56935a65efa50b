/** A card table for tests, as its document shows it: what lies there, and who sits around it. */

export const BOARD = {
  d: { kind: "deck", x: 0, y: 0, z: 1, count: 40 },
  c: { x: 100, y: 0, z: 2, faceUp: true, face: "7H" },
  h: { x: 120, y: 10, z: 3 },
  n: { kind: "counter", x: 0, y: 90, z: 1, value: 20, label: "Life" },
};
export const PEOPLE = {
  a: {
    name: "Anh",
    role: "host",
    connected: true,
    seat: 0,
    trayCount: 2,
    tray: { k: { face: "KS", at: 0 }, q: { face: "2J", at: 1 } },
    decks: { own: { x: 50, y: 50, z: 4, count: 9, name: "Elves" } },
  },
  b: { name: "Bình", role: "guest", connected: true, seat: 1, trayCount: 3, decks: {} },
};
