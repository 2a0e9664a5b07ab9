// A click on a highlight, or on its tag in the margin, opens the quote beside the words.
import { goTo, lines } from "./lines.js";
import { placeBeside } from "./place.js";

const box = document.getElementById("opened-box");
let opener = null;

export const isOpen = () => box.matches(":popover-open");

const opened = () => document.getElementById("opened");

function pieces(quote) {
  return [...lines.querySelectorAll(`mark[data-q="${CSS.escape(quote)}"]`)];
}

function rangeAround(marks) {
  const range = document.createRange();
  range.setStartBefore(marks[0]);
  range.setEndAfter(marks[marks.length - 1]);
  return range;
}

function place() {
  const marks = pieces(opener.quote);
  document.querySelectorAll("mark.open").forEach((piece) => piece.classList.remove("open"));
  marks.forEach((piece) => piece.classList.add("open"));
  if (marks.length) placeBeside(box, rangeAround(marks));
}

export async function openQuote(quote, from) {
  opener = { quote, id: from.closest("[data-line]")?.id };
  if (opener.id) goTo(document.getElementById(opener.id), { focus: false });
  await htmx.ajax("GET", `${lines.dataset.quotesUrl}${quote}/card/`, { target: "#opened", swap: "outerHTML" });
  if (!opened().dataset.of) return;
  if (!isOpen()) box.showPopover();
  place();
  opened().querySelector("a, button, input")?.focus({ preventScroll: true });
}

// What had the focus may be gone with the act; the field beside it is where one goes on.
let actedIn = "";
const fieldIn = (part) => {
  const within = part && opened().querySelector(`[aria-labelledby="${part}"]`);
  return within?.querySelector('select, input:not([type="hidden"])') ?? within?.querySelector("button, a");
};

// Its size is known once it is drawn, and grows with what is said about the quote.
const settled = new ResizeObserver(() => { if (isOpen()) place(); });

export function close() {
  if (!isOpen()) return;
  box.hidePopover();
  document.querySelectorAll("mark.open").forEach((piece) => piece.classList.remove("open"));
  const turn = opener?.id && document.getElementById(opener.id);
  if (turn) goTo(turn);
}

function marksUnder(target) {
  const piece = target.closest?.("mark[data-q]");
  return piece && lines.contains(piece) ? piece : null;
}

// Quotes may lie over each other: the one whose tag or words are pointed at, or have the focus, is outlined whole.
function light(target) {
  lightQuote(target?.closest?.("a[data-quote]")?.dataset.quote ?? target?.closest?.("mark[data-q]")?.dataset.q);
}

function lightQuote(quote) {
  lines.querySelectorAll(".lit").forEach((lit) => lit.classList.remove("lit"));
  if (!quote) return;
  for (const lit of [...pieces(quote), ...lines.querySelectorAll(`a[data-quote="${CSS.escape(quote)}"]`)]) lit.classList.add("lit");
}

// Where somebody followed a link to a quote: its words, which on a narrow page stand far above their tag.
export function showQuote(quote) {
  pieces(quote)[0]?.scrollIntoView({ block: "nearest" });
  lightQuote(quote);
}

if (box && lines) {
  settled.observe(box);
  for (const type of ["pointerover", "focusin"]) lines.addEventListener(type, ({ target }) => light(target));
  for (const type of ["pointerleave", "focusout"]) lines.addEventListener(type, () => light(null));
  document.addEventListener("click", (event) => {
    const tag = event.target.closest?.("a[data-quote]");
    if (tag && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      openQuote(tag.dataset.quote, tag);
    } else if (event.target.closest?.("[data-close-quote]")) {
      close();
    } else if (marksUnder(event.target) && getSelection().isCollapsed) {
      openQuote(marksUnder(event.target).dataset.q, event.target);
    }
  });
  document.addEventListener("keydown", (event) => {
    const piece = event.key === "Enter" && marksUnder(event.target);
    if (piece) { event.preventDefault(); openQuote(piece.dataset.q, piece); }
  });
  box.addEventListener("keydown", (event) => { if (event.key === "Escape") { event.preventDefault(); close(); } });
  document.addEventListener("pointerdown", (event) => {
    if (isOpen() && !box.contains(event.target) && !event.target.closest("a[data-quote], mark[data-q], .toasts")) box.hidePopover();
  });
  box.addEventListener("htmx:beforeRequest", () => { actedIn = document.activeElement.closest?.("#opened section")?.getAttribute("aria-labelledby"); });
  // After an act in the card: it was swapped with the lines, or emptied because the quote is gone.
  document.body.addEventListener("htmx:afterSettle", () => {
    if (!isOpen()) return;
    if (!opened()?.dataset.of) return close();
    place();
    if (document.activeElement === document.body) (fieldIn(actedIn) || opened().querySelector("a, button, input"))?.focus({ preventScroll: true });
  });
}
