// What was done to lines on this page, to be taken back in turn: Ctrl or Cmd Z while nothing is being typed, or the Undo of
// the last message.
import { toast } from "../toasts.js";

const MOST = 50;

export class Undo {
  #done = [];
  #toast = null;

  /** `back(act)` takes an act back and gives the words that say so; `mayTake(target)`: whether a key pressed there is meant. */
  constructor({ back, mayTake }) {
    Object.assign(this, { back, mayTake });
    addEventListener("keydown", (event) => this.#key(event), { capture: true });
  }

  /** `words`: said with an Undo beside them; without words nothing is said. */
  push(act, words = "") {
    this.#done.push(act);
    if (this.#done.length > MOST) this.#done.shift();
    if (words) this.#say(words, { act: () => this.take(act) });
  }

  take(act = this.#done.at(-1)) {
    if (!this.#done.includes(act)) return;
    this.#done = this.#done.filter((one) => one !== act);
    this.#say(this.back(act));
  }

  /** One message at a time: what it says is always about the last act. */
  #say(words, more) {
    this.#toast?.remove();
    this.#toast = toast(words, more);
  }

  #key(event) {
    if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey || event.key.toLowerCase() !== "z") return;
    if (!this.#done.length || !this.mayTake(event.target)) return;
    event.preventDefault();
    event.stopPropagation();
    this.take();
  }
}
