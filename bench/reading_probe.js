// What bench/reading.py measures besides.
window.__keys = [];
window.__highlights = [];

let entered = null;
addEventListener("keydown", ({ key, shiftKey, timeStamp }) => {
  if (key === "Enter") entered = timeStamp;
  if (key !== "Shift") afterPaint(() => window.__keys.push([`${shiftKey ? "Shift " : ""}${key}`, performance.now() - timeStamp]));
}, { capture: true });

addEventListener("DOMContentLoaded", () => {
  new MutationObserver((changes) => {
    if (entered === null || !changes.some(({ addedNodes }) => [...addedNodes].some((node) => node.matches?.("mark.waiting")))) return;
    const begun = entered;
    entered = null;
    afterPaint(() => window.__highlights.push(performance.now() - begun));
  }).observe(document.getElementById("lines"), { childList: true, subtree: true });
});
