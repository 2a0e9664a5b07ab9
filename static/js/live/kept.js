// The capture page, stored on this device so that it opens again without a network: see ../offline/worker.js. The stored
// page is kept up to date from here with the lines that are saved and the questions asked, without asking the server again.
import { alone, forgetPage, pagesOf } from "../offline/stored.js";
import * as recents from "./recent.js";

const EVERY = 3000;
const lines = document.querySelector("[data-lines]");
const script = document.querySelector("[data-script]");

export class Kept {
  #timer = 0;

  constructor({ user, interview, workerUrl }) {
    Object.assign(this, { user, interview });
    if (!("serviceWorker" in navigator)) return; // plain http: the page lives as long as its tab
    navigator.serviceWorker.register(workerUrl, { scope: location.pathname }).catch(() => {});
    navigator.serviceWorker.addEventListener("controllerchange", () => this.hold());
    if (!navigator.serviceWorker.controller) this.hold(); // else it was stored on its way here
    new MutationObserver(() => { this.#timer ||= setTimeout(() => this.#update(), EVERY); })
      .observe(lines, { childList: true, subtree: true, attributes: true });
    document.addEventListener("visibilitychange", () => document.hidden && this.#update());
  }

  /** Store the page as the server gives it: the first time and after a release; `again` also when it was just stored. */
  async hold(again = false) {
    const worker = await navigator.serviceWorker?.ready;
    worker?.active?.postMessage(again ? "again" : "hold");
  }

  /** A line is on the server; the stored page gets it with its next update. */
  saved(line, revision) {
    if (this.#timer !== -1 && navigator.serviceWorker?.controller) recents.remember(line, revision);
  }

  async forget() {
    clearTimeout(this.#timer);
    this.#timer = -1; // and it isn't stored again from here
    const old = await recents.recent(this.user, this.interview);
    await recents.forget(this.user, this.interview, old.map(({ line }) => line.id));
    return forgetPage(location.pathname, this.user);
  }

  /** Words that are gone from the page go from the stored one at once. */
  update() {
    return this.#update();
  }

  async #update() {
    if (this.#timer === -1) return;
    clearTimeout(this.#timer);
    this.#timer = 0;
    await alone(async () => {
      if (!("caches" in self)) return;
      const cache = await pagesOf(this.user);
      const old = await cache?.match(location.pathname);
      if (!old) return; // signed out since, or never stored
      const page = new DOMParser().parseFromString(await old.text(), "text/html");
      const now = standing();
      page.querySelector("[data-lines]").replaceChildren(...now);
      page.querySelector("[data-begin]").hidden = Boolean(page.querySelector("[data-lines] [data-id]"));
      page.querySelector("[data-script]").innerHTML = script.innerHTML;
      await cache.put(location.pathname, new Response(`<!doctype html>${page.documentElement.outerHTML}`, { headers: old.headers }));
      await recents.forget(this.user, this.interview, now.map(({ dataset }) => dataset.id));
    });
  }
}

/** Lines the server has. Those that wait are in the outbox, and come from there. */
function standing() {
  const saved = [...lines.children].filter((node) => node.dataset.id && !node.classList.contains("unsaved"));
  return saved.map((node) => {
    const copy = node.cloneNode(true);
    copy.classList.remove("fresh", "taken", "sought");
    return copy;
  });
}
