// The line being typed: its kind from its first letter, its time and its id from its first key.
import { short } from "./clock.js";
import { isCommand, notACommand } from "./commands.js";
import { Completion } from "./completion.js";
import { bare, hints, kindOf, lookOf } from "./kinds.js";
import { suggest } from "./suggest.js";
import { uuid } from "./uuid.js";

const form = document.querySelector("[data-composer]");
const text = form.querySelector("textarea");
const knot = form.querySelector(".kn");
const label = form.querySelector("[data-label]");
const said = form.querySelector("[data-say]");
const editBar = form.querySelector("[data-editing]");
const BLANK = { id: null, kind: "note", value: "", at: null, editing: null };

const isChanged = ({ editing, value }) => Boolean(editing) && value !== editing.value;

export class Composer extends EventTarget {
  /** The line as it stands; `editing` holds the standing line as it was, its revision too, while one is changed. */
  line = { ...BLANK };
  #aside = []; // half-typed lines put aside while another is changed
  #last = -1;
  #hush = ""; // what is said of every line while the call is off the record

  constructor(clock, draft, tokens) {
    super();
    Object.assign(this, { clock, draft, tokens });
    const meant = (before) => (this.#mayCommand ? this.commands?.suggest(before) : null) ?? suggest(before, tokens);
    this.completion = new Completion(text, meant, () => this.#typed());
    text.addEventListener("input", (event) => event.isComposing || this.#typed());
    text.addEventListener("compositionend", () => this.#typed());
    text.addEventListener("keydown", (event) => this.#key(event));
    form.addEventListener("submit", (event) => { event.preventDefault(); this.send(); });
    for (const hint of hints) hint.addEventListener("click", () => this.#choose(hint.dataset.kind));
    editBar.querySelector("[data-leave]").addEventListener("click", () => this.clear());
    editBar.querySelector("[data-remove]").addEventListener("click", () => this.#remove());
    if (text.value) this.#typed(); // before the scripts were there
  }

  get empty() {
    return !text.value.trim();
  }

  /** Whether `target` is the line, and nothing is being typed in it. */
  isBlank(target) {
    return target === text && !text.value && this.line.kind === "note" && !this.line.editing;
  }

  /** Whether what was typed begins with a slash and is no command. */
  get stuck() {
    return this.#mayCommand && isCommand(text.value);
  }

  get #mayCommand() {
    return this.line.kind === "note";
  }

  /** A sentence under the line, until the next key. */
  say(words) {
    said.textContent = words;
  }

  /** The call is off the record, in words, or on it: "". What is half-typed then goes off it too. */
  hush(words) {
    this.#hush = words;
    if (words && !this.empty) this.line.off = true;
    this.#keep();
    this.#dress();
  }

  /** Whether a line under way, or put aside, is such a one. */
  holds(such) {
    return [this.line, ...this.#aside].some((line) => line.id && such(line));
  }

  /** Lines under way that are such ones go, with their words. */
  letGo(such) {
    this.#aside = this.#aside.filter((line) => !such(line));
    if (such(this.line)) this.clear();
    else this.#keep();
  }

  focus() {
    text.focus({ preventScroll: true });
  }

  /** Lines on the page already end at `at`; new ones come after. */
  after(at) {
    this.#last = Math.max(this.#last, at);
  }

  /** A line under change was saved in the words the change was made of: it builds on that revision now. */
  saved({ id, version }, revision) {
    for (const { id: other, editing } of [this.line, ...this.#aside]) if (other === id && editing?.version === version) editing.base = revision;
  }

  /** The line under change: as it stood when it was taken up, as it reads now, and its words before and behind the caret. */
  get changing() {
    const { id, at, kind, editing } = this.line;
    if (!editing) return null;
    const words = (value) => bare(kind, this.tokens.parse(value, editing).words);
    const { themes, signals } = this.tokens.parse(text.value, editing);
    const { value, ...was } = { ...editing, id, at };
    const { selectionStart: caret } = text;
    return {
      was, typed: { ...was, kind, text: words(text.value), themes, signals },
      front: words(text.value.slice(0, caret)), rest: words(text.value.slice(caret)),
    };
  }

  /** A line under change belongs to another question now. */
  moved(id, question, version) {
    for (const { id: other, editing } of [this.line, ...this.#aside]) if (other === id && editing) Object.assign(editing, { question, version });
    this.#keep();
  }

  /** Whether words of a standing line were begun and not saved. */
  changes(id) {
    return [this.line, ...this.#aside].some((line) => line.id === id && isChanged(line));
  }

  /** A line is not to be changed any further, if it is under change; other words begun for it stay. */
  leave(id) {
    this.#aside = this.#aside.filter((line) => line.id !== id || !line.editing || isChanged(line));
    if (this.line.id === id && this.line.editing) this.clear();
  }

  /** What was half-typed when pages were left, the last one's at the end; `sent` tells lines that went out since. */
  restore(drafts, sent) {
    const all = drafts.flatMap(({ aside = [], line }) => [...aside, line]).filter((line) => line?.editing || (line?.id && !sent(line.id)));
    const again = (line) => (other) => other.id === line.id && (!line.editing || other.value === line.value);
    const lines = all.filter((line, place) => ![...all.slice(place + 1), this.line, ...this.#aside].some(again(line)));
    if (!lines.length) { this.#keep(); return; }
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
    if (said.textContent && document.activeElement === text) this.say("");
    if (this.line.editing) { /* it has its time */ }
    else if (!text.value && this.line.kind === "note") this.line = { ...BLANK };
    else if (this.line.at === null && (prefixed || text.value)) this.#begin();
    if (this.#hush && this.line.id) this.line.off = true;
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

  /** Take a standing line up again: id, kind, text, at, base, question, themes, signals. What is half-typed is put aside; words
   * begun for this very line are taken up with it. */
  edit({ id, kind, at, ...was }, caret = Infinity) {
    const begun = [this.line, ...this.#aside].find((line) => line.id === id && isChanged(line));
    this.#aside = this.#aside.filter((line) => line !== begun);
    const half = this.line.editing ? isChanged(this.line) : !this.empty;
    if (half && this.line !== begun) this.#aside.push(this.line);
    const value = kind === "note" ? notACommand(this.tokens.write(was)) : this.tokens.write(was);
    if (this.line !== begun || !begun) this.#show(begun ?? { id, kind, value, at, editing: { ...was, kind, value } });
    this.#keep();
    text.focus();
    const to = Math.min(caret, text.value.length);
    text.setSelectionRange(to, to);
  }

  #remove() {
    const { was } = this.changing;
    this.clear();
    this.#tell("remove", was);
  }

  /** Done with this line: on to a new one, or back to what was put aside. */
  clear() {
    this.#show(this.#aside.pop() ?? { ...BLANK });
    this.#keep();
    text.focus();
  }

  /** A command was typed: done, or it stays with the reason. "/for A4 and words" is a line. Tells whether there is one to save. */
  #command() {
    const { problem, act, token, words } = this.commands.read(text.value);
    this.say(problem ?? "");
    if (problem) return false;
    const line = words || this.line.editing?.value;
    if (!token || !line) { this.clear(); act(); return false; }
    this.line.value = text.value = `${line} ${token}`;
    return true;
  }

  send() {
    if (this.#mayCommand && this.commands && isCommand(text.value) && !this.#command()) return;
    if (!this.line.id) this.#begin();
    const { id, at, editing, off } = this.line;
    const kind = this.line.kind === "mark" ? "note" : this.line.kind;
    const { words: typed, themes, signals } = this.tokens.parse(text.value, editing);
    const words = bare(kind, typed);
    if (!words) { this.#wordless(editing); return; }
    const line = { text: words, themes, signals };
    const same = editing && editing.kind === kind && this.tokens.write(line) === this.tokens.write(editing);
    if (!same) this.#tell("line", { id, at, kind, ...line, editing, off_record: Boolean(off || editing?.off_record) });
    this.clear();
  }

  #wordless(editing) {
    if (!this.empty) this.#tell("wordless"); // a theme or an assumption alone
    else if (editing?.kind === "mark") this.clear(); // still to be filled
  }

  /** A moment without words; the line being typed stays as it is. */
  mark() {
    this.#last = Math.max(this.clock.now(), this.#last + 1);
    this.#tell("line", { id: uuid(), at: this.#last, kind: "mark", text: "", themes: [], signals: [], editing: null, off_record: Boolean(this.#hush) });
  }

  /** A token from a button, at the caret. */
  type(token) {
    if (token === "/") text.setSelectionRange(0, 0);
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
    this.say("");
    text.value = line.value;
    this.completion.shut(); // what was offered was for the line before
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
    label.textContent = `${this.#hush}${editing ? "Change the line" : "New line"}, ${word}`;
  }
}
