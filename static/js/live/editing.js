// The line under change: its keys, and the bar that names them. Moving, merging and splitting take effect at once; its words
// are saved with Enter.
import { toast } from "../toasts.js";
import { isAlt, meant } from "./alt.js";
import * as stream from "./stream.js";

const form = document.querySelector("[data-composer]");
const bar = form.querySelector("[data-editing]");
const text = form.querySelector("textarea");

export class Editing {
  /** `change(id, caret)` takes a standing line up. */
  constructor({ composer, acts, move, change }) {
    Object.assign(this, { composer, acts, move, change });
    form.addEventListener("keydown", (event) => {
      if (!event.isComposing && composer.line.editing && this.#key(event)) { event.preventDefault(); event.stopPropagation(); }
    }, { capture: true });
    bar.querySelector("[data-merge]").addEventListener("click", () => this.merge());
    bar.querySelector("[data-split]").addEventListener("click", () => this.split());
  }

  #key(event) {
    const { key, ctrlKey, metaKey, altKey, shiftKey } = event;
    if (this.move.key(event)) return true;
    if (key === "Enter" && (ctrlKey || metaKey) && !altKey) this.split();
    else if (isAlt(event) && meant(event) === "j") this.merge();
    else if (key === "Backspace" && !ctrlKey && !metaKey && !altKey && !shiftKey && this.#joins(event)) this.merge();
    else return false;
    return true;
  }

  /** As in any editor, but never from a key held down to empty the line. */
  #joins({ repeat }) {
    const atStart = text.selectionStart === 0 && text.selectionEnd === 0;
    return atStart && !repeat && text.value.trim() !== "" && this.composer.line.kind === "note";
  }

  merge() {
    const { was, typed } = this.composer.changing;
    const before = stream.neighbour(was.id, -1, was.author);
    if (!before) { this.#say("No line of the same person stands before this one."); return; }
    if (!typed.text && typed.kind !== "mark") { this.#say("This line has no words to merge."); return; }
    const { why, at } = this.acts.merge(stream.lineOf(before), was, typed);
    if (why) { this.#say(why); return; }
    this.composer.leave(was.id);
    this.change(before.dataset.id, at);
  }

  split() {
    const { was, typed, front, rest } = this.composer.changing;
    if (!front || !rest) { this.#say("Put the caret between the words, where the second line is to begin."); return; }
    const next = stream.after(was.id);
    const made = this.acts.split(was, typed, front, rest, next && { at: next.dataset.at });
    this.composer.leave(was.id);
    this.change(made.id, 0);
  }

  #say(words) {
    toast(words);
    text.focus({ preventScroll: true });
  }
}
