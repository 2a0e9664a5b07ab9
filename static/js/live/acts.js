// What a person does to standing lines: change, take away, put back, move, merge, split. An act on two lines first keeps the
// words, then takes them away where they were: the second line waits in the outbox for the first to be saved.
import { short } from "./clock.js";
import { fieldsOf, same } from "./fields.js";
import * as stream from "./stream.js";
import { Undo } from "./undo.js";
import { uuid } from "./uuid.js";

const LONGEST = Number(document.querySelector("[data-text]").maxLength);
const MOST_TOKENS = 40;

export class Acts {
  constructor({ lines, outbox, composer, mayTake }) {
    Object.assign(this, { lines, composer });
    this.undo = new Undo({ back: (act) => this.#back(act), mayTake });
    this.steps = new Map(); // by the version in the outbox
    outbox.addEventListener("saved", ({ detail: { line, revision } }) => {
      const step = this.steps.get(line.version);
      if (step) step.base = revision;
      this.steps.delete(line.version);
    });
  }

  /** `steps`: each line as it was (null for a new one) and as it shall be, in the order in which they may be saved. */
  do(name, steps, words) {
    const act = { name, steps };
    this.#keep(steps);
    this.undo.push(act, words);
  }

  #keep(steps) {
    let needs;
    for (const step of steps) {
      const { before, after } = step;
      const more = needs ? { needs, back: { ...fieldsOf(before), removed: Boolean(before.removed) } } : { needs: null, back: null };
      const version = before ? this.lines.change(before, after, more) : this.lines.keep({ ...after, version: null, base: 0 });
      Object.assign(step, { version, base: before?.base ?? 0 });
      this.steps.set(version, step);
      needs = after.id;
    }
  }

  /** Where somebody changed the line since, this goes by what we knew: the server then shows both. */
  #back({ name, steps }) {
    const back = [...steps].reverse().map(({ before, typed, after, version, base }) => {
      const now = this.lines.now(after.id);
      const from = { ...after, ...(now && same(now, after) ? { version: now.version, base: now.base } : { version, base }) };
      const to = typed ?? before;
      return { before: from, after: to ? { ...from, ...fieldsOf(to), removed: Boolean(to.removed) } : { ...from, removed: true } };
    });
    for (const { after } of back) if (!this.composer.changes(after.id)) this.composer.leave(after.id);
    this.#keep(back);
    stream.row(back[0].after.id)?.scrollIntoView({ block: "nearest" });
    return `${name} undone.`;
  }

  change(before, after) {
    this.do(`Change at ${short(after.at)}`, [{ before, after }]);
  }

  remove(line) {
    this.do("Removal", [{ before: line, after: { ...line, removed: true } }], "Line removed.");
  }

  move(line, question, code) {
    const where = code ? `to ${code}` : "out of the script";
    const step = { before: line, after: { ...line, question } };
    this.do(`Move ${where}`, [step], `Line moved ${where}.`);
    return step.version;
  }

  /** `was` stands and reads `typed` by now; its words go to the end of `first`. Gives why not, or where the two meet. */
  merge(first, was, typed) {
    const kind = first.kind === "mark" ? typed.kind : first.kind;
    const text = [first.text, typed.text].filter(Boolean).join(" ");
    const themes = union(first.themes, typed.themes);
    const signals = stances(first.signals, typed.signals);
    if (!signals) return { why: "One of the lines speaks for an assumption and the other against it, so they stay two." };
    if (text.length > LONGEST || Math.max(themes.length, signals.length) > MOST_TOKENS) return { why: "Together they would be too long for one line." };
    const off_record = this.#off(first) || this.#off(typed);
    const whole = { before: first, after: { ...first, kind, text, themes, signals, off_record } };
    this.do("Merge", [whole, { before: was, typed, after: { ...was, removed: true } }], "Lines merged.");
    return { at: first.text ? first.text.length + 1 : 0 };
  }

  /** `was` stands and reads `typed` by now; it keeps the words `front`, and a line behind it gets `rest`. Gives that one. */
  split(was, typed, front, rest, next) {
    const off_record = this.#off(was);
    const made = { ...typed, ...behind(was, next), text: rest, partOf: was.id, done: false, off_record };
    this.do("Split", [{ before: null, after: made }, { before: was, typed, after: { ...typed, text: front, off_record } }], "Line split.");
    return made;
  }

  /** Whether a line is off the record: as it was taken up, or put there since. */
  #off(line) {
    return Boolean(line.off_record || this.lines.now(line.id)?.off_record);
  }
}

/** An id and a time right behind a line: the next millisecond, or where that is taken the same one and a later id. */
function behind({ id, at }, next) {
  if (!next || Number(next.at) > at + 1) return { id: uuid(), at: at + 1 };
  let later = uuid();
  while (later <= id) later = uuid();
  return { id: later, at };
}

function union(one, other) {
  const all = new Map();
  for (const name of [...(one ?? []), ...(other ?? [])]) if (!all.has(name.toLowerCase())) all.set(name.toLowerCase(), name);
  return [...all.values()];
}

/** Both lines' stances, or null where one is for and the other against. */
function stances(one, other) {
  const all = new Map();
  for (const { assumption, stance } of [...(one ?? []), ...(other ?? [])]) {
    const there = all.get(assumption) ?? "touches";
    if (there !== "touches" && stance !== "touches" && there !== stance) return null;
    all.set(assumption, stance === "touches" ? there : stance);
  }
  return [...all].map(([assumption, stance]) => ({ assumption, stance }));
}
