// Consent as it stands, fetched again whenever somebody's answer changes: in the rail, in the dock, and over the notes where
// this person said no to notes.
import { coalesced } from "./coalesced.js";

const parts = () => [...document.querySelectorAll("[data-consent]")];

export class Consent extends EventTarget {
  constructor(ground) {
    super();
    this.ground = ground;
    for (const kind of ["consent", "resync"]) document.body.addEventListener(`study:${kind}`, () => this.refresh());
  }

  /** Whether no words may be written down any more. */
  get withheld() {
    return Boolean(document.querySelector("[data-consent=withheld] .notice"));
  }

  refresh = coalesced(async () => {
    const answer = await fetch(this.ground.consentUrl, { redirect: "error" }).catch(() => null);
    const html = answer?.ok ? await answer.text().catch(() => null) : null; // a network that goes may take half an answer with it
    if (html === null) return;
    const fresh = document.createElement("template");
    fresh.innerHTML = html;
    if (fresh.content.querySelectorAll("[data-consent]").length < parts().length) return; // not ours
    const was = this.withheld;
    for (const part of parts()) {
      const now = fresh.content.querySelector(`[data-consent="${part.dataset.consent}"]`);
      if (part.innerHTML.trim() !== now.innerHTML.trim()) part.replaceChildren(...now.childNodes);
    }
    if (was !== this.withheld) this.dispatchEvent(new Event("turned"));
  });
}
