// The line being typed: its kind from its first letter, its time and its id from its first key.
import { short } from "./clock.js";
import { Completion } from "./completion.js";
import { bare, hints, kindOf, lookOf } from "./kinds.js";
import { suggest } from "./suggest.js";
import { uuid } from "./uuid.js";

const form = document.querySelector("[data-composer]");
const text = form.querySelector("textarea");
const knot = form.querySelector(".kn");
const label = form.querySelector("[data-label]");
const editBar = form.querySelector("[data-editing]");
const BLANK = { id: null, kind: "note", value: "", at: null, editing: null };

export class Composer extends EventTarget {
  /** The line as it stands; `editing` holds the standing line as it was, its revision too, while one is changed. */
  line = { ...BLANK };
  #aside = []; // half-typed lines put aside while another is changed
  #last = -1;

  constructor(clock, draft, tokens) {
    super();
    Object.assign(this, { clock, draft, tokens });
    const meant = (before) => suggest(before, tokens);
    this.completion = new Completion(text, meant, () => this.#typed());
    text.addEventListener("input", (event) => event.isComposing || this.#typed());
    text.addEventListener("compositionend", () => this.#typed());
    text.addEventListener("keydown", (event) => this.#key(event));
    form.addEventListener("submit", (event) => { event.preventDefault(); this.send(); });
    for (const hint of hints) hint.addEventListener("click", () => this.#choose(hint.dataset.kind));
    editBar.querySelector("[data-leave]").addEventListener("click", () => this.clear());
    editBar.querySelector("[data-remove]").addEventListener("click", () => this.#remove());
  }

  get empty() {
    return !text.value.trim();
  }

  focus() {
    text.focus({ preventScroll: true });
  }

  /** Lines on the page already end at `at`; new ones come after. */
  after(at) {
    this.#last = Math.max(this.#last, at);
  }

  /** A line under change was saved as it stood before: the change now builds on that. */
  saved(id, revision) {
    for (const { id: other, editing } of [this.line, ...this.#aside]) if (other === id && editing) editing.base = revision;
  }

  /** What was half-typed when the page was left; `sent` tells lines that went out since. */
  restore(draft, sent) {
    if (!draft) { this.#keep(); return; }
    const lines = [...(draft.aside ?? []), draft.line].filter((line) => line && (line.editing || !sent(line.id)));
    if (!lines.length) return;
    if (!this.empty) this.#aside.push(...lines); // somebody types already: theirs first
    else {
      this.#aside = lines.slice(0, -1);
      this.#show(lines.at(-1));
    }
    this.#keep();
  }

  #typed() {
    const prefixed = this.#takePrefix();
    if (this.line.kind === "mark" && text.value) this.line.kind = "note"; // a marker that gets words is a line
    this.line.value = text.value;
    if (this.line.editing) { /* it has its time */ }
    else if (!text.value && this.line.kind === "note") this.line = { ...BLANK };
    else if (this.line.at === null && (prefixed || text.value)) this.#begin();
    this.#keep();
    this.#dress();
  }

  // The first key of a line is the moment it is about, and no two lines share one.
  #begin() {
    this.#last = Math.max(this.clock.now(), this.#last + 1);
    Object.assign(this.line, { id: uuid(), at: this.#last });
  }

  #takePrefix() {
    const kind = kindOf(text.value[0]);
    const atStart = !this.line.value || text.value.length === 1 || text.value.slice(1) === this.line.value;
    const mayTurn = ["note", "mark", kind].includes(this.line.kind);
    if (!kind || !atStart || !mayTurn) return false;
    this.line.kind = kind;
    text.setRangeText("", 0, 1);
    return true;
  }

  #choose(kind) {
    this.line.kind = kind;
    this.#typed();
    text.focus();
  }

  #key(event) {
    if (event.isComposing || this.completion.key(event)) return;
    const atStart = text.selectionStart === 0 && text.selectionEnd === 0;
    const plain = !event.altKey && !event.ctrlKey && !event.metaKey;
    if (event.key === "Enter" && !event.shiftKey) this.#does(event, () => this.send());
    else if (event.key === "Escape" && this.line.editing) this.#does(event, () => this.clear());
    else if (event.key === "Backspace" && plain && atStart && this.line.kind !== "note") this.#does(event, () => this.#choose("note"));
    else if (event.key === "ArrowUp" && plain && atStart && (this.empty || this.line.editing)) this.#does(event, () => this.#tell("before", this.line.editing && this.line.id));
    else if (event.key === "ArrowDown" && plain && this.line.editing && text.selectionEnd === text.value.length) this.#does(event, () => this.#tell("after", this.line.id));
    else if (event.key === "Delete" && event.ctrlKey && this.line.editing) this.#does(event, () => this.#remove());
  }

  #does(event, act) {
    event.preventDefault();
    act();
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  /** Take a standing line up again: id, kind, text, at, base, question, themes, signals. What is half-typed is put aside. */
  edit({ id, kind, at, ...was }) {
    const changed = this.line.editing ? this.line.value !== this.line.editing.value : !this.empty;
    if (changed) this.#aside.push(this.line);
    const value = this.tokens.write(was);
    this.#show({ id, kind, value, at, editing: { ...was, kind, value } });
    this.#keep();
    text.focus();
    text.setSelectionRange(text.value.length, text.value.length);
  }

  #remove() {
    const { id } = this.line;
    this.clear();
    this.#tell("remove", id);
  }

  /** Done with this line: on to a new one, or back to what was put aside. */
  clear() {
    this.#show(this.#aside.pop() ?? { ...BLANK });
    this.#keep();
    text.focus();
  }

  send() {
    if (!this.line.id) this.#begin();
    const { id, at, editing } = this.line;
    const kind = this.line.kind === "mark" ? "note" : this.line.kind;
    const { words: typed, themes, signals } = this.tokens.parse(text.value, editing);
    const words = bare(kind, typed);
    if (!words) { this.#wordless(editing); return; }
    const line = { text: words, themes, signals };
    const same = editing && editing.kind === kind && this.tokens.write(line) === this.tokens.write(editing);
    if (!same) this.#tell("line", { id, at, kind, ...line, editing });
    this.clear();
  }

  #wordless(editing) {
    if (!this.empty) this.#tell("wordless"); // a theme or an assumption alone
    else if (editing?.kind === "mark") this.clear(); // still to be filled
  }

  /** A moment without words; the line being typed stays as it is. */
  mark() {
    this.#last = Math.max(this.clock.now(), this.#last + 1);
    this.#tell("line", { id: uuid(), at: this.#last, kind: "mark", text: "", themes: [], signals: [], editing: null });
  }

  /** A token from a button, at the caret. */
  type(token) {
    const at = text.selectionStart;
    const apart = at && !/\s/.test(text.value[at - 1]) ? " " : "";
    text.setRangeText(`${apart}${token}${token.length > 1 ? " " : ""}`, at, text.selectionEnd, "end");
    this.#typed();
    text.focus();
    this.completion.look();
  }

  #keep() {
    const nothing = this.empty && this.line.kind === "note" && !this.#aside.length;
    this.draft.save(nothing ? null : { line: this.line, aside: this.#aside });
  }

  #show(line) {
    this.line = { ...line };
    text.value = line.value;
    this.#dress();
    this.#tell("shown", line.editing ? line.id : null);
  }

  #dress() {
    const { kind, editing, at } = this.line;
    const { look, knot: sign, word } = lookOf(kind);
    text.className = `as-${look}`;
    knot.textContent = sign;
    for (const hint of hints) hint.setAttribute("aria-pressed", String(hint.dataset.kind === kind));
    form.classList.toggle("is-edit", Boolean(editing));
    editBar.hidden = !editing;
    if (editing) editBar.querySelector("[data-editing-words]").textContent = `Changing the line at ${short(at)}.`;
    label.textContent = `${editing ? "Change the line" : "New line"}, ${word}`;
  }
}
