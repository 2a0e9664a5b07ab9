// What bench/reading.py measures, from inside the page.
window.__keys = [];
window.__highlights = [];
window.__events = new Map();
window.__frames = [];
const afterPaint = (act) => requestAnimationFrame(() => { const { port1, port2 } = new MessageChannel(); port1.onmessage = act; port2.postMessage(0); });

new PerformanceObserver((list) => {
  for (const { interactionId, duration } of list.getEntries()) {
    if (interactionId) window.__events.set(interactionId, Math.max(duration, window.__events.get(interactionId) ?? 0));
  }
}).observe({ type: "event", durationThreshold: 16 });

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

// Times between frames, from now until told to stop.
window.__watchFrames = () => {
  window.__frames = [];
  window.__watching = true;
  let last = null;
  const frame = (now) => {
    if (last !== null) window.__frames.push(now - last);
    last = now;
    if (window.__watching) requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
};
