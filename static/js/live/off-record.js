// When the call is off the record. Begun and ended here at once; the server is told as soon as it can be, and so are
// teammates by it. A stretch has an id made here, as a line has, so telling it twice is telling it once.
import { short } from "./clock.js";
import { coalesced } from "./coalesced.js";
import { remember, remembered } from "./off-stretches.js";
import { post } from "./post.js";
import { uuid } from "./uuid.js";

const AGAIN_AFTER = 3000;
const main = document.querySelector(".lv");
const bar = document.querySelector("[data-off-bar]");

export class OffRecord extends EventTarget {
  #known = new Map(); // id -> began, ended, by, and what the server knows of it: "", "begun" or "ended"
  #timer = 0;

  constructor({ clock, ground }) {
    super();
    Object.assign(this, { clock, ground });
    for (const stretch of remembered(ground.user, ground.interview)) this.#known.set(stretch.id, stretch);
    this.#adopt(ground.off);
    document.addEventListener("click", ({ target }) => { if (target.closest("[data-off-toggle]")) this.toggle(); });
    for (const kind of ["off_record", "interview_finished", "resync"]) document.body.addEventListener(`study:${kind}`, () => this.refresh());
    addEventListener("online", () => this.tell());
    addEventListener("storage", ({ key }) => { if (key?.startsWith("throughline-off-record-")) this.#reread(); });
    this.#paint();
    this.tell();
  }

  get stretches() {
    return [...this.#known.values()].sort((a, b) => a.began - b.began);
  }

  get #open() {
    return this.stretches.filter(({ ended }) => ended === null);
  }

  /** Whether what is typed now is off the record. */
  get off() {
    return this.#open.length > 0;
  }

  toggle() {
    const now = this.clock.now();
    if (this.off) for (const stretch of this.#open) stretch.ended = Math.max(now, stretch.began);
    else this.#begin(now);
    this.#changed();
    this.tell();
  }

  #begin(began) {
    const id = uuid();
    this.#known.set(id, { id, began, ended: null, by: this.ground.initials, told: "" });
  }

  /** The server's word. What has ended here and isn't told yet stays ended. */
  #adopt(stretches) {
    for (const { id, began, ended, by } of stretches) {
      const known = this.#known.get(id);
      this.#known.set(id, { id, began, ended: known?.ended ?? ended, by, told: ended === null ? "begun" : "ended" });
    }
  }

  #changed() {
    remember(this.ground.user, this.ground.interview, this.stretches);
    this.#paint();
  }

  /** Another tab of the same person went off the record or back. */
  #reread() {
    for (const stretch of remembered(this.ground.user, this.ground.interview)) {
      const known = this.#known.get(stretch.id);
      this.#known.set(stretch.id, { ...stretch, ended: known?.ended ?? stretch.ended });
    }
    this.#paint();
  }

  tell = coalesced(async () => {
    clearTimeout(this.#timer);
    for (const stretch of this.stretches.filter(({ ended, told }) => told !== (ended === null ? "begun" : "ended"))) {
      if (!(await this.#tellOne(stretch))) {
        this.#timer = setTimeout(() => this.tell(), AGAIN_AFTER);
        return;
      }
    }
  });

  async #tellOne({ id, began, ended }) {
    const answer = await post(this.ground.offRecordUrl, { stretch: id, began_ms: began, ...(ended === null ? {} : { ended_ms: ended }) });
    if (answer && [400, 409].includes(answer.status)) { // refused for good: the lines carry their own mark
      this.#known.get(id).told = ended === null ? "begun" : "ended";
      return true;
    }
    return this.#hear(answer);
  }

  async #hear(answer) {
    const said = answer?.ok ? await answer.json().catch(() => null) : null;
    if (said?.interview !== this.ground.interview) return false;
    this.#adopt(said.stretches);
    this.#changed();
    return true;
  }

  refresh = coalesced(async () => {
    await this.#hear(await fetch(this.ground.offRecordUrl, { redirect: "error" }).catch(() => null));
  });

  #paint() {
    const { off } = this;
    const was = main.dataset.record;
    main.dataset.record = off ? "off" : "on";
    bar.hidden = !off;
    document.querySelector("[data-off-chip]").hidden = !off;
    if (off) bar.querySelector("[data-off-since]").textContent = `since ${short(this.#open[0].began)}`;
    for (const button of document.querySelectorAll("[data-off-toggle]")) button.setAttribute("aria-pressed", String(off));
    this.dispatchEvent(new CustomEvent("painted", { detail: { turned: was !== undefined && was !== main.dataset.record } }));
  }
}
