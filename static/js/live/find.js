// Finding in the page's notes. What matches is lit without touching the lines' words (CSS Custom Highlight API; an older browser
// shows the line alone), and the line being typed is left as it is.
import { isAlt } from "./alt.js";
import { fold, isPlain, places } from "./fold.js";

const form = document.querySelector("[data-find]");
const field = form.querySelector("input");
const tally = form.querySelector("[data-found]");
const list = document.querySelector("[data-lines]");
const scroller = document.querySelector("[data-scroll]");
const LOOK_AGAIN_AFTER = 150;
const MOST_LIT = 1500; // a single letter stands in every line
const LIT_BEFORE = 60;
const folded = new WeakMap(); // text node -> its folded text; a changed line has new nodes

export class Find {
  #found = []; // line, and the parts of it that match
  #now = null; // the line found last
  #timer = 0;

  /** `change(row)` takes a line up, where it may be changed; `done()` gives the focus back. */
  constructor({ change, done }) {
    Object.assign(this, { change, done });
    for (const button of document.querySelectorAll("[data-find-open]")) button.addEventListener("click", () => this.open());
    field.addEventListener("input", () => { this.#look(); this.#go(this.#first()); });
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("keydown", (event) => this.#key(event));
    form.querySelector("[data-find-next]").addEventListener("click", () => this.#step(1));
    form.querySelector("[data-find-back]").addEventListener("click", () => this.#step(-1));
    form.querySelector("[data-find-change]")?.addEventListener("click", () => this.#take());
    form.querySelector("[data-find-close]").addEventListener("click", () => this.close());
    new MutationObserver(() => { if (!form.hidden) this.#timer ||= setTimeout(() => { this.#timer = 0; this.#look(); this.#show(); }, LOOK_AGAIN_AFTER); })
      .observe(list, { childList: true });
  }

  open() {
    form.hidden = false;
    field.select();
    field.focus();
    this.#look();
    this.#show();
  }

  close() {
    form.hidden = true;
    this.#found = [];
    this.#mark(null);
    this.#light();
    this.done();
  }

  #key(event) {
    const { key, shiftKey } = event;
    if (key === "Escape") this.close();
    else if (event.target !== field || event.isComposing) return;
    else if (key === "Enter" && isAlt(event)) this.#take();
    else if (key === "Enter") this.#step(shiftKey ? -1 : 1);
    else if (key === "ArrowDown" && !event.altKey) this.#step(1);
    else if (key === "ArrowUp" && !event.altKey) this.#step(-1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #look() {
    const wanted = fold(field.value.trim());
    const rows = new Map();
    for (const part of wanted ? list.querySelectorAll("[data-words], .chips > *") : []) {
      if (!part.firstChild || !folding(part.firstChild).includes(wanted)) continue;
      const row = part.closest("[data-id]");
      rows.set(row, [...(rows.get(row) ?? []), part.firstChild]);
    }
    this.#found = [...rows].map(([row, parts]) => ({ row, parts }));
  }

  /** The first one in sight or below it, as in a browser. */
  #first() {
    const top = scroller.getBoundingClientRect().top;
    const at = this.#found.findIndex(({ row }) => row.getBoundingClientRect().bottom > top + form.offsetHeight);
    return Math.max(at, 0);
  }

  get #at() {
    return this.#found.findIndex(({ row }) => row.dataset.id === this.#now);
  }

  #step(way) {
    const { length } = this.#found;
    if (length) this.#go((this.#at < 0 ? this.#first() : this.#at + way + length) % length);
  }

  #go(at) {
    this.#now = this.#found[at]?.row.dataset.id ?? null;
    this.#show();
    this.#found[at]?.row.scrollIntoView({ block: "center" });
  }

  #take() {
    const found = this.#found[this.#at];
    if (!found || !this.change) return;
    this.close();
    this.change(found.row);
  }

  #show() {
    const at = this.#at;
    const { length } = this.#found;
    tally.textContent = length ? `${at < 0 ? "–" : at + 1} of ${length}` : field.value.trim() ? "No line" : "";
    for (const button of form.querySelectorAll("[data-find-next], [data-find-back], [data-find-change]")) button.disabled = !length;
    this.#mark(this.#found[at]?.row ?? null);
    this.#light();
  }

  #mark(row) {
    for (const old of list.querySelectorAll(".sought")) if (old !== row) old.classList.remove("sought");
    row?.classList.add("sought");
  }

  /** Around the line found last; one letter may stand in more places than can be lit at once. */
  #light() {
    if (!CSS.highlights) return;
    const wanted = fold(field.value.trim());
    const at = Math.max(this.#at, 0);
    const rangesOf = ({ parts }) => parts.flatMap((part) => matches(part, wanted));
    const lit = [];
    for (const found of [...this.#found.slice(Math.max(at - LIT_BEFORE, 0)), ...this.#found.slice(0, Math.max(at - LIT_BEFORE, 0))]) {
      if (lit.length > MOST_LIT) break;
      lit.push(...rangesOf(found));
    }
    CSS.highlights.set("found", new Highlight(...lit));
    const now = new Highlight(...(this.#at < 0 ? [] : rangesOf(this.#found[this.#at])));
    now.priority = 1;
    CSS.highlights.set("found-now", now);
  }
}

function folding(node) {
  if (!folded.has(node)) folded.set(node, fold(node.data));
  return folded.get(node);
}

function matches(node, wanted) {
  const text = node.data;
  const words = folding(node);
  const found = [];
  let all = null; // found only where it is needed
  const place = (at) => (isPlain(text) ? at : (all ??= places(text))[at]);
  for (let at = words.indexOf(wanted); at >= 0; at = words.indexOf(wanted, at + wanted.length)) {
    const from = place(at);
    found.push(new StaticRange({ startContainer: node, startOffset: from, endContainer: node, endOffset: Math.max(place(at + wanted.length), from + 1) }));
  }
  return found;
}
