// The doorbell: one stream a page, named by data-events on the body. It says only that something changed;
// parts of the page listen for study:<kind> on the body and fetch themselves again through their own URL.
const url = document.body.dataset.events;
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 30000;

function ring(kind, detail) {
  document.body.dispatchEvent(new CustomEvent(`study:${kind}`, { detail }));
  document.body.dispatchEvent(new CustomEvent("study:any", { detail: { kind, ...detail } }));
}

// Something may have been missed: every part that fetches itself on a change does so once.
function catchUp() {
  const asked = [...document.querySelectorAll("[hx-trigger*='study:']")].map((part) => part.getAttribute("hx-trigger")).join(" ");
  for (const kind of new Set(asked.match(/(?<=study:)\w+/g))) document.body.dispatchEvent(new CustomEvent(`study:${kind}`));
  ring("resync", {});
}

function open(address, wait = FIRST_WAIT) {
  let last = new URL(address, location.href).searchParams.get("after") ?? "0";
  const source = new EventSource(address);
  source.addEventListener("change", (event) => { last = event.lastEventId || last; ring(event.data, { seq: Number(last) }); });
  source.addEventListener("resync", catchUp);
  source.addEventListener("open", () => { wait = FIRST_WAIT; document.body.dataset.stream = "open"; });
  source.addEventListener("error", () => {
    document.body.dataset.stream = "closed";
    if (source.readyState !== EventSource.CLOSED) return; // the browser tries again by itself
    const next = new URL(address, location.href);
    next.searchParams.set("after", last);
    setTimeout(() => open(next.href, Math.min(wait * 2, LONGEST_WAIT)), wait * (0.5 + Math.random()));
  });
  addEventListener("pagehide", () => source.close(), { once: true });
  // A connection can be dead without a word; whoever knows better asks for a new one.
  document.body.addEventListener("study:reconnect", () => {
    if (source.readyState === EventSource.CLOSED) return; // a new one comes by itself
    source.close();
    const next = new URL(address, location.href);
    next.searchParams.set("after", last);
    open(next.href);
  }, { once: true });
}

// The bell for one's own act can come before its answer. A refresh must not swap away what an act was sent from: its answer
// would find nothing of the page any more. So the refresh is dropped, and made up for once the act is answered.
const acts = new Map(); // request -> the element that sent it
let dropped = false;

document.addEventListener("htmx:beforeSend", ({ detail }) => {
  if (detail.requestConfig.verb !== "get") acts.set(detail.xhr, detail.elt);
});
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const refresh = detail.requestConfig.triggeringEvent?.type.startsWith("study:");
  if (!refresh || ![...acts.values()].some((elt) => detail.target.contains(elt))) return;
  detail.shouldSwap = false;
  dropped = true;
});
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (!acts.delete(detail.xhr) || acts.size || !dropped) return;
  dropped = false;
  catchUp();
});

if (url) open(url);
if (url) addEventListener("pageshow", (event) => { if (event.persisted) { open(url); catchUp(); } });
