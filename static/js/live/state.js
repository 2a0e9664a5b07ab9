// What is said about saving, and it is the truth: counted from the outbox each time, never remembered.
import { words } from "./clock.js";
import { coalesced } from "./coalesced.js";
import { copy } from "./copy.js";
import { storedAt } from "./opened.js";
import { going, lines, said } from "./state-words.js";

const box = document.querySelector("[data-save]");
const bar = document.querySelector("[data-offbar]");
const main = document.querySelector(".lv");
const BARS = {
  offline: ["No connection since", "Every line is kept on this device and goes up in order once the network is back."],
  "signed-out": ["Signed out at", "Every line is kept on this device and goes up once you have signed in again."],
  "no-access": ["The server refuses since", "You are signed in as somebody else, or no longer in this study. Every line is kept on this device; save a copy."],
};

export class State {
  #since = null;
  #stored = storedAt > 0;
  #shut = null; // null, "signed-out" or "no-access", as the server last said
  #last = { waiting: 0, writing: 0, stuck: 0, behind: 0, unsafe: 0, trouble: null };

  constructor({ outbox, clock, ground }) {
    Object.assign(this, { outbox, clock, ground });
    outbox.addEventListener("keeping", ({ detail }) => detail.interview === ground.interview && this.#paint({ ...this.#last, waiting: this.#last.waiting + 1, writing: this.#last.writing + 1 }));
    outbox.addEventListener("change", () => this.show());
    for (const type of ["saved", "refused", "conflict"]) outbox.addEventListener(type, () => this.show());
    addEventListener("offline", () => this.show());
    bar.querySelector("[data-try]").addEventListener("click", () => outbox.drain());
    bar.querySelector("[data-copy-waiting]").addEventListener("click", async () => copy(await outbox.waiting(ground.interview), ground.code));
    box.querySelector("[data-read-why]").addEventListener("click", () => {
      const why = document.querySelector(".trouble");
      why?.scrollIntoView({ block: "center" });
      why?.focus({ preventScroll: true });
    });
  }

  /** The server has answered: from here on the page is as any other. */
  heard() {
    if (!this.#stored) return;
    this.#stored = false;
    this.show();
  }

  /** The door is shut, whether or not a line waits before it. */
  shut(why) {
    if (why === this.#shut) return;
    this.#shut = why;
    this.show();
  }

  show = coalesced(async () => this.#paint(await this.outbox.tally(this.ground.interview)));

  #paint(tally) {
    this.#last = tally;
    Object.assign(tally, { stored: this.#stored, shut: this.#shut });
    tally.trouble ??= this.#shut;
    if (tally.waiting && !navigator.onLine) tally.trouble ??= "offline";
    const off = this.#stored || Boolean(this.#shut) || tally.unsafe > 0 || (tally.waiting > 0 && Boolean(tally.trouble));
    this.#since = off ? (this.#since ?? this.clock.now()) : null;
    const [lead, rest] = said(tally);
    box.querySelector("[data-state-lead]").textContent = lead;
    box.querySelector("[data-state-words]").textContent = rest;
    const torn = tally.stuck > 0 && tally.stuck === tally.torn;
    box.dataset.short = tally.stuck ? `${going(tally)}${tally.stuck} ${torn ? "to choose." : "refused."}` : "";
    box.querySelector("[data-read-why]").textContent = torn ? "Choose" : "Read why";
    box.querySelector("[data-read-why]").hidden = !tally.stuck;
    box.classList.toggle("off", off);
    box.classList.toggle("wait", tally.waiting > 0 && !off);
    box.classList.toggle("long", this.#stored);
    box.classList.toggle("stuck", tally.stuck > 0 && !off);
    main.classList.toggle("is-off", off);
    this.#bar(off, tally);
  }

  #bar(off, { waiting, writing, unsafe, trouble, stored }) {
    bar.hidden = !off;
    if (!off) return;
    const [lead, rest] = BARS[trouble ?? "offline"];
    bar.querySelector("[data-off-lead]").textContent = unsafe ? "This device’s storage is full. Save a copy." : stored && !waiting ? "This page comes from this device. Keep typing." : `${lead} ${words(this.#since)}. Keep typing.`;
    bar.querySelector("[data-off-rest]").textContent = unsafe ? "These lines are only on this page until they are sent. Leave it open." : rest;
    bar.querySelector("[data-off-short]").textContent = unsafe ? "Storage is full. Save a copy." : stored && !waiting ? "This page comes from this device. Keep typing." : `${lines(waiting - writing)} safe on this device. Keep typing.`;
    bar.querySelector("[data-sign-in]").hidden = trouble !== "signed-out";
  }
}
