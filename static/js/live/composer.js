// The line being typed: its kind from its first letter, its time from its first key, kept on this device at every key.
import { kinds, lookOf, prefixOf } from "./page.js";

const text = document.querySelector("[data-composer] textarea");
const knot = document.querySelector("[data-knot]");
const hints = [...document.querySelectorAll(".hints [data-kind]")];
const byPrefix = new Map(kinds.filter(prefixOf).map((kind) => [prefixOf(kind), kind]));
byPrefix.set("“", "verbatim").set("„", "verbatim");

/** Kind and words of what was typed. */
export function parse(raw) {
  const kind = byPrefix.get(raw.trimStart()[0]) ?? "note";
  const words = kind === "note" ? raw : raw.trimStart().slice(1);
  return { kind, text: (kind === "verbatim" ? words.replace(/["”]\s*$/, "") : words).trim() };
}

export class Composer extends EventTarget {
  editing = null;
  at = null;

  constructor(clock, draftKey) {
    super();
    this.clock = clock;
    this.draftKey = draftKey;
    text.addEventListener("input", () => this.#typed());
    text.addEventListener("keydown", (event) => this.#key(event));
    text.form.addEventListener("submit", (event) => { event.preventDefault(); this.send(); });
    for (const button of hints) button.addEventListener("click", () => this.#choose(button.dataset.kind));
    this.#restore();
  }

  get empty() {
    return !text.value.trim();
  }

  focus() {
    text.focus();
  }

  #typed() {
    // The first key of a line is the moment it is about.
    if (this.at === null && text.value) this.at = this.clock.now();
    if (!text.value && !this.editing) this.at = null;
    this.#draft();
    this.dress();
  }

  #draft() {
    const draft = text.value ? JSON.stringify({ value: text.value, at: this.at, editing: this.editing }) : null;
    try {
      if (draft) localStorage.setItem(this.draftKey, draft);
      else localStorage.removeItem(this.draftKey);
    } catch { /* a full store: the line is still on the page, and the outbox says what it can't keep */ }
  }

  #restore() {
    const draft = JSON.parse(localStorage.getItem(this.draftKey) ?? "null");
    if (draft) {
      text.value = draft.value;
      this.at = draft.at;
      this.editing = draft.editing;
    }
    this.dress();
  }

  dress() {
    const { kind } = parse(text.value);
    text.className = lookOf(kind) === "quote" ? "as-quote" : `as-${lookOf(kind)}`;
    knot.textContent = kind === "verbatim" ? "“" : prefixOf(kind);
    for (const button of hints) button.setAttribute("aria-pressed", String(button.dataset.kind === kind));
    text.form.classList.toggle("is-edit", Boolean(this.editing));
  }

  #choose(kind) {
    const raw = text.value.trimStart();
    const bare = byPrefix.has(raw[0]) ? raw.slice(1) : raw;
    text.value = prefixOf(kind) + bare;
    this.#typed();
    text.focus();
  }

  #key(event) {
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.send();
    } else if (event.key === "ArrowUp" && this.empty && !this.editing && !event.altKey) {
      event.preventDefault();
      this.dispatchEvent(new Event("last"));
    } else if (event.key === "Escape" && this.editing) {
      event.preventDefault();
      this.clear();
    }
  }

  /** Take a line up again: its words with their prefix, its own time. */
  edit(line) {
    this.editing = { id: line.id, base: line.base, question: line.question };
    this.at = line.at;
    text.value = prefixOf(line.kind) + line.text;
    this.#draft();
    this.dress();
    text.focus();
    text.setSelectionRange(text.value.length, text.value.length);
  }

  clear() {
    text.value = "";
    this.at = null;
    this.editing = null;
    this.#draft();
    this.dress();
  }

  send() {
    const line = parse(text.value);
    if (!line.text) return;
    this.dispatchEvent(new CustomEvent("line", { detail: { ...line, at: this.at ?? this.clock.now(), editing: this.editing } }));
    this.clear();
    text.focus();
  }
}
