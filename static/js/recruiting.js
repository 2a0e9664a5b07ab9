// The recruiting board by mouse and by keyboard. Both fill in the form that stands on each card and send it, so nothing is
// done here that couldn't be done without scripts.
import { inField } from "./keys.js";

const board = () => document.querySelector("#recruit .rcols[data-edits]");
const columns = () => [...board().querySelectorAll(".rcol")];
const cardsOf = (column) => [...column.querySelectorAll(".rcard")];
const columnOf = (card) => card.closest(".rcol");
const nameOf = (column) => column.querySelector("h2").textContent;
const said = document.getElementById("recruit-said");
let lifted = null; // { card, over }
let wanted = ""; // id of the card that gets the focus once the board is drawn anew

const say = (words) => { said.textContent = words; };

function over(column) {
  for (const each of columns()) each.classList.toggle("over", each === column && column !== columnOf(lifted.card));
  lifted.over = column;
}

function lift(card) {
  lifted = { card, over: columnOf(card) };
  card.classList.add("lifted");
}

function setDown() {
  const was = lifted;
  lifted = null;
  was?.card.classList.remove("lifted");
  if (board()) for (const each of columns()) each.classList.remove("over");
  return was;
}

function drop() {
  const { card, over: column } = setDown();
  if (column === columnOf(card)) return say(`${card.dataset.code} stays in ${nameOf(column)}.`);
  const form = card.querySelector("form[data-place]");
  form.elements.stage.value = column.dataset.stage;
  wanted = card.id;
  form.requestSubmit();
}

/* mouse */
function makeDraggable() {
  for (const card of board()?.querySelectorAll(".rcard") ?? []) card.draggable = true;
}
makeDraggable();
document.addEventListener("htmx:afterSettle", makeDraggable);
document.addEventListener("dragstart", (event) => {
  const card = event.target.closest?.(".rcard");
  if (!card || !board()?.contains(card)) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", card.dataset.code);
  lift(card);
});
for (const kind of ["dragenter", "dragover"]) {
  document.addEventListener(kind, (event) => {
    const column = lifted && event.target.closest?.(".rcol");
    if (!column) return;
    event.preventDefault();
    over(column);
  });
}
document.addEventListener("drop", (event) => {
  const column = lifted && event.target.closest?.(".rcol");
  if (!column) return;
  event.preventDefault();
  over(column);
  drop();
});
document.addEventListener("dragend", setDown);

/* keyboard */
const STEP = { ArrowLeft: -1, ArrowRight: 1 };

function walk(card, key) {
  const mine = cardsOf(columnOf(card));
  const at = mine.indexOf(card);
  if (key === "ArrowUp" || key === "ArrowDown") return mine[at + (key === "ArrowUp" ? -1 : 1)];
  const all = columns();
  for (let i = all.indexOf(columnOf(card)) + STEP[key]; all[i]; i += STEP[key]) {
    const there = cardsOf(all[i]);
    if (there.length) return there[Math.min(at, there.length - 1)];
  }
  return null;
}

function carry(key) {
  const all = columns();
  const next = all[all.indexOf(lifted.over) + STEP[key]];
  if (!next) return;
  over(next);
  next.scrollIntoView({ block: "nearest", inline: "nearest" });
  say(next === columnOf(lifted.card) ? `Back in ${nameOf(next)}.` : `Drop into ${nameOf(next)}.`);
}

document.addEventListener("keydown", (event) => {
  const card = document.activeElement?.closest?.(".rcard");
  if (!card || !board() || event.ctrlKey || event.metaKey || event.altKey || inField(event.target)) return;
  if (lifted) {
    if (event.key in STEP) carry(event.key);
    else if (event.key === " " || event.key === "Enter") drop();
    else if (event.key === "Escape") { say(`${lifted.card.dataset.code} is put back.`); setDown(); }
    else if (event.key === "Tab") return void setDown();
    else return;
    return event.preventDefault();
  }
  if (event.target !== card) return;
  if (event.key === " ") {
    lift(card);
    say(`${card.dataset.code} is lifted from ${nameOf(columnOf(card))}. Arrows choose the column, Space drops, Escape puts back.`);
  } else if (event.key === "Enter") {
    card.querySelector("a.pcode").click();
  } else if (event.key in STEP || event.key === "ArrowUp" || event.key === "ArrowDown") {
    walk(card, event.key)?.focus();
  } else return;
  event.preventDefault();
});

/* the board is drawn anew, by one's own act or by somebody else's: whoever had the focus keeps it */
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.target.id !== "recruit") return;
  setDown();
  wanted ||= document.activeElement?.closest?.(".rcard")?.id ?? "";
});
document.addEventListener("htmx:afterSettle", () => {
  if (!wanted) return;
  const card = document.getElementById(wanted);
  wanted = "";
  card?.focus({ preventScroll: true });
  card?.scrollIntoView({ block: "nearest", inline: "nearest" });
});
document.addEventListener("submit", (event) => {
  const card = event.target.closest?.(".rcard");
  if (card) wanted = card.id;
});
