// The capture page, stored on this device so that it opens again without a network: see ../offline/worker.js. The stored
// page is kept up to date from here with the lines that are saved and the questions asked, without asking the server again.
import { alone, forgetPage, pagesOf } from "../offline/stored.js";
import { lacking } from "./earlier.js";
import * as recents from "./recent.js";

const EVERY = 3000;
const HERE = "\u2060the lines\u2060"; // where they stand in the stored page
const written = new WeakMap();
const lines = document.querySelector("[data-lines]");
const script = document.querySelector("[data-script]");

export class Kept {
  #timer = 0;
  #shell = null;

  constructor({ user, interview, workerUrl }) {
    Object.assign(this, { user, interview, workerUrl });
  }

  /** Once the page stands: until then everything the device has is for that. */
  begin() {
    if (!("serviceWorker" in navigator)) return; // plain http: the page lives as long as its tab
    navigator.serviceWorker.register(this.workerUrl, { scope: location.pathname }).catch(() => {});
    navigator.serviceWorker.addEventListener("controllerchange", () => this.hold());
    if (!navigator.serviceWorker.controller) this.hold(); // else it was stored on its way here
    new MutationObserver((changes) => {
      for (const { target } of changes) written.delete(target.closest("[data-id]"));
      this.#timer ||= setTimeout(() => this.#update(), EVERY);
    }).observe(lines, { childList: true, subtree: true, attributes: true });
    document.addEventListener("visibilitychange", () => document.hidden && this.#update());
  }

  /** Store the page as the server gives it: the first time and after a release; `again` also when it was just stored. */
  async hold(again = false) {
    if (this.#timer === -1) return;
    const worker = await navigator.serviceWorker?.ready;
    worker?.active?.postMessage(again ? "again" : "hold");
  }

  /** A line is on the server; the stored page gets it with its next update. */
  saved(line, revision) {
    if (this.#timer !== -1 && navigator.serviceWorker?.controller) recents.remember(line, revision);
  }

  /** Signed in again on a page whose stored self was forgotten: it is stored anew. */
  resume() {
    if (this.#timer !== -1) return;
    this.#timer = 0;
    this.hold(true);
  }

  async forget() {
    clearTimeout(this.#timer);
    this.#timer = -1; // and it isn't stored again from here
    const old = await recents.recent(this.user, this.interview);
    await recents.forget(this.user, this.interview, old.map(({ line }) => line.id));
    return forgetPage(location.pathname, this.user);
  }

  /** Words that are gone from the page go from the stored one at once. */
  async update() {
    if (!lacking()) return this.#update();
    await forgetPage(location.pathname, this.user);
    return this.hold(true);
  }

  /** The stored page without its lines, read again only once the worker has stored another. */
  async #around(old) {
    const at = old.headers.get("X-Kept-At");
    if (this.#shell?.at !== at) {
      const page = new DOMParser().parseFromString(await old.text(), "text/html");
      page.querySelector("[data-lines]").textContent = HERE;
      this.#shell = { at, page };
    }
    return this.#shell.page;
  }

  async #update() {
    if (this.#timer === -1) return;
    clearTimeout(this.#timer);
    this.#timer = lacking() ? setTimeout(() => this.#update(), EVERY) : 0; // the stored page has them already
    if (this.#timer) return;
    await alone(async () => {
      if (!("caches" in self)) return;
      const cache = await pagesOf(this.user);
      const old = await cache?.match(location.pathname);
      if (!old) return; // signed out since, or never stored
      const page = await this.#around(old);
      const settled = await recents.recent(this.user, this.interview); // also of lines that are gone since
      const now = standing();
      page.querySelector("[data-begin]").hidden = now.length > 0;
      page.querySelector("[data-script]").innerHTML = script.innerHTML;
      const html = page.documentElement.outerHTML.replace(HERE, () => now.map(asStored).join(""));
      await cache.put(location.pathname, new Response(`<!doctype html>${html}`, { headers: old.headers }));
      await recents.forget(this.user, this.interview, settled.map(({ line }) => line.id));
    });
  }
}

/** Lines the server has. Those that wait are in the outbox, and come from there. */
const standing = () => [...lines.children].filter((node) => node.dataset.id && !node.classList.contains("unsaved"));

/** A row as it is stored, written out again only once it has changed: a long call has a thousand of them. */
function asStored(node) {
  if (!written.has(node)) {
    const copy = node.cloneNode(true);
    copy.classList.remove("fresh", "taken", "sought");
    written.set(node, copy.outerHTML);
  }
  return written.get(node);
}
