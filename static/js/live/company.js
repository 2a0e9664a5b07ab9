// Who else has this page open. A beat every 15 seconds tells the server that we are here; its answer names the others and
// says how far the call is, so it keeps the clock right as well. Whoever comes or goes rings the study's bell.
import { showCrew } from "../crew.js";
import { coalesced } from "./coalesced.js";
import { token } from "./post.js";

const EVERY = 15000;
const ANSWER_WITHIN = 8000;

export class Company extends EventTarget {
  #last = -Infinity;
  #silent = false;

  constructor({ ground, clock }) {
    super();
    Object.assign(this, { ground, clock });
    setInterval(() => this.beat(), EVERY);
    clock.addEventListener("jump", () => this.beat());
    addEventListener("online", () => this.beat());
    addEventListener("pageshow", ({ persisted }) => persisted && this.beat());
    document.addEventListener("visibilitychange", () => document.hidden || this.beat());
    for (const kind of ["presence", "interview_finished", "resync"]) document.body.addEventListener(`study:${kind}`, () => this.beat());
    // Timers of a page behind others run late; what rings there doesn't.
    document.body.addEventListener("study:any", () => { if (performance.now() - this.#last > EVERY) this.beat(); });
    // The stream is shut at once on whoever loses their place; whether that is why, only the server can say.
    new MutationObserver(() => { if (document.body.dataset.stream === "closed" && !document.hidden) this.beat(); })
      .observe(document.body, { attributes: true, attributeFilter: ["data-stream"] });
    addEventListener("pagehide", () => navigator.sendBeacon?.(ground.goneUrl, new URLSearchParams({ csrfmiddlewaretoken: token() })));
  }

  beat = coalesced(async () => {
    const asked = performance.now();
    this.#last = asked;
    const answer = await fetch(this.ground.hereUrl, {
      method: "POST", headers: { "X-CSRFToken": token() }, redirect: "manual", signal: AbortSignal.timeout(ANSWER_WITHIN),
    }).catch(() => null);
    const said = answer?.ok && answer.headers.get("Content-Type")?.includes("json") ? await answer.json().catch(() => null) : null;
    if (said?.interview === this.ground.interview) {
      this.clock.correct(said.elapsed_ms, performance.now() - asked);
      showCrew(said.others);
      this.dispatchEvent(new Event("heard"));
      if (this.#silent) this.dispatchEvent(new Event("back"));
      this.#silent = false;
    } else if (answer?.type === "opaqueredirect" || [403, 404].includes(answer?.status)) {
      this.dispatchEvent(new CustomEvent("shut", { detail: answer.type === "opaqueredirect" ? "signed-out" : "no-access" }));
    } else if (answer?.status === 409) {
      this.dispatchEvent(new Event("over")); // somebody ended the interview
    } else this.#silent = true;
  });
}
