/**
 * Waiting for somebody: asks every 1.5 s whether a partner has come, and goes to the table then.
 * Not in here: who is paired with whom (the server).
 */

import { t } from "../i18n.js";

const EVERY = 1500;
const PAIRING = "/api/quickplay/";
const wanted = JSON.parse(document.getElementById("waiting-for")?.textContent ?? "{}");
const csrf = document.querySelector('meta[name="csrf-token"]')?.getAttribute("content") ?? "";
const began = Date.now();
let over = false;

/**
 * @param {"POST" | "DELETE"} method
 * @param {boolean} [keepalive] the request may outlive the page
 */
function ask(method, keepalive = false) {
  return fetch(PAIRING, {
    method,
    keepalive,
    headers: { "content-type": "application/json", "X-CSRFToken": csrf },
    body: JSON.stringify(wanted),
  });
}

/** @param {string} text */
function fault(text) {
  const place = document.getElementById("waiting-error");
  if (!place) return;
  place.hidden = !text;
  if (place.textContent !== text) place.textContent = text;
}

async function look() {
  if (over) return;
  let next = EVERY;
  try {
    const answer = await ask("POST");
    const said = await answer.json().catch(() => ({}));
    if (said.lobbyId) {
      over = true;
      location.replace(`/l/${said.lobbyId}/`);
      return;
    }
    fault(
      answer.ok ? "" : (said.message ?? t("The server did not understand. Load the page again.")),
    );
    if (!answer.ok) next = EVERY * 4;
  } catch {
    fault(t("You are offline. Waiting goes on as soon as the line is back."));
    next = EVERY * 2;
  }
  setTimeout(look, next);
}

function tick() {
  const seconds = Math.floor((Date.now() - began) / 1000);
  const time = document.getElementById("waiting-time");
  if (time)
    time.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

function leave() {
  if (over) return;
  over = true;
  void ask("DELETE", true);
}

addEventListener("pagehide", leave);
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
document.getElementById("waiting-title")?.focus();
setInterval(tick, 1000);
void look();
