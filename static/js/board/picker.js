// The dialog that asks for a theme: type to find one, or name a new one.
import { show } from "../dialogs.js";
import { TRAY, count, isLine, split, themes } from "./dom.js";
import { place } from "./send.js";

const dialog = () => document.getElementById("place");
const input = () => document.getElementById("place-name");
const list = () => document.getElementById("place-list");
let asked = null;

export function pick(cards, copy) {
  if (!dialog() || !cards.length) return;
  asked = { cards, copy };
  document.getElementById("place-h").textContent = copy ? "Also tag with a theme" : cards.every(isLine) ? "Quote it under a theme" : "Move to a theme";
  const people = new Set(cards.map((card) => card.dataset.person)).size;
  document.getElementById("place-what").textContent = cards.length === 1
    ? `${cards[0].dataset.code}: “${cards[0].querySelector(".said").textContent.trim()}”`
    : `${count(cards.length, "quote", "quotes")} from ${count(people, "person", "people")}`;
  input().value = "";
  fill();
  if (!dialog().open) show(dialog());
  input().focus();
}

function choices() {
  const typed = input().value.trim().replace(/\s+/g, " ");
  const from = new Set(asked.cards.map((card) => split(card.dataset.card).theme));
  const here = from.size === 1 ? [...from][0] : null;
  const found = themes().filter((theme) => theme.key !== here && theme.name.toLowerCase().includes(typed.toLowerCase()));
  const known = themes().some((theme) => theme.name.toLowerCase() === typed.toLowerCase());
  if (typed && !known) found.push({ name: typed, label: `New theme “${typed}”` });
  if (!typed && !asked.copy && here !== TRAY) found.push({ key: TRAY, label: "No theme: take it off" });
  return found;
}

function fill() {
  const options = choices().map(({ key, name, label, colour }, index) => {
    const item = document.createElement("li");
    item.id = `place-${index}`;
    item.setAttribute("role", "option");
    item.dataset.key = key ?? "";
    item.dataset.name = name ?? "";
    if (colour) item.append(mark(colour));
    item.append(Object.assign(document.createElement("span"), { textContent: label ?? name }));
    return item;
  });
  list().replaceChildren(...options);
  activate(0);
}

/** The mark as the board draws it, copied from a column or card that has one. */
function mark(colour) {
  const drawn = document.querySelector(`#board svg.m[data-c="${colour}"]`);
  return drawn ? drawn.cloneNode(true) : Object.assign(document.createElement("span"), { className: "m" });
}

const options = () => [...list().children];
const active = () => options().findIndex((item) => item.getAttribute("aria-selected") === "true");

function activate(index) {
  const all = options();
  all.forEach((item, at) => item.setAttribute("aria-selected", String(at === index)));
  input().setAttribute("aria-activedescendant", all[index]?.id ?? "");
  all[index]?.scrollIntoView({ block: "nearest" });
}

function choose(item) {
  if (!item) return;
  const { cards, copy } = asked;
  dialog().close();
  place(cards, item.dataset.key ? { to: item.dataset.key, copy } : { name: item.dataset.name, copy });
}

document.addEventListener("input", (event) => { if (event.target === input()) fill(); });
document.addEventListener("click", (event) => choose(event.target.closest("#place-list [role=option]")));
document.addEventListener("keydown", (event) => {
  if (event.target !== input() || event.isComposing) return;
  const steps = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (steps) activate((active() + steps + options().length) % options().length);
  else if (event.key === "Enter") choose(options()[active()]);
  else return;
  event.preventDefault();
});
