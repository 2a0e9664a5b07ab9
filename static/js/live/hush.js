// How the page shows what is off the record: a tag on each line, and a mark in the notes where it begins and ends.
import { words } from "./clock.js";
import { joined } from "./off-stretches.js";
import { lines } from "./state-words.js";

const list = document.querySelector("[data-lines]");

/** Mark a line on the page, or take the mark off it. */
export function hush(node, off = true) {
  node.querySelector(".hush-tag")?.remove();
  if (!off) { delete node.dataset.offRecord; return; }
  node.dataset.offRecord = "";
  const tag = Object.assign(document.createElement("span"), { className: "hush-tag", textContent: "Off the record" });
  const tail = node.querySelector(".tail");
  if (tail) tail.before(tag);
  else node.querySelector(".bd").append(tag);
}

const rowsOf = () => [...list.querySelectorAll("[data-id]")];
export const hushed = () => rowsOf().filter((row) => "offRecord" in row.dataset);

/** How many lines are off the record, wherever that is said. */
export function count() {
  const n = hushed().length;
  for (const part of document.querySelectorAll("[data-off-held]")) part.hidden = !n;
  const said = { held: `${lines(n)} off the record`, erase: `Erase ${lines(n)}…` };
  for (const part of document.querySelectorAll("[data-off-count]")) part.textContent = said[part.dataset.offCount];
}

/** Marks at their places among the lines, which may have come or gone since. */
export function place(stretches) {
  const wanted = joined(stretches).flatMap(({ began, ended, by }) => [
    { key: `off-${began}`, at: began, by, said: "Off the record from here" },
    ...(ended === null ? [] : [{ key: `on-${ended}`, at: ended, by: "", said: "On the record again" }]),
  ]);
  const there = new Map([...list.querySelectorAll("[data-hushed]")].map((node) => [node.dataset.hushed, node]));
  for (const [key, node] of there) if (!wanted.some((mark) => mark.key === key)) node.remove();
  if (!wanted.length) return;
  const rows = rowsOf();
  for (const mark of wanted) put(there.get(mark.key) ?? drawn(mark), rows.find(({ dataset }) => Number(dataset.at) >= mark.at));
}

function put(node, row) {
  const head = row?.previousElementSibling;
  const before = (head?.classList.contains("div") ? head : row) ?? null;
  let next = node.nextElementSibling;
  while (next?.dataset.hushed) next = next.nextElementSibling;
  if (!node.parentElement || next !== before) list.insertBefore(node, before);
  let above = node.previousElementSibling;
  while (above && !above.dataset.id) above = above.previousElementSibling;
  node.dataset.question = above?.dataset.question ?? ""; // a heading is drawn where questions change, and it is no line
}

function drawn({ key, at, by, said }) {
  const node = Object.assign(document.createElement("li"), { className: `ln hushed${key.startsWith("on") ? " back" : ""}` });
  node.dataset.hushed = key;
  const [stamp, knot, body, who] = ["span", "span", "div", "span"].map((tag) => document.createElement(tag));
  stamp.className = "ts";
  stamp.append(Object.assign(document.createElement("span"), { className: at < 3600000 ? "h" : "", textContent: words(at).slice(0, 3) }), words(at).slice(3));
  Object.assign(knot, { className: "kn", ariaHidden: "true" });
  Object.assign(body, { className: "bd", textContent: said });
  Object.assign(who, { className: "by", textContent: by });
  if (key.startsWith("on")) body.append(" ", erase());
  node.append(stamp, knot, body, who);
  return node;
}

function erase() {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "btn plain tiny", textContent: "Erase…" });
  button.dataset.offErase = button.dataset.offHeld = "";
  return button;
}
