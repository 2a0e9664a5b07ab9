// Every line is in this device's own database before it is sent, and leaves it only on the server's word that it is
// saved. A line's id is made here, so sending it twice is saving it once. What is sent where stands in the line
// itself, so any page of the same person can send what another page left behind.
import { token } from "./post.js";
import * as store from "./store.js";

const ANSWER_WITHIN = 8000;
const SLOW_AFTER = 3000;
const FIRST_WAIT = 500;
const LONGEST_WAIT = 4000; // all is saved within ten seconds after the server is back, on a slow machine too

export class Outbox extends EventTarget {
  /** Why lines don't go up just now: null, "offline", "signed-out" or "no-access". */
  trouble = null;
  #memory = new Map(); // what the device's storage didn't take
  #writing = new Map(); // what is on its way there; sent only from there
  #draining = false;
  #again = false;
  #wait = FIRST_WAIT;
  #timer = 0;
  #tabs = null;

  constructor(user) {
    super();
    this.user = user;
    if ("BroadcastChannel" in self) {
      this.#tabs = new BroadcastChannel(`throughline-outbox-${user}`);
      this.#tabs.onmessage = ({ data }) => this.#tell(data.type, data.detail, false);
    }
    addEventListener("online", () => this.drain());
    document.addEventListener("visibilitychange", () => document.hidden || this.drain());
  }

  /** Lines of this person that the server hasn't confirmed, of one interview or of all, in the order they were typed. */
  async waiting(interview = null) {
    const kept = await store.all("lines").catch(() => []);
    const lines = [...new Map([...kept, ...this.#memory.values(), ...this.#writing.values()].map((line) => [line.id, line])).values()];
    const mine = lines.filter((line) => line.user === this.user && (interview === null || line.interview === interview));
    return mine.sort((a, b) => a.interview - b.interview || a.at - b.at);
  }

  async tally(interview = null) {
    const lines = await this.waiting(interview);
    const stuck = lines.filter((line) => line.refused || line.conflict).length;
    const unsafe = lines.filter((line) => this.#memory.has(line.id)).length;
    const writing = lines.filter((line) => this.#writing.has(line.id)).length;
    return { waiting: lines.length - stuck, writing, stuck, unsafe, trouble: this.trouble };
  }

  /** `line`: id, version (new at each edit), interview, url, text, kind, at, question, base, themes, signals. */
  async keep(line) {
    const kept = { ...line, user: this.user };
    this.#writing.set(line.id, kept);
    this.dispatchEvent(new Event("keeping")); // said at once: from here on not everything is saved
    try {
      await store.put("lines", kept);
      this.#memory.delete(line.id);
      this.#tell("kept", line, false);
    } catch {
      this.#memory.set(line.id, kept); // full or closed: this page is all there is
    }
    if (this.#writing.get(line.id) === kept) this.#writing.delete(line.id);
    this.#tell("change");
    this.drain();
  }

  /** Lines whose page was left before they were in the database; gives those that weren't. */
  async recover(lines) {
    const there = new Set((await this.waiting()).map((line) => line.version));
    const lost = lines.filter((line) => !there.has(line.version));
    for (const line of lost) await this.keep(line);
    return lost;
  }

  async drop(id) {
    this.#writing.delete(id);
    this.#memory.delete(id);
    await store.remove("lines", id).catch(() => {});
    this.#tell("change");
  }

  #tell(type, detail = {}, onward = true) {
    if (type === "change" && "trouble" in detail) this.trouble = detail.trouble;
    this.dispatchEvent(new CustomEvent(type, { detail }));
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
    this.#timer = setTimeout(() => this.drain(), this.#wait * (0.75 + Math.random() / 2));
    this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT);
  }

  async #sendAll() {
    const shut = new Set(); // interviews whose door is closed; the lines of others still go
    let trouble = null;
    for (const line of await this.waiting()) {
      if (line.refused || line.conflict || this.#writing.has(line.id) || shut.has(line.interview)) continue;
      const silence = await this.#send(line);
      trouble = silence ?? trouble;
      if (silence === "offline") break;
      if (silence) shut.add(line.interview);
      else if (!trouble) this.#say(null);
    }
    this.#say(trouble);
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
          themes: line.themes, signals: line.signals,
        }),
        redirect: "manual",
        signal: AbortSignal.timeout(ANSWER_WITHIN),
      });
      said = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : null;
    } catch {
      return "offline";
    } finally {
      clearTimeout(slow);
    }
    if (answer.type === "opaqueredirect") return "signed-out";
    if (said?.id !== line.id) return [403, 404].includes(answer.status) ? "no-access" : "offline";
    return (await this.#hear(line, answer.status, said, performance.now() - asked)) ? null : "offline";
  }

  async #hear(line, status, said, tripMs) {
    const { id, version } = line;
    if (status === 200 && said.saved === true) {
      // Edited again while it was on its way: the newer words still wait, based on what is saved now.
      await this.#settle(id, (kept) => (kept.version === version ? null : { ...kept, base: said.revision }));
      this.#tell("saved", { line, revision: said.revision, elapsedMs: said.elapsed_ms, tripMs });
    } else if (status === 409 && said.conflict) {
      await this.#settle(id, (kept) => ({ ...kept, conflict: said.standing }));
      this.#tell("conflict", { id });
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
  }
}
