// What was tagged stands on the page at once, marked as not saved yet, and is sent in its turn; the server's answer takes its
// place. What fails is taken off the page again, and said beside its words.
import { line, lines } from "./lines.js";
import { textOf, unitsAt } from "./selection.js";

const form = document.querySelector("#picker form");
const aloud = document.getElementById("said-aloud");
const queue = [], failed = [];
let count = 0, underway = null, again = () => false;

export const busy = () => queue.length + failed.length > 0;
export const say = (words) => { aloud.textContent = words; };

// `offer(entry, focus)`: lets the words be chosen again; false where somebody has gone on to other words.
export function onFailure(offer) { again = offer; }

// `stretch`: the words; `option`: a theme of the list, a new one by its name, or none; `typed`: what stood in the field.
export function send({ first, start, last, end }, option, typed) {
  const revisions = [first.dataset.r, last.dataset.r];
  const entry = { key: `w${(count += 1)}`, first: first.id, start, last: last.id, end, revisions, option, typed };
  queue.push(entry);
  draw(entry);
  say(`${nameOf(entry)}: not saved yet.`);
  next();
}

export function stretchOf(entry) {
  const first = document.getElementById(entry.first), last = document.getElementById(entry.last);
  return first && last ? { first, start: entry.start, last, end: entry.end } : null;
}

const nameOf = ({ option }) => option.name ?? "No theme yet";

function next() {
  if (underway || !queue.length) return;
  underway = queue[0];
  const { elements } = form, { option, revisions } = underway;
  const values = {
    first: underway.first.slice(2), last: underway.last.slice(2), start: underway.start, end: underway.end,
    first_revision: revisions[0], last_revision: revisions[1],
    theme: option.theme ?? "", name: option.fresh ? option.name : "",
  };
  for (const [name, value] of Object.entries(values)) elements[name].value = value;
  form.requestSubmit();
}

// One after the other: an answer shows a line as it was when it was given, and must not undo a later one.
function onAnswer({ target, detail: { xhr } }) {
  if (target !== form || !underway) return;
  const entry = underway;
  underway = null;
  queue.shift();
  undraw(entry);
  if (xhr.status >= 200 && xhr.status < 300) say(`${nameOf(entry)}: saved.`);
  else fail(entry, xhr);
  redraw();
  setTimeout(next); // htmx lets go of the form after this event
}

// An undo waits until what was tagged before is there to be undone.
document.body.addEventListener("study:undoing", ({ detail }) => {
  detail.push(new Promise((done) => {
    const look = () => (queue.length ? setTimeout(look, 40) : done());
    look();
  }));
});

function fail(entry, xhr) {
  const answer = new DOMParser().parseFromString(xhr.responseText, "text/html");
  entry.why = answer.querySelector("[data-toast] span, .why")?.textContent
    ?? (xhr.status ? "The server couldn’t save this. Your words are still chosen: try again." : "No answer from the server. Your words are still chosen: try again.");
  const here = !line() || line().id === entry.first;
  if (!here || !again(entry)) failed.push(entry);
}

// After lines were swapped: what still waits is drawn into the new ones.
export function redraw() {
  for (const entry of [...queue, ...failed]) {
    undraw(entry);
    draw(entry);
  }
}

function draw(entry) {
  const stretch = stretchOf(entry);
  if (!stretch) return;
  const turns = [...lines.querySelectorAll("[data-line]")];
  const run = turns.slice(turns.indexOf(stretch.first), turns.indexOf(stretch.last) + 1).filter((turn) => turn.matches("[data-quotable]"));
  if (!entry.why) for (const turn of run) {
    const text = textOf(turn), whole = text.textContent;
    const from = turn === stretch.first ? unitsAt(whole, stretch.start) : 0;
    wrap(text, from, turn === stretch.last ? unitsAt(whole, stretch.end) : whole.length, entry);
  }
  if (run[0] ?? stretch.first) beside(run[0] ?? stretch.first).append(entry.why ? failure(entry) : waiting(entry));
}

