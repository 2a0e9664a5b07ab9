// Lines that need a person: refused ones, and those somebody else changed meanwhile. Both texts are shown, and nothing goes
// before somebody has chosen.
import { coalesced } from "./coalesced.js";
import { agree } from "./fields.js";
import * as stream from "./stream.js";
import { uuid } from "./uuid.js";

export class Troubles {
  /** `fetch()`: everything from the server again; `change(id)`: take a line up; `code(question)`: its code. */
  constructor({ outbox, lines, interview, fetch, change, code, focus }) {
    Object.assign(this, { outbox, lines, interview, fetch, change, code, focus });
    for (const type of ["refused", "conflict"]) outbox.addEventListener(type, () => this.mark());
    outbox.addEventListener("reconciled", ({ detail: line }) => { if (line.interview === interview) lines.show(line); });
  }

  /** Lines that still wait look it; those that need a person say why. */
  mark = coalesced(async () => {
    for (const line of await this.outbox.waiting(this.interview)) {
      if (line.conflict || line.refused) this.#say(line);
      else stream.row(line.id)?.classList.add("unsaved");
    }
  });

  #say(line) {
    if (!stream.row(line.id)) this.lines.show({ ...line, removed: false });
    const node = stream.row(line.id);
    if (line.refused) stream.trouble(node, `Not saved. ${line.refused}`, { choices: this.#onRefusal(line) });
    else stream.trouble(node, this.#differs(line), { other: line.conflict.removed ? "" : line.conflict.text, choices: this.#onConflict(line) });
  }

  #differs({ conflict, ...mine }) {
    const who = conflict.by || "Somebody";
    if (conflict.removed) return `${who} removed this line meanwhile. Yours is above.`;
    const under = `${who} has it under ${this.code(conflict.question)}, you under ${this.code(mine.question)}.`;
    const moved = agree("question", mine, conflict) ? "" : ` ${under}`;
    if (mine.removed) return `${who} changed this line while you removed it. It reads now:`;
    return agree("text", mine, conflict) ? `${who} changed this line meanwhile, too.${moved} It reads:` : `${who} changed this line meanwhile.${moved} Yours is above, theirs is here:`;
  }

  #onConflict(line) {
    const { conflict, refused, sent, was, ...mine } = line;
    mine.off_record ||= conflict.off_record;
    const again = () => { this.lines.keep({ ...mine, base: conflict.revision, was: conflict }); this.focus(); };
    const theirs = async () => { await this.lines.drop(line); this.fetch(); this.focus(); };
    if (mine.removed) return [["Remove it all the same", again], ["Leave it", theirs]];
    if (conflict.removed) return [["Keep mine", again], ["Let it go", theirs]];
    return [["Keep mine", again], ["Take theirs", theirs], ["Keep both", () => this.#both(mine)]];
  }

  /** Theirs stays where it is; mine becomes a line of its own behind it, and of what waited for it. */
  async #both({ author, by, needs, back, ...mine }) {
    const id = uuid();
    this.lines.keep({ ...mine, id, version: null, at: mine.at + 1, base: 0, was: undefined });
    await this.lines.release(mine.id, id);
    await this.lines.drop(mine);
    this.fetch();
    this.focus();
  }

  #onRefusal(line) {
    const { refused, ...again } = line;
    return [
      ["Change it", () => this.change(line.id)],
      ["Copy", () => navigator.clipboard?.writeText(line.text)],
      ["Try again", () => { this.lines.keep(again); this.focus(); }],
      ["Drop it", async () => { await this.lines.drop(line); this.fetch(); this.focus(); }],
    ];
  }
}
