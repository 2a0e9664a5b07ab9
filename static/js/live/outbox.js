// Every line is in this device's own database before it is sent, and leaves it only on the server's word that it is
// saved. A line's id is made here, so sending it twice is saving it once. What is sent where stands in the line
// itself, so any page of the same person can send what another page left behind.
import { fieldsOf } from "./fields.js";
import * as journal from "./journal.js";
import { token } from "./post.js";
import { reconcile } from "./reconcile.js";
import * as store from "./store.js";
import { apart, beside } from "./versions.js";

const ANSWER_WITHIN = 6000;
const TRIES_BEFORE_PATIENCE = 4; // a network that answers late is waited for in the end
const SLOW_AFTER = 2500;
const CONNECTIONS_AT_ONCE = 3; // a browser has six to one server, and needs some for what it means
const ANSWERS = "/healthy/";
const FIRST_WAIT = 500;
const FIRST_WITHIN = 1000;
const LONGEST_WAIT = 4000; // all is saved within ten seconds after the server is back, on a slow machine too

/** How many wait for a line that somebody has to answer for first: the other half of a merge or a split. */
function behind(lines) {
  const held = new Set(lines.filter((line) => line.refused || line.conflict).map(({ id }) => id));
  const stuck = held.size;
  for (let before = -1; before < held.size;) {
    before = held.size;
    for (const { id, needs } of lines) if (held.has(needs)) held.add(id);
  }
  return held.size - stuck;
}

export class Outbox extends EventTarget {
  /** Why lines don't go up just now: null, "offline", "signed-out" or "no-access". */
  trouble = null;
  /** What the server should hear before any line; waited for a moment only, for it must not hold lines back. */
  first = async () => {};
  #memory = new Map(); // what the device's storage didn't take
  #writing = new Map(); // what is on its way there; sent only from there
  #revisions = new Map(); // of versions that the server has, as this page was told
  #erased = new Set(); // lines the server called erased while the lines at hand were sent
  #draining = false;
  #again = false;
  #wait = FIRST_WAIT;
  #unanswered = 0; // tries in a row
  #timer = 0;
  #tabs = null;

