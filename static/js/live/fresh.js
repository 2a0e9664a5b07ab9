// What others write: when the bell rings, the lines changed since the last look are fetched and put in their places.
import * as stream from "./stream.js";

const PAUSE = 100;
const LONGEST_PAUSE = 20000;
const ANSWER_WITHIN = 8000;

export class Fresh {
  #busy = false;
  #again = null; // null, or whether everything is asked for
  #pause = PAUSE;

  /** `waiting()`: ids of lines that this page knows better; `changed()`: something on the page has. */
  constructor({ ground, waiting, changed }) {
    Object.assign(this, { ground, waiting, changed, since: ground.seen });
    for (const kind of ["note", "erased", "resync"]) document.body.addEventListener(`study:${kind}`, () => this.look());
  }

  /** As if nothing had been heard since the page came: what changed meanwhile in lines it didn't have yet. */
  rewind() {
    this.since = this.ground.seen;
    return this.look();
  }

  async look(everything = false) {
    if (this.#busy) { this.#again = this.#again || everything; return; }
    this.#busy = true;
    this.#again = null;
    const html = await this.#asked(everything ? "" : this.since).catch(() => null);
    if (html === null) this.#again = this.#again || everything; // what was asked for is still to be had
    else if (stream.merge(html, await this.waiting())) this.changed();
    this.#pause = html === null ? Math.min(2 * this.#pause, LONGEST_PAUSE) : PAUSE;
    setTimeout(() => { this.#busy = false; if (this.#again !== null) this.look(this.#again); }, this.#pause);
  }

  /** The lines as the server gives them; null for somebody else's answer. A connection that has died says nothing. */
  async #asked(since) {
    const signal = AbortSignal.timeout(ANSWER_WITHIN);
    const answer = await fetch(`${this.ground.linesUrl}?since=${encodeURIComponent(since)}`, { redirect: "error", signal });
    if (!answer.ok || !answer.headers.has("X-Seen")) return null;
    const html = await answer.text();
    this.since = answer.headers.get("X-Seen");
    return html;
  }
}
