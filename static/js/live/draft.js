// The half-typed line, and finished ones on their way into the outbox. Kept twice: at every key where a reload finds it at
// once, and a moment later in the device's database, which also outlives a killed browser. Each tab has a place of its own,
// so two tabs don't mix their words.
import * as store from "./store.js";

const PLACES = 8;
const OLD_TAB_GONE_WITHIN = 400;
const TO_DISK_AFTER = 250;

export class Draft {
  #key = null;
  #timer = 0;
  #name;
  #draft = null;
  #going = new Map(); // lines that have left the composer and aren't in the outbox's database yet

  constructor(name) {
    this.#name = name;
    addEventListener("pagehide", () => this.#toDisk());
  }

  /** Takes a place and gives what was left there, or in a place whose tab is gone; null if there is nothing. */
  async open() {
    for (let place = 0; place < PLACES && !this.#key; place++) {
      const key = `${this.#name}-${place}`;
      // A page that is loaded again waits a moment for its old self to let go.
      if (await taken(key, place ? 0 : OLD_TAB_GONE_WITHIN)) this.#key = key;
    }
    this.#key ??= `${this.#name}-${PLACES}`;
    const found = await left(this.#key);
    if (found) this.#take(found);
    return found ?? this.#adopt();
  }

  #take(found) {
    for (const line of found.going ?? []) if (!this.#going.has(line.id)) this.#going.set(line.id, line);
    this.save(found);
  }

  async #adopt() {
    for (let place = 0; place < PLACES; place++) {
      const key = `${this.#name}-${place}`;
      const draft = key === this.#key ? null : await left(key);
      if (!draft || !navigator.locks || !(await free(key))) continue;
      this.#take(draft);
      this.#forget(key);
      return draft;
    }
    return null;
  }

  /** `draft`: any plain object, or null for nothing. */
  save(draft) {
    this.#draft = draft;
    this.#write();
  }

  /** A line is on its way into the outbox; a reload before it is there finds it here. */
  going(line) {
    this.#going.set(line.id, line);
    this.#write();
  }

  gone({ id, version }) {
    if (this.#going.get(id)?.version !== version) return;
    this.#going.delete(id);
    this.#write();
  }

  /** Lines on their way that are such ones go, with their words. */
  erase(such) {
    for (const [id, line] of this.#going) if (such(line)) this.#going.delete(id);
    this.#write();
  }

  #write() {
    if (!this.#key) return;
    const something = this.#draft || this.#going.size > 0;
    this.latest = something ? { ...this.#draft, going: [...this.#going.values()], key: this.#key, n: Date.now() } : null;
    try {
      if (something) localStorage.setItem(this.#key, JSON.stringify(this.latest));
      else localStorage.removeItem(this.#key);
    } catch { /* storage is full or closed: the database may still take it */ }
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#toDisk(), something ? TO_DISK_AFTER : 0);
  }

  #toDisk() {
    clearTimeout(this.#timer);
    if (!this.#key || this.latest === undefined) return;
    const written = this.latest ? store.put("drafts", this.latest) : store.remove("drafts", this.#key);
    written.catch(() => {});
  }

  #forget(key) {
    localStorage.removeItem(key);
    store.remove("drafts", key).catch(() => {});
  }
}

/** Hold a place for as long as this page lives. */
function taken(key, patience) {
  if (!navigator.locks) return true;
  return new Promise((resolve) => {
    const how = patience ? { signal: AbortSignal.timeout(patience) } : { ifAvailable: true };
    const hold = (lock) => { resolve(Boolean(lock)); return lock ? new Promise(() => {}) : null; };
    navigator.locks.request(key, how, hold).catch(() => resolve(false));
  });
}

const free = (key) => navigator.locks.request(key, { ifAvailable: true }, (lock) => Boolean(lock));

async function left(key) {
  let quick = null;
  try {
    quick = JSON.parse(localStorage.getItem(key) ?? "null");
  } catch { /* closed, or damaged */ }
  const slow = await store.get("drafts", key).catch(() => null);
  return slow && !(quick?.n >= slow.n) ? slow : quick;
}
