// Keeps a capture page that was opened on this device, so that it opens again without a network. Each page has a worker of
// its own, whose scope is that page's address; no other page of the product passes through one.
// HELD comes from the script that loads this one: the static files of a release, and the version they make together.
const { version, files, under } = self.HELD;
const FILES = "throughline-files-";
const PAGES = "throughline-pages-";
const LOCK = "throughline-kept";
const PATIENCE = 3000;
const GIVEN_UP_AFTER = 30000;
const JUST_NOW = 5000;
const A_DAY = 24 * 60 * 60 * 1000;
const place = new URL(self.registration.scope).pathname;

self.addEventListener("install", (event) => event.waitUntil(holdFiles().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(tidy().then(() => self.clients.claim())));
self.addEventListener("message", (event) => {
  if (["hold", "again"].includes(event.data)) event.waitUntil(hold(event.data === "again"));
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate" && pathname === place) event.respondWith(page(event));
  else if (pathname.startsWith(under)) event.respondWith(file(request));
});

/** Alone among tabs and workers: a page must not be stored while another one deletes what is stored. */
const alone = (act) => (self.navigator.locks ? self.navigator.locks.request(LOCK, act) : act());

// ── static files: their names carry their hashes, so what is held is right
async function file(request) {
  for (const name of await namesOf(FILES)) {
    const held = await (await caches.open(name)).match(request, { ignoreVary: true });
    if (held) return held;
  }
  return fetch(request);
}

async function holdFiles() {
  const cache = await caches.open(FILES + version);
  const there = new Set((await cache.keys()).map(({ url }) => new URL(url).pathname));
  await cache.addAll(files.filter((each) => !there.has(new URL(each, self.location.href).pathname)));
}

/** Files of an earlier release go once no stored page stands on them. */
const tidy = () => alone(async () => {
  const needed = new Set([FILES + version]);
  for (const cache of await pageCaches()) {
    for (const { url } of await cache.keys()) needed.add(FILES + (await cache.match(url))?.headers.get("X-Kept-With"));
  }
  for (const name of await namesOf(FILES)) if (!needed.has(name)) await caches.delete(name);
});

// ── the page: from the network where that answers soon, else as it was stored
async function page(event) {
  const asked = ask(event.request, (stored) => event.waitUntil(stored));
  event.waitUntil(asked);
  const soon = await Promise.race([asked, new Promise((resolve) => { setTimeout(resolve, PATIENCE, null); })]);
  if (soon && isOurs(soon)) return soon;
  return (await stored()) ?? soon ?? (await asked) ?? Response.error();
}

/** A page that doesn't say whose it is comes from something between the server and us, as cafés have it. */
const isOurs = (answer) => answer.status < 500 && (!answer.ok || answer.headers.has("X-Kept-For"));

/** The server's answer, whole, or null; what is stored here follows from it. Of a long call that takes one more request, which
 * `later` is given to wait for: the page doesn't. */
async function ask(request, later) {
  try {
    // As it was asked, but for an end: a request that is never answered would hold one of the browser's few connections.
    const { headers, redirect } = request;
    const answer = await fetch(request.url, { headers, redirect, credentials: "same-origin", cache: "no-store", signal: AbortSignal.timeout(GIVEN_UP_AFTER) });
    const text = await answer.clone().text(); // a page that came by half is no page
    const earlier = answer.ok && answer.headers.get("X-Kept-Earlier");
    if (earlier) later(whole(text, earlier).then((all) => all && alone(() => settle(answer, all))));
    else await alone(() => settle(answer, text));
    return answer;
  } catch {
    return null;
  }
}

async function hold(again) {
  await holdFiles();
  const kept = (await stored())?.headers;
  const ofThisRelease = kept?.get("X-Kept-With") === version;
  if (!again && ofThisRelease && Math.abs(Date.now() - Number(kept.get("X-Kept-At"))) < JUST_NOW) return;
  const later = [];
  await ask(new Request(place, { credentials: "same-origin", redirect: "manual", cache: "no-store" }), (stored) => later.push(stored));
  await Promise.all(later);
}

async function settle(answer, text) {
  const owner = answer.headers.get("X-Kept-For"); // on every answer of the capture page's own view
  if (answer.ok && owner && owner !== "nobody") await store(answer, text, owner);
  else if (answer.type === "opaqueredirect" || [403, 404, 409, 410].includes(answer.status) || owner === "nobody") await forget();
}

async function store(answer, text, owner) {
  for (const name of await namesOf(PAGES)) if (name !== PAGES + owner) await caches.delete(name);
  // Without its files a page is of no use; those of a newer release come with that release's worker, which stores the page.
  if (answer.headers.get("X-Kept-With") !== version) return;
  const headers = new Headers(answer.headers);
  for (const name of ["Content-Encoding", "Content-Length"]) headers.delete(name);
  const now = Date.now();
  headers.set("X-Kept-At", String(now));
  const body = text.replace("<body ", `<body data-stored="${now}" `);
  await (await caches.open(PAGES + owner)).put(place, new Response(body, { status: 200, headers }));
}

/** A long call's page comes without its earlier lines; the stored one has them all. Null where they couldn't be had. */
async function whole(text, earlier) {
  const answer = await fetch(earlier, { credentials: "same-origin", redirect: "error", cache: "no-store", signal: AbortSignal.timeout(GIVEN_UP_AFTER) }).catch(() => null);
  if (!answer?.ok || !answer.headers.has("X-Seen")) return null;
  const lines = await answer.text().catch(() => null);
  return lines === null ? null : text.replace(/<li [^>]*data-earlier=[^>]*>[^<]*<\/li>/, () => lines);
}

/** Only where one person's pages are stored: with two it couldn't be told who asks. */
async function stored() {
  const people = await namesOf(PAGES);
  const page = people.length === 1 && (await (await caches.open(people[0])).match(place));
  return page && Math.abs(Date.now() - Number(page.headers.get("X-Kept-At"))) < A_DAY ? page : undefined;
}

async function forget() {
  for (const cache of await pageCaches()) await cache.delete(place);
}

async function namesOf(kind) {
  return (await caches.keys()).filter((name) => name.startsWith(kind));
}

async function pageCaches() {
  return Promise.all((await namesOf(PAGES)).map((name) => caches.open(name)));
}
