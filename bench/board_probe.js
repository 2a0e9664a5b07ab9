// What bench/board.py measures, from inside the page.
window.__frames = [];
window.__keys = new Map();
let last = 0;
let watching = 0;

new PerformanceObserver((list) => {
  for (const { interactionId, duration } of list.getEntries()) {
    if (interactionId) window.__keys.set(interactionId, Math.max(duration, window.__keys.get(interactionId) ?? 0));
  }
}).observe({ type: "event", durationThreshold: 16 });

function frame(now) {
  if (last) window.__frames.push(now - last);
  last = now;
  watching = requestAnimationFrame(frame);
}

window.__watch = () => { window.__frames = []; last = 0; watching = requestAnimationFrame(frame); };
window.__stop = () => { cancelAnimationFrame(watching); return window.__frames; };
