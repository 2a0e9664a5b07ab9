// The board by keyboard: arrows walk, Space lifts and drops, letters act on the card that has the focus.
import { inField, keysOn } from "../keys.js";
import { carried, lift, over, setDown } from "./carry.js";
import { TRAY, board, cardsIn, columnOf, columnsInSight, count, edits, nameOf, picked, say } from "./dom.js";
import { fold } from "./fold.js";
import { pick } from "./picker.js";
import { makeInsight, toggle } from "./select.js";
import { place } from "./send.js";

const SIDEWAYS = { ArrowLeft: -1, ArrowRight: 1 };
const UPDOWN = { ArrowUp: -1, ArrowDown: 1 };

function walk(card, key) {
  const cards = cardsIn(columnOf(card));
  const at = cards.indexOf(card);
  if (key in UPDOWN) return cards[at + UPDOWN[key]];
  if (key === "Home") return cards[0];
  if (key === "End") return cards.at(-1);
  const all = columnsInSight();
  for (let i = all.indexOf(columnOf(card)) + SIDEWAYS[key]; all[i]; i += SIDEWAYS[key]) {
    const there = cardsIn(all[i]);
    if (there.length) return level(card, there);
  }
  return null;
}

/** The card that lies beside this one. */
function level(card, cards) {
  const y = card.getBoundingClientRect().top;
  return cards.reduce((best, each) => (Math.abs(each.getBoundingClientRect().top - y) < Math.abs(best.getBoundingClientRect().top - y) ? each : best));
}

function lifted(event) {
  const all = columnsInSight();
  const at = all.findIndex((col) => col.dataset.key === carried().key);
  if (event.key in SIDEWAYS) {
    const next = all[at + SIDEWAYS[event.key]];
    if (next) { say(over(next.dataset.key, false)); next.scrollIntoView({ block: "nearest", inline: "nearest" }); }
  } else if (event.key === " " || event.key === "Enter") {
    const { cards, key, changes } = setDown();
    if (changes) place(cards, { to: key });
    else say("Put down where it was.");
  } else if (event.key === "Escape") {
    const { cards } = setDown();
    cards[0].focus();
    cards[0].scrollIntoView({ block: "nearest", inline: "nearest" });
    say("Put back.");
  } else {
    return;
  }
  event.preventDefault();
}

/** The ticked cards if this one is among them, else this one alone. */
export function handful(card) {
  const ticked = picked();
  return ticked.includes(card) ? ticked : [card];
}

const LETTERS = {
  x: toggle,
  m: (card) => pick(handful(card), false),
  c: (card) => pick(handful(card), true),
  t: (card) => pick(handful(card), true),
  f: (card) => fold(columnOf(card)),
  i: (card) => makeInsight(handful(card)),
};

function begin(card) {
  const cards = handful(card);
  lift(cards);
  const from = columnOf(card).dataset.key;
  const what = cards.length > 1 ? count(cards.length, "quote", "quotes") : `Quote of ${card.dataset.code}`;
  say(`${what} lifted${from === TRAY ? "" : ` from ${nameOf(from)}`}. Left and right arrow choose a theme, Space drops, Escape puts back.`);
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || !board()) return;
  if (carried()) return lifted(event);
  if (event.target === board() && event.key.startsWith("Arrow")) return enter(event);
  const card = event.target.matches(".qc[data-card]") ? event.target : null;
  if (!card) return letterWithSelection(event);
  if (event.key in SIDEWAYS || event.key in UPDOWN || event.key === "Home" || event.key === "End") {
    event.preventDefault();
    const next = walk(card, event.key);
    next?.focus({ preventScroll: true });
    next?.scrollIntoView({ block: "nearest", inline: "nearest" });
  } else if (event.key === " " && edits()) {
    event.preventDefault();
    begin(card);
  } else if (event.key === "Escape" && picked().length) {
    document.getElementById("selection").reset();
  } else if (LETTERS[event.key] && (edits() || event.key === "f") && keysOn()) {
    event.preventDefault();
    LETTERS[event.key](card);
  }
});

function enter(event) {
  const first = board().querySelector(".qc[data-card]");
  if (first && event.key !== "ArrowUp") { event.preventDefault(); first.focus(); }
}

/** M, C, T and I act on the ticked cards wherever the focus is. */
function letterWithSelection(event) {
  if (!edits() || !keysOn() || inField(event.target) || !picked().length || "xf".includes(event.key) || !LETTERS[event.key]) return;
  event.preventDefault();
  LETTERS[event.key](picked()[0]);
}

// With arrows to walk, one stop for Tab is enough: the card last visited.
let stop = null;
function oneStop(current) {
  stop = current ?? board().querySelector(".qc[data-card]");
  for (const card of board().querySelectorAll('.qc[data-card][tabindex="0"]')) if (card !== stop) card.tabIndex = -1;
  if (stop) stop.tabIndex = 0;
}
document.addEventListener("focusin", (event) => {
  const card = event.target.closest("#board .qc[data-card]");
  if (!card || card === stop) return;
  if (stop) stop.tabIndex = -1;
  stop = card;
  card.tabIndex = 0;
});
document.addEventListener("board:fresh", () => oneStop(document.activeElement?.closest("#board .qc[data-card]")));
if (board()) oneStop(null);
