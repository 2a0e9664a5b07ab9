// A card in the air, lifted by hand or by key: its place keeps a labelled gap, and the column under it says what
// dropping will do.
import { TRAY, column, columnOf, columns, count, nameOf, split } from "./dom.js";

let load = null;

/** { cards, key, copy } while something is carried; `key` is the column it hangs over. */
export const carried = () => load;

export function lift(cards) {
  load = { cards, key: columnOf(cards[0]).dataset.key, copy: false };
  for (const card of cards) {
    card.style.minBlockSize = `${card.offsetHeight}px`;
    card.classList.add("ghost");
    card.append(Object.assign(document.createElement("p"), { className: "ghostline" }));
  }
  over(load.key, false);
}

/** Hang over a column; gives the words for what dropping does. */
export function over(key, copy) {
  clear();
  Object.assign(load, { key, copy });
  const words = effect(key, copy);
  column(key)?.classList.toggle("over", Boolean(words));
  if (words) column(key)?.querySelector(".cards").prepend(slot(words));
  const where = key === TRAY ? "taken off its theme" : `${copy ? "also tagged" : "being moved to"} ${nameOf(key)}`.replace("also tagged", "also tagged with");
  for (const card of load.cards) {
    const code = Object.assign(document.createElement("span"), { className: "pcode", textContent: card.dataset.code });
    card.querySelector(".ghostline").replaceChildren(code, words ? ` is ${where}. Esc puts it back.` : " is lifted. Esc puts it back.");
  }
  return words ? words.join(" ") : "Dropping it here changes nothing";
}

/** ["Move to", "Waste is invisible"], or null where nothing would change. */
function effect(key, copy) {
  const from = load.cards.map((card) => split(card.dataset.card).theme);
  if (from.every((each) => each === key)) return null;
  if (key === TRAY) return ["Take off", from.every((each) => each === from[0]) ? nameOf(from[0]) : "their themes"];
  if (copy) return ["Also tag with", nameOf(key)];
  return [from.every((each) => each === TRAY) ? "Tag with" : "Move to", nameOf(key)];
}

function slot([act, name]) {
  const item = Object.assign(document.createElement("li"), { className: "slot" });
  item.setAttribute("aria-hidden", "true");
  const words = document.createElement("span");
  const bold = Object.assign(document.createElement("b"), { textContent: name });
  words.append(`${act} `, bold);
  if (load.cards.length > 1) words.append(`, ${count(load.cards.length, "quote", "quotes")}`);
  item.append(words);
  return item;
}

function clear() {
  for (const col of columns()) {
    col.classList.remove("over");
    col.querySelector(":scope > .cards > .slot")?.remove();
  }
}

/** Set everything down; gives what was carried, for whoever wants to drop it. */
export function setDown() {
  const was = load && { ...load, changes: Boolean(effect(load.key, load.copy)) };
  clear();
  for (const card of load?.cards ?? []) {
    card.style.minBlockSize = "";
    card.classList.remove("ghost");
    card.querySelector(".ghostline")?.remove();
  }
  load = null;
  return was;
}
