// What is stored of capture pages on this device, and when it goes: at once on signing out and for whoever else signs in, at
// the latest a day after it was stored. Runs on every page. Lines that wait for the server are not touched; they are nobody
// else's, and the server wouldn't take them from anybody else.
import { forgetRecent } from "../live/recent.js";

const ALL = "throughline-";
const PAGES = "throughline-pages-";
const LOCK = "throughline-kept";
const WORKER = "/capture-worker.js";
const A_DAY = 24 * 60 * 60 * 1000;
const can = "caches" in self;

export const alone = (act) => (navigator.locks ? navigator.locks.request(LOCK, act) : act());

/** This person's stored pages, or null; never makes a place for them. */
export async function pagesOf(user) {
  return can && (await caches.has(PAGES + user)) ? caches.open(PAGES + user) : null;
}

export const forgetPage = (path, user) => alone(async () => (await pagesOf(user))?.delete(path));

export async function forgetAll() {
  if (!can) return;
  await alone(() => drop((name) => name.startsWith(ALL)));
  await forgetRecent();
  for (const worker of await workers()) await worker.unregister();
}

async function drop(which) {
  for (const name of await caches.keys()) if (which(name)) await caches.delete(name);
}

async function workers() {
  const all = (await navigator.serviceWorker?.getRegistrations()) ?? [];
  return all.filter(({ active, waiting, installing }) => (active ?? waiting ?? installing)?.scriptURL.endsWith(WORKER));
}

async function tidy(user) {
  if (!(await caches.keys()).some((name) => name.startsWith(ALL))) return;
  if (!user) { await forgetAll(); return; }
  await forgetRecent(user);
  const places = await alone(async () => {
    await drop((name) => name.startsWith(PAGES) && name !== PAGES + user);
    return current(user);
  });
  for (const worker of await workers()) {
    const { pathname } = new URL(worker.scope);
    if (pathname !== location.pathname && !places.includes(pathname)) await worker.unregister();
  }
}

/** The addresses that are still stored once old pages are gone. */
async function current(user) {
  const cache = await pagesOf(user);
  const places = [];
  for (const request of (await cache?.keys()) ?? []) {
    const at = Number((await cache.match(request))?.headers.get("X-Kept-At"));
    if (Math.abs(Date.now() - at) > A_DAY) await cache.delete(request);
    else places.push(new URL(request.url).pathname);
  }
  return places;
}

// Without the attribute the page doesn't know who looks: an error page, say. Then nothing is touched.
const { user } = document.body.dataset;
if (can && user !== undefined) tidy(user).catch(() => {});
