// Erasing what was off the record: on the server in one go, and on this device in every place that holds words of it.
import { refused, toast } from "../toasts.js";
import { ask } from "./ask.js";
import { isErased, tabs, wipeDrafts } from "./erased-here.js";
import { hushed } from "./hush.js";
import { token } from "./post.js";
import { lines } from "./state-words.js";
import * as stream from "./stream.js";

const NO_ANSWER = "No connection, so nothing is erased. Erase it once the network is back.";

export class Erase {
  #tell;

  /** `changed`: called once lines are gone from the page. */
  constructor({ ground, outbox, composer, kept, changed }) {
    Object.assign(this, { ground, outbox, composer, kept, changed });
    this.#tell = tabs(ground.user, (interview) => { if (interview === ground.interview) this.#letGo(); });
    document.addEventListener("click", ({ target }) => { if (target.closest("[data-off-erase]")) this.ask(); });
    // Somebody erased: whoever has one of those lines under the pen lets go of it.
    document.body.addEventListener("study:erased", () => composer.letGo((line) => line.editing?.off_record));
  }

  async #waiting() {
    return (await this.outbox.waiting(this.ground.interview)).filter((line) => line.off_record);
  }

  async ask() {
    const answer = await fetch(this.ground.offRecordUrl, { redirect: "error" }).catch(() => null);
    const said = answer?.ok ? await answer.json().catch(() => null) : null;
    if (said?.interview !== this.ground.interview) { toast(NO_ANSWER); return; }
    const reach = words(said, (await this.#waiting()).filter(({ base }) => !base).length, this.composer.holds(isErased));
    const sure = await ask({ title: "Erase what was off the record?", lines: reach, keep: "Keep it inside the team", act: "Erase it for good" });
    if (sure) await this.#erase();
    this.composer.focus();
  }

  async #erase() {
    const unsent = (await this.#waiting()).map(({ id }) => id).join(" ");
    const headers = { "X-CSRFToken": token(), "HX-Request": "true" };
    const answer = await fetch(this.ground.eraseUrl, { method: "POST", body: new URLSearchParams({ unsent }), headers, redirect: "error" }).catch(() => null);
    if (await refused(answer)) return; // everything stays, on this device too
    const said = answer?.ok ? await answer.json().catch(() => null) : null;
    if (said?.interview !== this.ground.interview) { toast(NO_ANSWER); return; }
    await this.#letGo();
    this.#tell(this.ground.interview);
    toast("Erased. Nothing is left of it, here or on the server.");
  }

  async #letGo() {
    for (const { id } of await this.#waiting()) await this.outbox.drop(id);
    for (const row of hushed()) stream.remove(row.dataset.id);
    this.composer.letGo(isErased);
    await wipeDrafts(this.ground.user, this.ground.interview);
    this.changed();
    await this.kept.update();
  }
}

function words({ lines: standing, removed }, waiting, typing) {
  const all = standing + removed + waiting;
  const they = all === 1 ? "it" : "them";
  return [
    all ? `${lines(all)}. Nobody can bring ${they} back.` : "No finished line is off the record.",
    removed && `${removed} of them ${removed === 1 ? "was" : "were"} removed from the notes before.`,
    waiting && `${waiting} of them ${waiting === 1 ? "waits" : "wait"} on this device.`,
    typing && "The line you are typing goes too.",
  ].filter(Boolean);
}
