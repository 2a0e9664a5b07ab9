// Chooses the theme for the words one has chosen, and sends both; the server's answer swaps the lines.
import { inField } from "../keys.js";
import { goTo, keepPlace } from "./lines.js";
import { mayBeQuoted, paint, rangeOf } from "./selection.js";
import { placeBeside } from "./place.js";
import * as sending from "./sending.js";
import { suggestedFor } from "./suggested.js";
import { takeOut } from "./take-out.js";
import { toast } from "../toasts.js";
import { forget } from "./words.js";

const box = document.getElementById("picker");
const messages = document.getElementById("messages");
const form = box?.querySelector("form");
const find = document.getElementById("picker-find");
const list = document.getElementById("picker-list");
const why = document.getElementById("picker-why");
let chosen = null, options = [], active = 0, last = null;
let suggested = []; // themes that the server thinks fit, best first; null while it is thinking

export const isOpen = () => Boolean(box?.matches(":popover-open"));
export const hasForm = Boolean(box);

const OURS = "Only what the participant said, on the record, can be quoted.";

// Words that can't be quoted can still be taken out, by mouse; by key that is x.
export function open(stretch, { focus }) {
  const theirs = mayBeQuoted(stretch);
  if (!theirs && focus) return sayOnce(OURS);
  box.classList.toggle("ours", !theirs);
  chosen = stretch;
  find.value = "";
  why.textContent = theirs ? "" : OURS;
  document.getElementById("picker-from").textContent = stretch.first.querySelector(".ts").textContent.trim().replace(/^00:/, "");
  goTo(stretch.first, { focus: false });
  if (!isOpen()) box.showPopover();
  if (theirs) {
    suggest(stretch);
    fill();
  }
  placeBeside(box, rangeOf(stretch));
  if (focus) takeFocus();
}

function sayOnce(words) {
  if (![...messages.children].some((told) => told.textContent.includes(words))) toast(words);
  return true;
}

export function takeFocus() {
  paint(chosen);
  find.focus({ preventScroll: true });
}

export function close({ focus = true } = {}) {
  if (!isOpen()) return;
  box.hidePopover();
  paint(null);
  if (focus) getSelection().removeAllRanges();
  forget();
  chosen = null;
  keepPlace(focus);
}

// Until the answer is there, Enter takes nothing: it must not take what takes the place of what one saw.
async function suggest(stretch) {
  suggested = [];
  if (!form.dataset.suggestedUrl) return;
  suggested = null;
  const found = await suggestedFor(form.dataset.suggestedUrl, stretch);
  if (chosen !== stretch || !isOpen()) return;
  const at = options[active]?.theme;
  suggested = found;
  if (find.value) return;
  fill();
  const again = at ? options.findIndex((option) => option.theme === at) : -1;
  if (again > 0) { active = again; mark(); }
  placeBeside(box, rangeOf(stretch));
}

const everyTheme = () => [...document.querySelectorAll("#theme-options li")].map((row) => ({
  row, name: row.textContent.trim(), recent: Number(row.dataset.recent), theme: row.dataset.theme, colour: row.dataset.c,
}));

const candidatesNamed = (name) => everyTheme().find((one) => one.name.toLowerCase() === name.toLowerCase());

// What can be chosen now: themes that hold the typed letters, those that begin with them first; and a new one.
function candidates() {
  const typed = find.value.trim(), letters = typed.toLowerCase();
  const hintOf = (theme) => (letters || !suggested ? 0 : suggested.indexOf(theme) + 1);
  const themes = everyTheme().map((one) => ({ ...one, hint: hintOf(one.theme) }));
  const rank = letters ? (option) => !option.name.toLowerCase().startsWith(letters) : (option) => (option.hint ? option.hint - 9 : option.recent || 99);
  const found = themes.filter((option) => option.name.toLowerCase().includes(letters)).sort((a, b) => rank(a) - rank(b));
  const known = themes.some((option) => option.name.toLowerCase() === letters);
  if (!letters && !suggested) return [{ waiting: true }, ...found];
  return typed && !known ? [...found, { name: typed, fresh: true }] : found;
}

function fill() {
  options = candidates();
  active = 0;
  list.replaceChildren(...groups(options.map(optionNode)));
  if (!options.length) list.append(Object.assign(document.createElement("p"), { className: "quiet small none", textContent: "Type the name of the first theme." }));
  mark();
}

// Before anything is typed, the themes suggested and those used last stand apart, these with their number keys.
function groups(nodes) {
  const hints = options.filter((option) => option.hint || option.waiting).length;
  const last = find.value ? 0 : options.filter((option) => option.recent && !option.hint).length;
  if (!last && !hints) return nodes;
  const parts = [
    ["Suggested, from this study’s tags", nodes.slice(0, hints)],
    ["Used last", nodes.slice(hints, hints + last)],
    ["All other themes", nodes.slice(hints + last)],
  ];
  return parts.filter(([, inside]) => inside.length).map(([name, inside]) => {
    const group = document.createElement("div");
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", name);
    group.append(...inside);
    return group;
  });
}

