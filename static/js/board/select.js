// Ticked cards and the bar that says what can be done with them.
import { toast } from "../toasts.js";
import { columnOf, count, isLine, picked, split } from "./dom.js";
import { pick } from "./picker.js";

const bar = () => document.getElementById("selection");
let marked = new Set();

function update() {
  if (!bar()) return;
  const cards = picked();
  mark(new Set(cards));
  bar().classList.toggle("on", cards.length > 0);
  const people = new Set(cards.map((card) => card.dataset.person)).size;
  bar().querySelector(".cnt").textContent = `${count(cards.length, "quote", "quotes")}, ${count(people, "person", "people")}`;
  const keys = [...new Set(cards.map((card) => columnOf(card).dataset.key))].filter((key) => key !== "0");
  const merge = bar().querySelector(".mrg");
  merge.hidden = keys.length !== 2;
  const away = bar().querySelector(".spl");
  away.hidden = keys.length !== 1 || cards.some((card) => columnOf(card).dataset.key !== keys[0]);
  if (!away.hidden) away.href = `${away.dataset.url.replace("/0/", `/${keys[0]}/`)}?${quotesOf(cards)}`;
  if (keys.length === 2) merge.href = `${merge.dataset.url.replace("/0/", `/${keys[1]}/`)}?into=${keys[0]}`;
}

/** Only what changes is touched. */
function mark(now) {
  for (const card of marked) if (!now.has(card)) card.classList.remove("picked");
  for (const card of now) card.classList.add("picked");
  marked = now;
}

export function toggle(card) {
  const box = card.querySelector(".chk input");
  if (!box) return;
  box.checked = !box.checked;
  update();
}

const quotesOf = (cards) => new URLSearchParams(cards.map((card) => ["quote", split(card.dataset.card).quote]));

export function makeInsight(cards) {
  if (cards.some(isLine)) return toast("Put the lines under a theme first. Then they are quotes, and an insight can rest on them.");
  location.assign(`${bar().querySelector("[data-insight]").dataset.insight}?${quotesOf(cards)}`);
}

document.addEventListener("click", (event) => {
  const card = event.target.closest("#board [data-tag-line]")?.closest(".qc");
  if (card) pick([card], false);
});
document.addEventListener("change", (event) => { if (event.target.matches("#board .chk input")) update(); });
document.addEventListener("reset", (event) => { if (event.target === bar()) setTimeout(update); });
document.addEventListener("board:fresh", update);
addEventListener("pageshow", update); // ticks a browser brings back with the page
document.addEventListener("click", (event) => {
  const button = event.target.closest("#selection [data-place], #selection [data-insight]");
  if (!button || !picked().length) return;
  event.preventDefault();
  if (button.dataset.place) pick(picked(), button.dataset.place === "tag");
  else makeInsight(picked());
});
