// Reading and tagging by key: j k or arrows go from line to line, J K to what they said, arrows sideways choose words, s sentences, Shift with up or
// down whole lines; t tags, . tags as before, e corrects, x takes words out of the study, [ ] go from quote to quote.
import { inField, keysOn } from "../keys.js";
import * as cards from "./cards.js";
import * as correct from "./correct.js";
import { goTo, line, lines, move } from "./lines.js";
import * as picker from "./picker.js";
import * as placing from "./placing.js";
import { paint, rangeOf, stretchOf, textOf, wholeLine } from "./selection.js";
import { say } from "./sending.js";
import { takeOut } from "./take-out.js";
import { forget, sentence, step, wholeLines } from "./words.js";

let byKey = null; // words chosen by key

export function chosenByMouse() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  return stretchOf(selection.getRangeAt(0), lines);
}

function choose(stretch) {
  byKey = stretch;
  paint(stretch);
  if (stretch) say(`Chosen: ${rangeOf(stretch).toString().slice(0, 200)}`);
  return true;
}

const chosen = () => chosenByMouse() ?? byKey ?? (line() && wholeLine(line()));

function tag() {
  const stretch = chosen();
  if (!stretch) return false;
  if (placing.isOn) return placing.take(stretch);
  if (!picker.hasForm) return false;
  picker.open(stretch, { focus: true });
  byKey = null;
  return true;
}

function tagAgain() {
  const stretch = picker.hasForm && !picker.isOpen() && !placing.isOn && chosen();
  if (!stretch || !picker.sendLast(stretch)) return false;
  getSelection().removeAllRanges();
  forget();
  return choose(null);
}

function toQuote(by) {
  const marks = [...lines.querySelectorAll("mark[tabindex]")];
  if (!marks.length) return false;
  const here = document.activeElement.closest?.("mark[tabindex]");
  const at = here ? marks.indexOf(here) + by : by > 0 ? 0 : marks.length - 1;
  const next = marks[Math.min(Math.max(at, 0), marks.length - 1)];
  goTo(next.closest("[data-line]"));
  next.focus();
  return true;
}

function leaveLine(by, among) {
  choose(null);
  forget();
  move(by, among);
  return true;
}

// Where a line runs from right to left, so do its words.
function sideways(by, grow) {
  if (!line()) return false;
  const onwards = getComputedStyle(textOf(line())).direction === "rtl" ? -by : by;
  return choose(step(line(), onwards, grow));
}

const LETTERS = {
  j: () => leaveLine(1),
  k: () => leaveLine(-1),
  J: () => leaveLine(1, "[data-quotable]"),
  K: () => leaveLine(-1, "[data-quotable]"),
  t: tag,
  ".": tagAgain,
  e: () => correct.open(line()),
  x: () => takeOut(chosenByMouse() ?? byKey),
  s: () => Boolean(line()) && choose(sentence(line(), false)),
  S: () => Boolean(line()) && choose(sentence(line(), true)),
  "[": () => toQuote(-1),
  "]": () => toQuote(1),
};

const onLine = (event) => Boolean(event.target.closest?.("#lines [data-line]")) && !event.target.closest("a, button, form");

const ARROWS = {
  ArrowDown: (event) => (event.shiftKey ? choose(wholeLines(line(), 1)) : leaveLine(1)),
  ArrowUp: (event) => (event.shiftKey ? choose(wholeLines(line(), -1)) : leaveLine(-1)),
  ArrowRight: (event) => sideways(1, event.shiftKey),
  ArrowLeft: (event) => sideways(-1, event.shiftKey),
};

function handle(event) {
  if (event.key === "Escape") {
    choose(null);
    forget();
    picker.close();
    return cards.close();
  }
  if (picker.isOpen() && /^[1-9]$/.test(event.key)) return picker.sendRecent(Number(event.key));
  if (LETTERS[event.key] && keysOn()) return LETTERS[event.key]();
  if (ARROWS[event.key] && line() && onLine(event)) return ARROWS[event.key](event);
  return false;
}

export function listen() {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || inField(event.target)) return;
    if (handle(event)) event.preventDefault();
  });
}
