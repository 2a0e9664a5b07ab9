// The study's themes, for what is typed and for the colours of the chips. Without a network the page goes on with those it
// has; names that stand on its lines are known in any case.
import { themesOf } from "./chips.js";
import * as stream from "./stream.js";

export class Themes {
  #known = [];

  constructor(url, changed) {
    Object.assign(this, { url, changed });
    for (const kind of ["theme", "theme_gone", "theme_merged", "theme_split", "theme_archived", "theme_restored", "resync"]) document.body.addEventListener(`study:${kind}`, () => this.fetch());
  }

  /** Each with its name and, where it is one of the study's, its colour. */
  all() {
    const names = new Set(this.#known.map(({ name }) => name.toLowerCase()));
    const typed = new Map(stream.rowsThat("[data-themes]").flatMap(themesOf).filter((name) => !names.has(name.toLowerCase())).map((name) => [name.toLowerCase(), { name }]));
    return [...this.#known, ...typed.values()];
  }

  async fetch() {
    const answer = await fetch(this.url, { redirect: "error", signal: AbortSignal.timeout(10000) }).catch(() => null);
    const said = answer?.ok ? await answer.json().catch(() => null) : null;
    if (said?.themes) this.#known = said.themes;
    this.changed();
  }
}
