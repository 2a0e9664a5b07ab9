// Dragging a card with the mouse, or with a finger after a short hold, so that a finger still scrolls.
import { carried, lift, over, setDown } from "./carry.js";
import { board, columnOf, columnsInSight, edits } from "./dom.js";
import { handful } from "./keys.js";
import { place } from "./send.js";

const ENOUGH = 5; // px a mouse travels before it is a drag
const SLIP = 9; // px a finger may tremble while it holds
const HOLD = 320; // ms
const EDGE = 56; // px from the border where the board scrolls along
let press = null;
let copy = null;
// Before everything else while a card is in the air: the pointer meets nothing but this. To find out which of a full board's
// thousands of boxes lies under it takes the browser 8 ms, twice in every frame.
const pane = Object.assign(document.createElement("div"), { className: "carrying-pane" });
pane.setAttribute("aria-hidden", "true");

document.addEventListener("pointerdown", (event) => {
  const card = event.target.closest?.("#board .qc[data-card]");
  if (!card || !edits() || event.button !== 0 || carried() || event.target.closest("a, button, input, label, summary, form, .pop")) return;
  const touch = event.pointerType !== "mouse";
  press = { id: event.pointerId, card, x: event.clientX, y: event.clientY, touch, timer: 0 };
  if (touch) press.timer = setTimeout(() => begin(), HOLD);
});

document.addEventListener("pointermove", (event) => {
  if (!press || event.pointerId !== press.id) return;
  const far = Math.hypot(event.clientX - press.x, event.clientY - press.y);
  Object.assign(press, { nowX: event.clientX, nowY: event.clientY, copy: event.altKey || event.ctrlKey });
  if (copy) return hover();
  if (press.touch && far > SLIP) return forget();
  if (!press.touch && far > ENOUGH) { begin(); hover(); }
});

function begin() {
  const { card } = press;
  const cards = handful(card);
  const box = card.getBoundingClientRect();
  Object.assign(press, { dx: press.x - box.left, dy: press.y - box.top });
  copy = document.createElement("div");
  copy.className = "dragging";
  copy.append(card.querySelector(".said").cloneNode(true), source(card, cards.length), Object.assign(document.createElement("p"), { className: "what" }));
  copy.style.inlineSize = `${box.width}px`;
  pane.replaceChildren(copy);
  document.body.append(pane);
  lift(cards);
  board().classList.add("carrying");
  navigator.vibrate?.(10);
  move(press.nowX ?? press.x, press.nowY ?? press.y);
  requestAnimationFrame(along);
}

function source(card, many) {
  const line = card.querySelector(".src").cloneNode(true);
  line.querySelectorAll("details, a.ins").forEach((part) => part.remove());
  if (many > 1) line.append(Object.assign(document.createElement("b"), { textContent: `+${many - 1}` }));
  return line;
}

function move(x, y) {
  copy.style.translate = `${x - press.dx}px ${y - press.dy}px`;
}

function hover() {
  move(press.nowX, press.nowY);
  const key = (columnAt(press.nowX, press.nowY) ?? columnOf(press.card)).dataset.key;
  if (key !== carried().key || press.copy !== carried().copy) copy.querySelector(".what").textContent = over(key, press.copy);
}

/** The tray is the first of them, and lies over the others. */
function columnAt(x, y) {
  const within = (box) => x >= box.left && x < box.right && y >= box.top && y < box.bottom;
  return within(board().getBoundingClientRect()) ? columnsInSight().find((col) => within(col.getBoundingClientRect())) : null;
}

/** Near its border the board scrolls along under the card. */
function along() {
  if (!copy) return;
  const box = board().getBoundingClientRect();
  const [x, y] = [press.nowX ?? press.x, press.nowY ?? press.y];
  const pull = (at, low, high) => (at < low + EDGE ? at - low - EDGE : at > high - EDGE ? at - high + EDGE : 0) / 4;
  const [dx, dy] = [pull(x, Math.max(0, box.left), Math.min(innerWidth, box.right)), pull(y, Math.max(0, box.top), Math.min(innerHeight, box.bottom))];
  if (dx || dy) {
    board().scrollBy(dx, dy);
    if (board().scrollHeight <= board().clientHeight) scrollBy(0, dy); // on a phone the page scrolls
    hover();
  }
  requestAnimationFrame(along);
}

function forget() {
  clearTimeout(press?.timer);
  pane.remove();
  copy = press = null;
  board()?.classList.remove("carrying");
}

document.addEventListener("pointerup", (event) => {
  if (!press || event.pointerId !== press.id) return;
  const dragged = Boolean(copy);
  if (dragged) Object.assign(press, { nowX: event.clientX, nowY: event.clientY });
  if (dragged) hover();
  forget();
  if (!dragged) return;
  const load = setDown();
  swallowClick();
  if (load?.changes) place(load.cards, { to: load.key, copy: load.copy });
});

/** The click that ends a drag opens nothing. */
function swallowClick() {
  const stop = (event) => { event.preventDefault(); event.stopPropagation(); };
  addEventListener("click", stop, { capture: true, once: true });
  setTimeout(() => removeEventListener("click", stop, { capture: true }), 50);
}

function putBack() {
  if (!copy) return forget();
  forget();
  setDown();
}

document.addEventListener("pointercancel", putBack);
addEventListener("blur", () => { if (copy) putBack(); });
document.addEventListener("keydown", (event) => {
  if (!copy) return;
  if (event.key === "Escape") { event.preventDefault(); putBack(); }
}, { capture: true });
pane.addEventListener("wheel", ({ deltaX, deltaY }) => { board().scrollBy(deltaX, deltaY); hover(); }, { passive: true });
// A held finger neither scrolls nor opens the menu of the browser.
document.addEventListener("touchmove", (event) => { if (copy && event.cancelable) event.preventDefault(); }, { passive: false });
document.addEventListener("contextmenu", (event) => { if (press?.touch) event.preventDefault(); });
