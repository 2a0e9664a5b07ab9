// The half-typed line. Kept twice: at every key where a reload finds it at once, and a moment later in the device's
// database, which also outlives a killed browser. Each page has a place of its own from its first moment on, so two tabs
// don't mix their words; what a page that is gone has left is taken up by the next one.
import * as store from "./store.js";
import { uuid } from "./uuid.js";

const OLD_PAGE_GONE_WITHIN = 400;
const TO_DISK_EVERY = 250; // and not only when the typing stops
const LINES_FIRST = 1000;

export class Draft {
  #name;
  #key;
  #before = null; // the place of this tab's last page
  #others;
  #timer = 0;
  #latest = null;
  #lines = Promise.resolve();

  /** `call`: what a page that isn't the call's own needs to know of it; kept beside the words. */
  constructor(name, call) {
    this.call = call;
    this.#name = `${name}-`;
    this.#key = this.#name + uuid();
    claimed(this.#key);
    try {
      this.#before = sessionStorage.getItem(name);
      sessionStorage.setItem(name, this.#key);
    } catch { /* closed: what is left is found all the same */ }
    this.#others = this.#places();
    addEventListener("pagehide", () => this.#toDisk());
  }

  /** What was saved last, with its place; null for nothing. */
  get latest() {
    return this.#latest;
  }

  /** Gives `take` what pages left that are gone, this tab's own at the end. It is given up there once it is safe here; that
   * is not waited for. */
  async open(take) {
    const found = [];
    for (const key of await this.#others) {
      const letGo = await claimed(key, key === this.#before ? OLD_PAGE_GONE_WITHIN : 0); // a reload's old page may take a moment
      const draft = letGo && await left(key);
      if (draft) found.push({ key, draft, letGo });
      else letGo?.();
    }
    take(found.map(({ draft }) => draft));
    this.#letGo(found);
  }

  async #letGo(found) {
    await this.#toDisk();
    for (const { key, letGo } of found) {
      forget(key);
      letGo();
    }
  }

  async #places() {
    const ages = await agesOf(this.#name);
    const age = (key) => (key === this.#before ? Infinity : ages.get(key));
    return [...ages.keys()].filter((key) => key !== this.#key).sort((a, b) => age(a) - age(b));
  }

  /** `draft`: any plain object, or null for nothing. */
  save(draft) {
    if (!draft && !this.#latest) return;
    this.#latest = draft && { ...draft, call: this.call, key: this.#key, n: Date.now() };
    try {
      if (draft) localStorage.setItem(this.#key, JSON.stringify(this.#latest));
      else localStorage.removeItem(this.#key);
    } catch { /* storage is full or closed: the database may still take it */ }
    this.#timer ||= setTimeout(() => this.#afterLines(), TO_DISK_EVERY);
  }

  /** A line has left the composer: it stays in the database as half-typed until it is there as a line. */
  becomes(line) {
    this.#lines = Promise.allSettled([this.#lines, line]);
  }

  async #afterLines() {
    await Promise.race([this.#lines, new Promise((resolve) => { setTimeout(resolve, LINES_FIRST); })]);
    this.#toDisk();
  }

  async #toDisk() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    await (this.#latest ? store.put("drafts", this.#latest) : store.remove("drafts", this.#key)).catch(() => {});
  }
}

/** What pages that are gone have left in places whose names begin like this. */
export async function abandoned(start) {
  const found = [];
  for (const key of (await agesOf(start)).keys()) {
    const letGo = await claimed(key);
    const draft = letGo && await left(key);
    letGo?.(); // a call's page that is opened now may take it up
    if (draft) found.push(draft);
  }
  return found;
}

/** Whether it was still there, and is gone from here now. */
export async function letGoOf(draft) {
  const letGo = await claimed(draft.key);
  if (!letGo) return false;
  const there = await left(draft.key);
  if (there) forget(draft.key);
  letGo();
  return Boolean(there);
}

export const putBack = (draft) => store.put("drafts", draft);

/** Places whose names begin like this, each with the time of its last words. */
async function agesOf(start) {
  const kept = await store.all("drafts").catch(() => []);
  const ages = new Map(kept.map(({ key, n }) => [key, n]));
  for (const key of quickKeys()) ages.set(key, Math.max(ages.get(key) ?? 0, quick(key)?.n ?? 0));
  return new Map([...ages].filter(([key]) => key.startsWith(start)));
}

/** Hold a place; gives what lets go of it again, or null where another page holds it for longer than `patience`. */
function claimed(key, patience = 0) {
  if (!navigator.locks) return Promise.resolve(() => {});
  return new Promise((resolve) => {
    const how = patience ? { signal: AbortSignal.timeout(patience) } : { ifAvailable: true };
    const hold = (lock) => (lock ? new Promise((letGo) => { resolve(letGo); }) : resolve(null));
    navigator.locks.request(key, how, hold).catch(() => resolve(null));
  });
}

function quickKeys() {
  try {
    return Object.keys(localStorage);
  } catch {
    return [];
  }
}

function quick(key) {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null");
  } catch {
    return null; // closed, or damaged
  }
}

async function left(key) {
  const soon = quick(key);
  const slow = await store.get("drafts", key).catch(() => null);
  return slow && !(soon?.n >= slow.n) ? slow : soon;
}

function forget(key) {
  try {
    localStorage.removeItem(key);
  } catch { /* closed */ }
  store.remove("drafts", key).catch(() => {});
}
