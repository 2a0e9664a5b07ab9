// A question asked off the script is the one under way from its line on until the next turn. Nothing is stored for it: the
// line and the time of the last turn say it, so it is the same after a reload and on a teammate's page.
import { short } from "./clock.js";
import * as stream from "./stream.js";

const template = document.querySelector("[data-off-card]");

/** The row of the off-script question under way, or null. */
export function underWay(turnedAt) {
  const since = stream.rowsThat("[data-kind=off_script]").filter(({ dataset }) => Number(dataset.at) > turnedAt);
  return since.at(-1) ?? null;
}

/** It, large, as the script shows its own. */
export function card(row, code) {
  const made = template.content.firstElementChild.cloneNode(true);
  made.querySelector("[data-off-words]").textContent = stream.textOf(row);
  made.querySelector("[data-since]").textContent = `since ${short(Number(row.dataset.at))}`;
  made.querySelector("[data-off-back]").textContent = code ? `Back to ${code}` : "Back to the script";
  return made;
}
