/**
 * t("Check the dice"): what a player is told about chance here. In here: the question and its answer
 * in words. Not in here: the arithmetic (check).
 */

import { html, nothing } from "lit-html";
import { nt, t } from "parlour/i18n.js";
import { check } from "./check.js";

/** @import { Scene } from "./scene.js" */

const CLOSE = [{ value: "", label: t("Close"), tone: /** @type {const} */ ("quiet") }];

/** @param {Scene} scene */
export async function askHonesty({ table, memory }) {
  const { id, seed, seedHash } = table.game.peek();
  if (!seedHash) return;
  if (!seed) {
    await table.question({
      title: t("Are the dice honest?"),
      body: promise(seedHash),
      choices: CLOSE,
    });
    return;
  }
  const seen = memory.match === id ? memory.seen : [];
  const verdict = globalThis.crypto?.subtle ? await check(seed, seedHash, seen) : null;
  await table.question({
    title: title(verdict),
    body: html`${told(verdict, seen.length)}${proof(seedHash, seed, id)}`,
    choices: CLOSE,
  });
}

/** While the game is on. @param {string} seedHash */
function promise(seedHash) {
  return html`<p>
      ${t("All dice of this game follow from one secret that was drawn before the first roll. This is its fingerprint (SHA-256), so nobody can change the secret any more:")}
    </p>
    <p class="proof"><code>${seedHash}</code></p>
    <p>
      ${t("When the game has ended, the secret itself is shown, and every roll can be checked with it.")}
    </p>`;
}

/** @typedef {Awaited<ReturnType<typeof check>>} Verdict */

/** @param {Verdict | null} verdict */
function title(verdict) {
  if (!verdict) return t("Check the dice");
  return verdict.kept && !verdict.wrong.length
    ? t("The dice were honest")
    : t("Something is wrong");
}

/** @param {Verdict | null} verdict @param {number} rolls */
function told(verdict, rolls) {
  if (!verdict)
    return html`<p>${t("This browser checks only on a page opened by https. The log has all you need.")}</p>`;
  if (!verdict.kept)
    return html`<p>${t("This is not the secret that was promised: its fingerprint is another one.")}</p>`;
  if (verdict.wrong.length)
    return html`<p>
      ${t("{wrong} of {rolls} rolls do not follow from the secret.", { wrong: verdict.wrong.length, rolls })}
    </p>`;
  const seen =
    rolls === 0
      ? t("This page saw no roll of this game.")
      : nt(
          "The one roll this page saw follows from it.",
          "All {n} rolls this page saw follow from it.",
          rolls,
        );
  return html`<p>${t("The secret is the one that was promised.")} ${seen}</p>`;
}

/** What one needs to check it elsewhere. @param {string} hash @param {string} seed @param {string} id */
function proof(hash, seed, id) {
  return html`<dl class="proof">
    <dt>${t("Fingerprint, shown before")}</dt>
    <dd><code>${hash}</code></dd>
    <dt>${t("Secret, shown after")}</dt>
    <dd><code>${seed}</code></dd>
    ${
      id
        ? html`<dt>${t("Every roll")}</dt>
            <dd><a href=${`/api/games/${id}/replay/`}>${t("the log of this game")}</a></dd>`
        : nothing
    }
  </dl>`;
}
