// What every measurement in a browser asks of a page, from inside it.
window.__events = new Map();
window.__frames = [];
const afterPaint = (act) => requestAnimationFrame(() => { const { port1, port2 } = new MessageChannel(); port1.onmessage = act; port2.postMessage(0); });

new PerformanceObserver((list) => {
  for (const { interactionId, duration } of list.getEntries()) {
    if (interactionId) window.__events.set(interactionId, Math.max(duration, window.__events.get(interactionId) ?? 0));
  }
}).observe({ type: "event", durationThreshold: 16 });

// Times between frames, from now until told to stop.
let lastFrame = 0, watching = 0;
function frame(now) {
  if (lastFrame) window.__frames.push(now - lastFrame);
  lastFrame = now;
  watching = requestAnimationFrame(frame);
}
window.__watch = () => { window.__frames = []; lastFrame = 0; watching = requestAnimationFrame(frame); };
window.__stop = () => { cancelAnimationFrame(watching); return window.__frames; };
