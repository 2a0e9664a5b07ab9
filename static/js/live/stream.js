// The lines on the page: drawn by the server, or from what this device has typed and not yet sent.
import { chips, keepOn, signalsOf, themesOf } from "./chips.js";
import { short, words } from "./clock.js";
import { hush } from "./hush.js";
import { lookOf } from "./kinds.js";

const list = document.querySelector("[data-lines]");
const scroller = document.querySelector("[data-scroll]");
const newer = document.querySelector("[data-newer]");
const script = document.querySelector("[data-script]");
const AT_END_WITHIN = 60;
const FRESH_FOR = 4000;

function element(tag, className, text, more = {}) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  for (const [name, value] of Object.entries(more)) node.setAttribute(name, value);
  return node;
}

// A long call has thousands of elements: rows are looked for among the list's own children, and where they were last.
const seen = new Map();
export function row(id) {
  const known = seen.get(id);
  if (known?.parentNode === list && known.dataset.id === id) return known;
  let node = list.lastElementChild;
  while (node && node.dataset.id !== id) node = node.previousElementSibling;
  if (node) seen.set(id, node);
  else seen.delete(id);
  return node;
}
export const rows = () => [...list.children].filter((node) => node.dataset.id);
/** The rows that a selector means, found without asking every row from here. */
export const rowsThat = (selector) => [...list.querySelectorAll(`[data-id]${selector}`)];
export const textOf = (node) => node.querySelector("[data-words]").textContent;
export const lastAt = () => Math.max(-1, ...rows().map((node) => Number(node.dataset.at)));

/** A standing line as the composer takes it up. */
export const lineOf = (node) => ({
  id: node.dataset.id, kind: node.dataset.kind, text: textOf(node), at: Number(node.dataset.at),
  base: Number(node.dataset.revision), version: node.dataset.version ?? null, question: node.dataset.question || null,
  themes: themesOf(node), signals: signalsOf(node), done: "done" in node.dataset, off_record: "offRecord" in node.dataset,
  author: node.dataset.author, by: node.querySelector(".by").lastChild.textContent,
});

/** The line of `author` before or after the one with `id`, whoever wrote that; without an id the last. */
export function neighbour(id, steps, author) {
  const all = rows();
  const at = id ? all.findIndex((node) => node.dataset.id === id) : all.length;
  const theirs = (node) => node.dataset.author === String(author);
  return steps < 0 ? all.slice(0, at).findLast(theirs) : all.slice(at + 1).find(theirs);
}

/** Any line right behind the one with `id`. */
export const after = (id) => rows()[rows().findIndex((node) => node.dataset.id === id) + 1] ?? null;

// ── place: nobody who reads back is moved
const atEnd = () => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < AT_END_WITHIN;

export function toEnd() {
  scroller.scrollTop = scroller.scrollHeight;
  newer.hidden = true;
}

scroller.addEventListener("scroll", () => { if (!newer.hidden && atEnd()) newer.hidden = true; }, { passive: true });
newer.addEventListener("click", toEnd);
// The composer grows and shrinks below the lines, and lines out of sight have a guessed height until they are drawn: who was
// at their end stays there.
let wasAtEnd = true;
scroller.addEventListener("scroll", () => { wasAtEnd = atEnd(); }, { passive: true });
const grown = new ResizeObserver(() => { if (wasAtEnd) toEnd(); });
for (const box of [scroller, list]) grown.observe(box);

function put(node) {
  let before = list.lastElementChild;
  while (before && !(before.dataset.id && comesBefore(before.dataset, node.dataset))) before = before.previousElementSibling;
  if (before) before.after(node);
  else list.prepend(node);
  headAround(node);
}

/** The server's order: by time, then by id. */
function comesBefore(one, other) {
  const apart = Number(one.at) - Number(other.at);
  return apart < 0 || (apart === 0 && one.id < other.id);
}

// ── a heading wherever another question begins
const isHead = (node) => node?.classList.contains("div");

function sibling(node, way) {
  let other = node[way];
  while (isHead(other)) other = other[way];
  return other;
}

function head(node) {
  if (!node) return;
  const before = node.previousElementSibling;
  if (isHead(before)) before.remove();
  const question = node.dataset.question;
  const above = sibling(node, "previousElementSibling")?.dataset.question;
  if ((above ?? "") === question || (!question && node.dataset.kind === "off_script")) return;
  const asked = question && script.querySelector(`[data-question="${CSS.escape(question)}"]`);
  if (question && !asked) return;
  const body = element("div", "bd");
  if (asked) body.append(element("span", "code", asked.dataset.code), ` ${asked.querySelector(".ask").textContent}`);
  else body.append("No question of the script");
  const made = element("li", "ln div");
  made.append(element("span"), element("span", "kn"), body);
  node.before(made);
}

function headAround(node) {
  head(node);
  head(sibling(node, "nextElementSibling"));
}

export const divide = () => rows().forEach(head);

