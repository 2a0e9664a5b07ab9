// One line put off the record, or back on it, from the bar over the line that is changed. Off is one press where nothing is
// quoted of it; on shows first why it was off.
import { toast } from "../toasts.js";
import { ask } from "./ask.js";
import { hush } from "./hush.js";
import { token } from "./post.js";
import * as stream from "./stream.js";

const button = document.querySelector("[data-record]");

export class OneLine {
  /** `keep`: puts a line into the outbox. */
  constructor({ ground, composer, off, keep, changed }) {
    Object.assign(this, { ground, composer, off, keep, changed });
    composer.addEventListener("shown", ({ detail: id }) => this.#show(id && stream.row(id)));
    button.addEventListener("click", () => {
      const node = stream.row(composer.line.id);
      composer.clear();
      if (node) ("offRecord" in node.dataset ? this.#on(node) : this.#putOff(node));
    });
  }

  async #show(node) {
    button.hidden = !node;
    if (!node) return;
    const hushed = "offRecord" in node.dataset;
    button.textContent = hushed ? "Back on the record…" : "Off the record";
    if (hushed || !this.off.off) return;
    const lines = (await this.#reach(node)) ?? [];
    if (this.composer.line.id === node.dataset.id) this.composer.say(["Changed now, this line goes off the record.", ...lines].join(" "));
  }

  /** What hangs on the line, or why it is off the record; null without an answer. */
  async #reach({ dataset: { id } }) {
    const answer = await fetch(`${this.ground.lineOffUrl.replace("/ID/", `/${id}/`)}reach/`, { redirect: "error" }).catch(() => null);
    const said = answer?.ok ? await answer.json().catch(() => null) : null;
    return said?.id === id ? said.lines : null;
  }

  async #putOff(node) {
    const lines = (await this.#reach(node)) ?? [];
    const sure = !lines.length || await ask({ title: "Put this line off the record?", lines, keep: "Keep it on the record", act: "Put it off the record" });
    if (sure) this.keep({ ...stream.lineOf(node), off_record: true });
    this.composer.focus();
  }

  async #on(node) {
    const lines = await this.#reach(node);
    if (!lines) { toast("No connection. The line stays off the record."); return; }
    const sure = await ask({ title: "Put this line back on the record?", lines, keep: "Keep it off the record", act: "Put it on the record" });
    if (sure) await this.#putOn(node);
    this.composer.focus();
  }

  async #putOn({ dataset: { id } }) {
    const headers = { "X-CSRFToken": token(), "HX-Request": "true" };
    const answer = await fetch(this.ground.lineOnUrl.replace("/ID/", `/${id}/`), { method: "POST", headers, redirect: "error" }).catch(() => null);
    const said = answer?.ok ? await answer.json().catch(() => null) : null;
    const node = stream.row(id);
    if (said?.id !== id || !node) { toast("No connection. The line stays off the record."); return; }
    hush(node, false);
    node.dataset.revision = said.revision;
    this.changed();
  }
}