// The same pieces the server would make: text alone, one mark in another where quotes overlap.
function wrap(text, from, to, { key, option }) {
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT), nodes = [];
  for (let node = walker.nextNode(), at = 0; node; node = walker.nextNode()) {
    if (at < to && at + node.length > from) nodes.push([node, Math.max(from - at, 0), Math.min(to - at, node.length)]);
    at += node.length;
  }
  for (const [node, start, end] of nodes) {
    const piece = start ? node.splitText(start) : node;
    if (end - start < piece.length) piece.splitText(end - start);
    const mark = document.createElement("mark");
    const lane = laneOf(piece, text);
    mark.className = `hl${LANES[lane]} waiting${option.colour ? "" : " loose-hl"}`;
    Object.assign(mark.dataset, { c: option.colour ?? 0, w: key });
    piece.replaceWith(mark);
    mark.append(piece);
  }
}

// The strokes of quotes that overlap, as the server prints them; the next one here is below all that are over the words.
const LANES = ["", " in", " in2", " in3", " in4", " in5"];
const MANY = 3;

function laneOf(node, text) {
  let lane = 0;
  for (let over = node.parentElement; over !== text; over = over.parentElement) {
    if (over.matches("mark")) lane = Math.max(lane, LANES.findLastIndex((name) => !name || over.classList.contains(name.trim())) + 1);
  }
  lane = Math.min(lane, LANES.length - 1);
  if (lane >= MANY && lane >= Number(text.dataset.lanes ?? 0)) text.dataset.lanes = lane + 1;
  return lane;
}

function beside(turn) {
  const list = turn.querySelector(".mq ul");
  if (list) return list;
  const margin = Object.assign(document.createElement("div"), { className: "mq" });
  margin.append(Object.assign(document.createElement("ul"), { ariaLabel: "Quotes in this line" }));
  margin.firstChild.setAttribute("role", "list");
  turn.querySelector(".words").after(margin);
  return margin.firstChild;
}

function row(entry, look) {
  const item = Object.assign(document.createElement("li"), { className: look });
  item.dataset.w = entry.key;
  return item;
}

function waiting(entry) {
  const item = row(entry, "waiting"), tag = Object.assign(document.createElement("span"), { className: entry.option.colour ? "tag" : "tag loose-tag" });
  if (entry.option.colour) tag.dataset.c = entry.option.colour;
  const icon = entry.option.row?.querySelector("svg")?.cloneNode(true);
  tag.append(...(icon ? [icon] : []), Object.assign(document.createElement("span"), { textContent: nameOf(entry) }));
  item.append(tag, Object.assign(document.createElement("span"), { className: "by", textContent: "not saved yet" }));
  return item;
}

function failure(entry) {
  const item = row(entry, "failed"), act = (words, does) => {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "btn tiny", textContent: words });
    button.addEventListener("click", () => { letGo(entry); does(); });
    return button;
  };
  const why = Object.assign(document.createElement("span"), { className: "why", textContent: `“${nameOf(entry)}” isn’t saved. ${entry.why}` });
  why.setAttribute("role", "alert");
  item.append(why, act("Choose again", () => again(entry, true)), act("Let it go", () => {}));
  return item;
}

function letGo(entry) {
  failed.splice(failed.indexOf(entry), 1);
  undraw(entry);
}

function undraw({ key }) {
  for (const mark of lines.querySelectorAll(`mark[data-w="${key}"]`)) {
    const over = mark.parentNode;
    mark.replaceWith(...mark.childNodes);
    over.normalize();
  }
  for (const item of lines.querySelectorAll(`li[data-w="${key}"]`)) {
    const list = item.parentNode;
    item.remove();
    if (!list.children.length) list.closest(".mq").remove();
  }
}

if (form) {
  document.body.addEventListener("htmx:afterRequest", onAnswer);
  document.body.addEventListener("htmx:afterSettle", () => { if (queue.some((entry) => !lines.querySelector(`[data-w="${entry.key}"]`))) redraw(); });
  addEventListener("beforeunload", (event) => { if (queue.length) event.preventDefault(); });
}
