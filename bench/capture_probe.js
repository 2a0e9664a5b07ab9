// What bench/browser.py measures besides.
window.__keys = [];
window.__lines = [];

let entered = null;
addEventListener("keydown", (event) => {
  const begun = event.timeStamp;
  if (event.key === "Enter") entered = begun;
  else afterPaint(() => window.__keys.push(performance.now() - begun));
}, { capture: true });

function lines(list) {
  new MutationObserver((changes) => {
    const added = changes.some(({ addedNodes }) => [...addedNodes].some((node) => node.matches?.("[data-id]")));
    if (!added || entered === null) return;
    const begun = entered;
    entered = null;
    afterPaint(() => window.__lines.push(performance.now() - begun));
  }).observe(list, { childList: true });
}

function ready() {
  const last = [...document.querySelectorAll("[data-lines] [data-id]")].at(-1);
  const box = last.getBoundingClientRect();
  const scripts = performance.getEntriesByType("resource").filter(({ name }) => new URL(name).pathname.endsWith(".js"));
  window.__ready = {
    ready: performance.now(),
    html: performance.getEntriesByType("navigation")[0].responseEnd,
    seen: box.top < innerHeight && box.bottom > 0 && box.height > 0,
    script: scripts.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0),
    files: scripts.length,
  };
}

addEventListener("DOMContentLoaded", () => {
  lines(document.querySelector("[data-lines]"));
  const look = () => { if (document.body.dataset.capture === "ready") { watch.disconnect(); afterPaint(ready); } };
  const watch = new MutationObserver(look);
  watch.observe(document.body, { attributes: true });
  look();
});
