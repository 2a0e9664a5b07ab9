// What others write: when the bell rings, the lines changed since the last look are fetched and put in their places.
import * as stream from "./stream.js";

const PAUSE = 300;

export class Fresh {
  #busy = false;
  #again = null; // null, or whether everything is asked for

  /** `waiting()`: ids of lines that this page knows better; `changed()`: something on the page has. */
  constructor({ ground, waiting, changed }) {
    Object.assign(this, { ground, waiting, changed, since: ground.seen });
    for (const kind of ["note", "resync"]) document.body.addEventListener(`study:${kind}`, () => this.look());
  }

  async look(everything = false) {
    if (this.#busy) { this.#again = this.#again || everything; return; }
    this.#busy = true;
    this.#again = null;
    const asked = everything ? "" : this.since;
    const answer = await fetch(`${this.ground.linesUrl}?since=${encodeURIComponent(asked)}`, { redirect: "error" }).catch(() => null);
    if (answer?.ok && answer.headers.has("X-Seen")) {
      const html = await answer.text();
      this.since = answer.headers.get("X-Seen");
      if (stream.merge(html, await this.waiting())) this.changed();
    }
    setTimeout(() => { this.#busy = false; if (this.#again !== null) this.look(this.#again); }, PAUSE);
  }
}