// ── drawing
function draw(line, user, initials) {
  const { look, knot } = lookOf(line.kind);
  const node = element("li", `ln ${look} unsaved`);
  Object.assign(node.dataset, { id: line.id, at: line.at, kind: line.kind, revision: line.base, question: line.question ?? "", author: user, version: line.version ?? "" });
  keepOn(node, line);
  const stamp = element("button", "ts", undefined, { type: "button", "data-edit": "", "aria-label": `Change the line at ${words(line.at)}` });
  stamp.append(element("span", line.at < 3600000 ? "h" : "", words(line.at).slice(0, 3)), words(line.at).slice(3));
  const body = element("div", "bd");
  body.append(element("span", line.kind === "verbatim" ? "words said" : "words", line.text, { "data-words": "" }));
  if (line.kind === "mark") body.append(blank());
  body.append(...[chips(line)].filter(Boolean));
  const by = element("span", "by");
  by.append(element("span", "vh", "written by "), initials);
  node.append(stamp, element("span", "kn", knot, { "aria-hidden": "true" }), body, by);
  tail(node);
  if (line.off_record) hush(node);
  return node;
}

/** In the place of a marker's words. */
function blank() {
  const box = element("span", "unfilled");
  box.append(element("span", "quiet", "Marker, not filled"), " ", element("button", "btn tiny", "Fill in", { type: "button", "data-edit": "" }));
  return box;
}

/** Behind a follow-up: whether it was asked. */
export function tail(node) {
  node.querySelector(".tail")?.remove();
  if (node.dataset.kind !== "follow_up") return;
  const box = element("span", "tail");
  if ("done" in node.dataset) box.append(element("span", "small quiet", "Asked"));
  else box.append(element("button", "btn tiny", "Mark asked", { type: "button", "data-asked": "" }));
  node.querySelector("[data-words]").after(box);
}

/** A line of this device, shown at once, saved or not. A changed line stays with whoever wrote it first. */
export function show(line, user, initials) {
  const old = row(line.id);
  const node = draw(line, old?.dataset.author ?? line.author ?? user, old ? old.querySelector(".by").lastChild.textContent : line.by ?? initials);
  if (line.done) { node.dataset.done = ""; tail(node); }
  if (old) takePlace(old, node);
  else put(node);
  document.querySelector("[data-begin]").hidden = true;
  return node;
}

function takePlace(old, node) {
  node.classList.toggle("taken", old.classList.contains("taken"));
  old.replaceWith(node);
  headAround(node);
}

/** The server has the line in these words; a row that shows others is left to the next refresh. */
export function settle({ id, version }, revision) {
  const node = row(id);
  if (node?.dataset.version !== version) return;
  node.classList.remove("unsaved", "stuck");
  node.querySelector(".trouble")?.remove();
  node.dataset.revision = revision;
}

export function remove(id) {
  const node = row(id);
  if (!node) return;
  const next = sibling(node, "nextElementSibling");
  if (isHead(node.previousElementSibling)) node.previousElementSibling.remove();
  node.remove();
  head(next);
}

/** Why a line isn't saved, the other words if there are any, and what can be done. */
export function trouble(node, why, { other = "", choices = [] } = {}) {
  const end = atEnd();
  node.querySelector(".trouble")?.remove();
  node.classList.add("unsaved", "stuck");
  const box = element("div", "trouble", undefined, { role: "group", "aria-label": `Line at ${short(Number(node.dataset.at))} isn’t saved`, tabindex: "-1" });
  box.append(element("p", "", why));
  if (other) box.append(element("blockquote", "", other));
  const acts = element("p", "acts");
  for (const [label, act] of choices) {
    const button = element("button", "btn tiny", label, { type: "button" });
    button.addEventListener("click", act);
    acts.append(button);
  }
  box.append(acts);
  node.querySelector(".bd").append(box);
  if (end) toEnd();
}

/** Lines from the server take the place of their old selves; those that still wait on this device are left alone.
 * Tells whether anything changed. */
export function merge(html, waitingIds) {
  const sent = document.createElement("template");
  sent.innerHTML = html;
  const end = atEnd();
  const done = [...sent.content.querySelectorAll("[data-id]")].filter((node) => !waitingIds.has(node.dataset.id)).map(mergeOne);
  if (!done.includes("added")) return done.some(Boolean);
  document.querySelector("[data-begin]").hidden = true;
  if (end) toEnd();
  else newer.hidden = false;
  return true;
}

/** Lines from before those on the page, in their order; what stands here already is left alone. */
export function earlier(nodes) {
  const here = new Set(rows().map(({ dataset }) => dataset.id));
  const end = atEnd();
  for (const node of [...nodes].reverse()) {
    if (here.has(node.dataset.id)) continue;
    let next = list.firstElementChild;
    while (next && !(next.dataset.id && comesBefore(node.dataset, next.dataset))) next = next.nextElementSibling;
    list.insertBefore(node, next);
    headAround(node);
  }
  if (end) toEnd();
}

/** "added", "changed", or "" where the page knew already. */
function mergeOne(node) {
  const old = row(node.dataset.id);
  if (old ? !isOlder(old, node) : "gone" in node.dataset) return "";
  if ("gone" in node.dataset) {
    remove(node.dataset.id);
    return "changed";
  }
  if (old) {
    takePlace(old, node);
    return "changed";
  }
  node.classList.add("fresh");
  setTimeout(() => node.classList.remove("fresh"), FRESH_FOR);
  put(node);
  return "added";
}

const isOlder = (old, node) => Number(old.dataset.revision) < Number(node.dataset.revision) || old.classList.contains("unsaved");