  constructor(user) {
    super();
    this.user = user;
    if ("BroadcastChannel" in self) {
      this.#tabs = new BroadcastChannel(`throughline-outbox-${user}`);
      this.#tabs.onmessage = ({ data }) => this.#tell(data.type, data.detail, { onward: false, elsewhere: true });
    }
    addEventListener("online", () => this.drain());
    addEventListener("beforeunload", (event) => this.#memory.size && event.preventDefault());
    document.addEventListener("visibilitychange", () => document.hidden || this.drain());
  }

  /** Lines of this person that the server hasn't confirmed, of one interview or of all, in the order they were typed. */
  async waiting(interview = null) {
    return (await this.#look(interview)).lines;
  }

  /** With the ids of those that are in the device's database. */
  async #look(interview = null) {
    const kept = await store.all("lines").catch(() => []);
    const lines = [...new Map([...journal.left(this.user), ...kept, ...this.#memory.values(), ...this.#writing.values()].map((line) => [line.id, line])).values()];
    const mine = lines.filter((line) => line.user === this.user && (interview === null || line.interview === interview));
    const held = new Set(kept.map(({ id }) => id));
    return { lines: mine.sort((a, b) => a.interview - b.interview || a.at - b.at), held };
  }

  async tally(interview = null) {
    const { lines, held } = await this.#look(interview);
    const stuck = lines.filter((line) => line.refused || line.conflict).length;
    const torn = lines.filter((line) => line.conflict && !line.refused).length;
    const unsafe = lines.filter((line) => this.#memory.has(line.id)).length;
    const writing = lines.filter(({ id }) => this.#writing.has(id) || !(held.has(id) || this.#memory.has(id))).length;
    return { waiting: lines.length - stuck, writing, stuck, torn, behind: behind(lines), unsafe, trouble: this.trouble };
  }

  /** `line`: id, version (new at each edit), over (the version it was made of), interview, url, at, base, its fields
   * (fields.js), and where it changes a standing line, `was`: that line's fields. It isn't sent before the line `needs`, if it
   * has that, is saved. */
  async keep(line) {
    const kept = { ...line, user: this.user, base: Math.max(line.base, this.#revisions.get(line.over) ?? 0) };
    journal.going(kept);
    this.#writing.set(kept.id, kept);
    this.#tell("keeping", { interview: kept.interview }); // said at once: from here on not everything is saved
    try {
      const placed = await this.#place(kept);
      this.#memory.delete(kept.id);
      journal.gone(kept);
      this.#tell("kept", placed, { elsewhere: placed.version !== kept.version });
    } catch {
      this.#memory.set(kept.id, beside(this.#memory.get(kept.id), kept) ?? kept); // full or closed: this page is all there is
    }
    if (this.#writing.get(kept.id) === kept) this.#writing.delete(kept.id);
    this.#tell("change");
    this.drain();
  }

  /** Another tab may have changed the line as well: then its words stay, and these become a line of their own. */
  async #place(line) {
    let there = null;
    const placed = await store.place("lines", line.id, (found) => {
      const kept = beside(found, line);
      if (!kept) there = found;
      return kept ?? found;
    });
    if (!there) return placed;
    const own = { ...apart(line), off_record: line.off_record || there.off_record };
    await store.put("lines", own);
    this.#tell("forked", { there, line: own }, { onward: false });
    return own;
  }

  /** Lines whose page was left before they were in the database. */
  recover() {
    return Promise.all(journal.left(this.user).filter(({ id }) => !this.#writing.has(id)).map((line) => this.keep(line)));
  }

  /** With a version: only these words go, not those that another tab has put there since. */
  async drop(id, version = null) {
    const meant = (line) => line && (version === null || line.version === version);
    for (const place of [this.#writing, this.#memory]) if (meant(place.get(id))) place.delete(id);
    journal.gone({ user: this.user, id, version });
    await store.update("lines", id, (line) => (meant(line) ? null : line)).catch(() => {});
    this.#tell("dropped", { id });
    this.#tell("change");
  }

  /** `elsewhere`: another tab did it, so the page doesn't show it yet. */
  #tell(type, detail = {}, { onward = true, elsewhere = false } = {}) {
    if (type === "change" && "trouble" in detail) this.trouble = detail.trouble;
    if (type === "saved") this.#revisions.set(detail.line.version, detail.revision);
    this.dispatchEvent(Object.assign(new CustomEvent(type, { detail }), { elsewhere }));
    if (onward) this.#tabs?.postMessage({ type, detail });
  }

  #say(trouble) {
    if (trouble !== this.trouble) this.#tell("change", { trouble });
  }

  /** Send what waits, one line after the other. Of several tabs one sends at a time. */
  async drain() {
    this.#again = true;
    if (this.#draining) return;
    this.#draining = true;
    clearTimeout(this.#timer);
    try {
      while (this.#again) {
        this.#again = false;
        await Promise.race([this.first(), new Promise((resolve) => { setTimeout(resolve, FIRST_WITHIN); })]);
        const sendAll = () => this.#sendAll();
        await (navigator.locks ? navigator.locks.request(`throughline-outbox-${this.user}`, sendAll) : sendAll());
      }
    } catch {
      this.#say("offline");
    } finally {
      this.#draining = false;
    }
    if (this.trouble) this.#later();
    else this.#wait = FIRST_WAIT;
    this.#tell("change");
  }

  #later() {
    // A try without an answer was a wait already, and each may uncover one more connection that has died.
    if (this.#unanswered) this.#wait = FIRST_WAIT;
    this.#timer = setTimeout(() => this.drain(), this.#wait * (0.75 + Math.random() / 2));
    this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT);
  }

  async #sendAll() {
    const shut = new Set(); // interviews whose door is closed; the lines of others still go
    this.#erased.clear();
    let trouble = null;
    let behind = false; // a line waits for one that is only saved now
    const { lines, held } = await this.#look();
    for (const line of lines) {
      if (line.refused || line.conflict || this.#writing.has(line.id) || shut.has(line.interview)) continue;
      if (!held.has(line.id) && !this.#memory.has(line.id)) continue; // still on its way into the database, from another page
      if (this.#erased.has(line.needs)) { this.#again = true; continue; } // it is another line by now
      if (line.needs && (await this.#has(line.needs))) { behind = true; continue; }
      const silence = await this.#send(line);
      if (behind && !silence) this.#again = true;
      trouble = (silence === "broken" ? "offline" : silence) ?? trouble;
      if (silence === "offline") break;
      if (silence === "broken") continue; // this one can't be taken in just now; what comes after it can
      if (silence) shut.add(line.interview);
      else if (!trouble) this.#say(null);
    }
    this.#say(trouble);
  }

  async #has(id) {
    return this.#memory.has(id) || this.#writing.has(id) || Boolean(await store.get("lines", id).catch(() => null));
  }

  /** Null when the server has spoken on this line, else why not. Whatever isn't our own answer is silence. */
  async #send(line) {
    const slow = setTimeout(() => this.#say("offline"), SLOW_AFTER);
    const asked = performance.now();
    let answer, said;
    try {
      answer = await fetch(line.url, {
        method: "PUT",
        headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
        body: JSON.stringify({
          text: line.text, kind: line.kind, offset_ms: line.at, question: line.question, base: line.base, author: this.user,
          themes: line.themes, signals: line.signals, done: line.done, removed: line.removed, part_of: line.partOf,
          off_record: line.off_record,
        }),
        redirect: "manual",
        signal: AbortSignal.timeout(ANSWER_WITHIN * 2 ** Math.min(1, Math.floor(this.#unanswered / TRIES_BEFORE_PATIENCE))),
      });
      said = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : null;
      this.#unanswered = 0;
    } catch (reason) {
      this.#unanswered = reason.name === "TimeoutError" ? this.#unanswered + 1 : 0;
      if (this.#unanswered) freshen();
      return "offline";
    } finally {
      clearTimeout(slow);
    }
    if (answer.type === "opaqueredirect") return "signed-out";
    if (said?.id !== line.id) return { 403: "no-access", 404: "no-access", 500: "broken" }[answer.status] ?? "offline";
    return (await this.#hear(line, answer.status, said, performance.now() - asked)) ? null : "offline";
  }

  async #hear(line, status, said, tripMs) {
    const { id, version } = line;
    if (status === 200 && said.saved === true) {
      this.#revisions.set(version, said.revision);
      journal.gone(line);
      // Edited again while it was on its way: the newer words still wait, based on what is saved now.
      await this.#settle(id, (kept) => (kept.version === version ? null : { ...kept, base: said.revision, was: fieldsOf(line), sent: [] }));
      this.#tell("saved", { line, revision: said.revision, elapsedMs: said.elapsed_ms, offRecord: said.off_record, tripMs });
    } else if (status === 409 && said.conflict) {
      let both = null;
      await this.#settle(id, (kept) => (both = reconcile(kept, said.standing)) ?? { ...kept, conflict: said.standing });
      if (both) this.#again = true;
      this.#tell(both ? "reconciled" : "conflict", both ?? { id });
    } else if (status === 410 && said.erased) {
      journal.gone({ user: this.user, id });
      for (const other of await this.waiting(line.interview)) {
        if (other.needs === id) await this.#settle(other.id, (kept) => ({ ...kept, ...kept.back, needs: null, back: null }));
      }
      this.#erased.add(id);
      await this.#settle(id, () => null);
      this.#tell("erased", { id, why: said.erased });
    } else if (status === 422 && said.refused) {
      await this.#settle(id, (kept) => (kept.version === version ? { ...kept, refused: said.refused } : kept));
      this.#tell("refused", { id });
    } else {
      return false;
    }
    return true;
  }

  async #settle(id, change) {
    const held = this.#memory.get(id);
    const next = held && change(held);
    if (next) this.#memory.set(id, next);
    else this.#memory.delete(id);
    if (!held) await store.update("lines", id, change);
    else store.update("lines", id, (there) => (isOf(held, there) ? null : there)).catch(() => {}); // older words, from before the storage was full
  }
}

/** Whether `line` was made of what is `there`. */
const isOf = (line, there) => [line.version, line.over, ...(line.sent ?? []).map(({ version }) => version)].includes(there.version);

/** A browser keeps connections for later, and after a silence those are dead. Each that is asked and given up is closed, so
 * that the next line finds a fresh one. */
function freshen() {
  for (let each = 0; each < CONNECTIONS_AT_ONCE; each++) fetch(ANSWERS, { cache: "no-store", signal: AbortSignal.timeout(ANSWER_WITHIN) }).catch(() => {});
}
