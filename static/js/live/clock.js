// The interview's clock. The server says how far the call is; a clock that only runs forward carries on from there.
// The time of day on this device, and any change of it, plays no part.
const SURE_WITHIN = 400;

export class Clock {
  #base;
  #from;

  constructor(elapsedMs) {
    // Counted from when the page's first byte came, not from when its scripts got to run.
    const [page] = performance.getEntriesByType("navigation");
    this.#base = elapsedMs;
    this.#from = page?.responseStart || performance.now();
  }

  /** The server's word, in an answer that took `tripMs`; one that took long says too little about now. */
  correct(elapsedMs, tripMs) {
    if (tripMs > SURE_WITHIN) return;
    this.#base = elapsedMs + tripMs / 2;
    this.#from = performance.now();
  }

  now() {
    return Math.max(0, Math.round(this.#base + performance.now() - this.#from));
  }
}

/** 00:23:14 */
export function words(ms) {
  const s = Math.floor(ms / 1000);
  return [s / 3600, (s / 60) % 60, s % 60].map((part) => String(Math.floor(part)).padStart(2, "0")).join(":");
}

/** 23:14, with its hours only where there are any. */
export const short = (ms) => words(ms).slice(ms < 3600000 ? 3 : 0);
