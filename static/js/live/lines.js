// Lines as this page knows them, drawn or taken away, and the one way to change them: into the outbox, and seen at once.
import { fieldsOf } from "./fields.js";
import * as stream from "./stream.js";
import { uuid } from "./uuid.js";

export class Lines {
  #gone = new Map(); // lines that were taken away here, as they were

  /** `changed()`: something on the page has. */
  constructor({ ground, outbox, draft, changed }) {
    Object.assign(this, { ground, outbox, draft, changed });
  }

  /** A line as it stands here, `base` its revision; null where the page has none. */
  now(id) {
    const node = stream.row(id);
    return node ? stream.lineOf(node) : this.#gone.get(id) ?? null;
  }

  /** A line of one's own, or anybody's that was changed here. Its version, if it has one, is the one it was made of. */
  keep(line) {
    const { ground } = this;
    const whole = { ...line, over: line.version || null, version: uuid(), interview: ground.interview, code: ground.code, url: ground.noteUrl.replace("/ID/", `/${line.id}/`) };
    this.draft.becomes(this.outbox.keep(whole));
    this.show(whole);
    this.changed();
    return whole.version;
  }

  /** A change of a standing line: what it was before goes along, so that a teammate's change of it can be told from ours. */
  change(before, after, more = {}) {
    return this.keep({ ...before, ...after, base: before.base, version: before.version, was: fieldsOf(before), ...more });
  }

  show(line) {
    if (line.removed) {
      this.#gone.set(line.id, line);
      stream.remove(line.id);
    } else {
      this.#gone.delete(line.id);
      stream.show(line, this.ground.user, this.ground.initials);
    }
  }

  saved(line, revision) {
    if (!line.removed) { stream.settle(line, revision); return; }
    const node = stream.row(line.id);
    if (node?.classList.contains("unsaved")) { node.dataset.revision = revision; return; } // put back meanwhile
    this.#gone.set(line.id, { ...(this.#gone.get(line.id) ?? line), base: revision });
    stream.remove(line.id);
    this.changed();
  }

  /** What waited for the line `id` to be saved goes its own way: behind `other`, or back to what it was. */
  async release(id, other = null) {
    for (const { conflict, refused, ...line } of await this.outbox.waiting(this.ground.interview)) {
      if (line.needs !== id) continue;
      if (other) this.keep({ ...line, needs: other });
      else this.keep({ ...line, ...line.back, needs: null, back: null });
    }
  }

  /** Only from this device: the line here, and whatever waits for it goes back to what it was. */
  async drop({ id, version }) {
    await this.release(id);
    await this.outbox.drop(id, version);
    this.#forget(id);
  }

  /** Another tab may have let go of its words here. Tells whether what the server has must come instead. */
  async dropped(id) {
    if (!stream.row(id) || (await this.outbox.waiting(this.ground.interview)).some((line) => line.id === id)) return false;
    this.#forget(id);
    return true;
  }

  #forget(id) {
    this.#gone.delete(id);
    stream.remove(id);
    this.changed();
  }
}
