// The panel: the themes of the unit one is on. What is ticked there stands below the unit's words, and is saved.
import { save } from "./save.js";
import * as units from "./units.js";

const panel = document.getElementById("codes");
const find = document.getElementById("find-theme");
const none = document.getElementById("no-theme");
const said = document.getElementById("desk-said");
const rows = [...panel.querySelectorAll("#themes > li")];
const boxOf = (row) => row.querySelector("input");
const nameOf = (row) => row.querySelector(".nm").textContent;
let chosen = null; // while a theme is looked for: the one Enter means

export const field = find;

export function show() {
  const given = new Set([...units.now().querySelectorAll("[data-given]")].map((tag) => tag.dataset.given));
  for (const row of rows) boxOf(row).checked = given.has(boxOf(row).value);
  panel.querySelector("[data-number]").textContent = units.number();
  panel.action = document.getElementById("desk").dataset.save.replace(/0\/$/, `${units.now().dataset.unit}/`);
}

function keep(row) {
  const ticked = rows.filter((one) => boxOf(one).checked);
  units.now().querySelector(".given").replaceChildren(...ticked.map(tagOf));
  said.textContent = `${nameOf(row)}: ${boxOf(row).checked ? "applies" : "taken away"}.`;
  save(units.now().dataset.unit, ticked.map((one) => boxOf(one).value));
}

function tagOf(row) {
  const node = document.createElement("li"), tag = document.createElement("span");
  const mark = row.querySelector(".m").cloneNode(true);
  node.dataset.given = boxOf(row).value;
  tag.className = "tag";
  tag.dataset.c = mark.dataset.c;
  tag.append(mark, nameOf(row));
  node.append(tag);
  return node;
}

export function toggle(row) {
  if (!row) return false;
  boxOf(row).checked = !boxOf(row).checked;
  keep(row);
  return true;
}

export const numbered = (key) => rows[Number(key) - 1];

// Finding: names that hold every word typed; those that begin with the first come before.
const shown = () => rows.filter((row) => !row.hidden);

function fits(row) {
  const name = nameOf(row).toLowerCase();
  return find.value.toLowerCase().split(/\s+/).every((word) => name.includes(word));
}

function narrow() {
  const typed = find.value.trim().toLowerCase();
  for (const row of rows) row.hidden = !fits(row);
  none.hidden = shown().length > 0;
  point(typed ? shown().find((row) => nameOf(row).toLowerCase().startsWith(typed)) ?? shown()[0] : null);
}

function point(row) {
  chosen?.classList.remove("meant");
  chosen = row ?? null;
  chosen?.classList.add("meant");
  chosen?.scrollIntoView({ block: "nearest" });
  if (chosen) said.textContent = `${nameOf(chosen)}, ${boxOf(chosen).checked ? "applies" : "doesn’t apply"}`;
}

export function look() {
  find.focus();
  find.select();
}

function leave() {
  clear();
  units.focusNow();
}

function clear() {
  find.value = "";
  narrow();
}

function along(by) {
  const there = shown(), from = there.indexOf(chosen);
  if (there.length) point(there[from < 0 ? (by > 0 ? 0 : there.length - 1) : (from + by + there.length) % there.length]);
}

function onKey(event) {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") along(event.key === "ArrowDown" ? 1 : -1);
  else if (event.key === "Escape") leave();
  else if (event.key === "Enter") {
    if (toggle(chosen)) (event.shiftKey ? clear : leave)();
  } else if (!find.value && /^[1-9]$/.test(event.key)) toggle(numbered(event.key));
  else return;
  event.preventDefault();
}

export function listen() {
  units.onChange(show);
  show(); // a browser that comes back to the page fills the boxes as they were left
  panel.addEventListener("change", (event) => {
    const row = event.target.closest("#themes > li");
    if (row) keep(row);
  });
  panel.addEventListener("submit", (event) => event.preventDefault());
  find.addEventListener("input", narrow);
  find.addEventListener("keydown", onKey);
}