function optionNode(option, number) {
  const node = document.createElement("div");
  node.id = `picker-option-${number}`;
  node.setAttribute("role", "option");
  if (option.waiting) {
    node.setAttribute("aria-disabled", "true");
    node.append(Object.assign(document.createElement("span"), { className: "quiet", textContent: "Looking…" }));
  } else if (option.row) node.append(...option.row.cloneNode(true).childNodes, count(option.row.dataset.n));
  else node.append(plus(), Object.assign(document.createElement("span"), { textContent: `New theme “${option.name}”` }));
  const key = keyOf(option, number);
  if (key) node.append(Object.assign(document.createElement("kbd"), { textContent: key }));
  node.addEventListener("pointermove", () => { active = number; mark(); });
  node.addEventListener("pointerdown", (event) => event.preventDefault()); // the words stay chosen
  node.addEventListener("click", () => send(option));
  return node;
}

function keyOf(option, number) {
  if (option.fresh) return number === 0 ? "↵" : "⇧↵";
  if (option.waiting) return "";
  if (find.value || option.hint === 1) return number === 0 ? "↵" : "";
  return option.recent ? String(option.recent) : "";
}

const count = (n) => Object.assign(document.createElement("span"), { className: "n", textContent: n });
const plus = () => document.getElementById("picker-plus").content.cloneNode(true);

function mark() {
  [...list.querySelectorAll("[role=option]")].forEach((node, number) => node.setAttribute("aria-selected", String(number === active)));
  if (options.length) find.setAttribute("aria-activedescendant", `picker-option-${active}`);
  else find.removeAttribute("aria-activedescendant");
  scrollListTo(document.getElementById(`picker-option-${active}`));
}

// The list alone: the box may not stand beside the words yet, and the page must stay where it is.
function scrollListTo(node) {
  if (!node) return;
  const inside = list.getBoundingClientRect(), { top, bottom } = node.getBoundingClientRect();
  if (top < inside.top) list.scrollTop -= inside.top - top;
  else if (bottom > inside.bottom) list.scrollTop += bottom - inside.bottom;
}

function send(option) {
  if (!option || option.waiting) return;
  const words = chosen, typed = find.value;
  if (option.name) last = option;
  close();
  sending.send(words, option, typed);
}

// The theme used last, for these words too, without looking at the list.
export function sendLast(words) {
  const option = last?.fresh ? candidatesNamed(last.name) ?? last : last ?? everyTheme().find((one) => one.recent === 1);
  if (!option) return false;
  if (!mayBeQuoted(words)) return sayOnce(OURS);
  chosen = null;
  sending.send(words, option, option.name);
  return true;
}

// What couldn't be saved: its words are chosen again, with the reason beside them.
function reopen(entry, asked = false) {
  const words = sending.stretchOf(entry);
  if (!words || isOpen() || (!asked && !(document.activeElement === document.body || document.activeElement.closest("[data-line]")))) return false;
  open(words, { focus: true });
  find.value = entry.typed;
  fill();
  why.textContent = entry.why;
  placeBeside(box, rangeOf(words));
  return true;
}

// A number key: the theme used last, or the one before, up to the ninth.
export function sendRecent(number) {
  const option = candidates().find((one) => one.recent === number);
  if (option) send(option);
  return Boolean(option);
}

function onKey(event) {
  if (event.isComposing) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    active = (active + (event.key === "ArrowDown" ? 1 : -1) + options.length) % Math.max(options.length, 1);
    mark();
  } else if (event.key === "Enter") {
    const fresh = event.shiftKey && find.value.trim();
    send(fresh ? options.find((option) => option.fresh) ?? options[0] : options[active]);
  } else if (!find.value && /^[1-9]$/.test(event.key)) {
    if (!sendRecent(Number(event.key))) return;
  } else {
    return;
  }
  event.preventDefault();
}

if (form) {
  find.addEventListener("input", fill);
  find.addEventListener("keydown", onKey);
  box.addEventListener("keydown", (event) => { if (event.key === "Escape") { event.preventDefault(); close(); } });
  form.querySelector("[data-loose]").addEventListener("click", () => send({}));
  form.querySelector("[data-take-out]")?.addEventListener("click", () => takeOut(chosen));
  form.querySelector("[data-cancel]").addEventListener("click", () => close());
  sending.onFailure(reopen);
  for (const type of ["htmx:beforeSwap", "htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    form.addEventListener(type, (event) => event.stopPropagation()); // elsewhere a refusal is a toast; here it has its place
  }
  // Chosen by mouse, the words keep the selection, so that they can be copied; what is typed is the theme's name all
  // the same, and no shortcut of the page.
  addEventListener("keydown", (event) => {
    const typed = [...event.key].length === 1 && event.key !== " " && !/^[1-9]$/.test(event.key);
    if (!isOpen() || box.matches(".ours") || !typed || event.ctrlKey || event.metaKey || event.altKey || inField(event.target)) return;
    event.stopPropagation();
    takeFocus();
  }, { capture: true });
  document.addEventListener("pointerdown", (event) => {
    if (isOpen() && !box.contains(event.target)) close({ focus: false });
  });
}
