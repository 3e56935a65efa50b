/**
 * The board of the card table: what the table page loads. In here: putting its pieces together. Not
 * in here: chat, people, the line (the table page).
 */

import { effect } from "@preact/signals-core";
import { element } from "parlour/table/page.js";
import { offerButtons } from "./buttons.js";
import { showLooking } from "./looking.js";
import { showPlaces } from "./places.js";
import { Room } from "./room.js";
import { setScene } from "./scene.js";
import { followPictures, Showing } from "./showing.js";
import { Steering } from "./steering.js";
import { tellTable } from "./telling.js";

/** @import { Table } from "parlour/table/table.js" */

export { words } from "./house.js";

/**
 * @param {HTMLElement} root
 * @param {Table} table
 * @returns {{destroy(): void}}
 */
export function mount(root, table) {
  root.replaceChildren();
  const scene = setScene(table);
  const room = new Room(root, scene);
  const showing = new Showing(room);
  const steering = new Steering(room);
  const watcher = new ResizeObserver(() => room.resize());
  watcher.observe(room.root);
  const stops = [
    showPlaces(room.places, scene),
    showLooking(/** @type {HTMLElement} */ (room.root.querySelector(".looking")), room),
    followPictures(room),
    followSeat(room),
    offerButtons(room),
    tellTable(room, element("moves")),
    table.listen((message) => {
      if (message.v === undefined && message.type) room.people.hear(message.type, message.payload);
    }),
    () => watcher.disconnect(),
    () => showing.stop(),
    () => steering.stop(),
    () => room.stop(),
  ];
  return {
    destroy() {
      for (const stop of stops) stop();
      root.replaceChildren();
    },
  };
}

/** Who sits down elsewhere sees the table from there. @param {Room} room */
function followSeat(room) {
  let known = Number.NaN;
  return effect(() => {
    const angle = room.scene.angle.value;
    const seat = room.scene.table.seat.value;
    void seat;
    room.resize();
    if (angle !== known) room.showAll(Number.isNaN(known));
    known = angle;
    room.root.style.setProperty("--seen-from", String(angle));
  });
}
