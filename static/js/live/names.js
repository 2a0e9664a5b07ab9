// A name from the contacts in what is typed: the person's code is offered in its place. The server knows the names and says
// only where one stands; without a network nothing is offered here, and the reading page offers it after the call.
import { post } from "./post.js";
import * as stream from "./stream.js";

const PAUSE = 500; // ms without a key
const NAMELIKE = /\p{Lu}|\p{Lo}/u; // names begin with a capital, or are of a script that has none
const bar = document.querySelector("[data-names]");
const text = document.querySelector("[data-text]");

export class Names {
  #timer = 0;
  #offer = null; // id of a standing line, or null for the one being typed; its text when it was looked at; what was found in it
  #left = new Set(); // names that shall stay

  constructor({ composer, acts }) {
    Object.assign(this, { composer, acts });
    if (!bar) return; // whoever isn't to see names
    text.addEventListener("input", () => this.#soon());
    composer.addEventListener("line", ({ detail: line }) => this.#look(line.id, line.text));
    bar.querySelector("[data-names-take]").addEventListener("click", () => this.take());
    bar.querySelector("[data-names-leave]").addEventListener("click", () => this.#leave());
  }

  /** Writes the code; tells whether there was one to write. */
  take() {
    const offer = this.#offer;
    if (!offer) return false;
    this.#show(null);
    if (offer.id === null) this.#inComposer(offer);
    else this.#inLine(offer);
    this.composer.focus();
    return true;
  }

  #soon() {
    clearTimeout(this.#timer);
    if (this.#offer?.id === null && !text.value.startsWith(this.#offer.words)) this.#show(null);
    this.#timer = setTimeout(() => this.#look(null, text.value), PAUSE);
  }

  async #look(id, words) {
    if (!NAMELIKE.test(words)) return;
    const answer = await post(bar.dataset.names, { text: words });
    if (!answer?.ok) return;
    const { found } = await answer.json().catch(() => ({}));
    const named = inUnits(words, found ?? []).filter(({ name }) => !this.#left.has(name));
    if (!named.length || (id === null && !text.value.startsWith(words))) return;
    this.#show({ id, words, named });
  }

  #show(offer) {
    this.#offer = offer;
    bar.hidden = !offer;
    if (!offer) return;
    const names = [...new Set(offer.named.map(({ name }) => `“${name}”`))].join(", ");
    const where = offer.id === null ? "" : " in the line above";
    bar.querySelector("[data-names-said]").textContent = offer.named.length > 1 ? `${names}${where}: names from your contacts.` : `${names}${where} is a name from your contacts.`;
    bar.querySelector("[data-names-code]").textContent = [...new Set(offer.named.map(({ say }) => say))].join(", ");
  }

  #leave() {
    for (const { name } of this.#offer?.named ?? []) this.#left.add(name);
    this.#show(null);
    this.composer.focus();
  }

  #inComposer({ words, named }) {
    if (!text.value.startsWith(words)) return;
    for (const { at, end, say } of named.toReversed()) text.setRangeText(say, at, end, "preserve");
    text.dispatchEvent(new Event("input", { bubbles: true }));
  }

  #inLine({ id, words, named }) {
    const row = stream.row(id);
    const was = row && stream.lineOf(row);
    if (was?.text !== words) return; // changed meanwhile
    let said = words;
    for (const { at, end, say } of named.toReversed()) said = said.slice(0, at) + say + said.slice(end);
    this.acts.change(was, { ...was, text: said });
  }
}

/** The server counts code points, strings here count UTF-16 units. */
function inUnits(words, found) {
  const points = [...words];
  return found.map(([start, end, say]) => {
    const at = points.slice(0, start).join("").length;
    const name = points.slice(start, end).join("");
    return { at, end: at + name.length, name, say };
  });
}
