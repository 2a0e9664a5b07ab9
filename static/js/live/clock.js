// The interview's clock: the server says how far it is when the page is made, and a clock that only runs forward
// carries on from there. The time of day on this device, and any change of it, plays no part.
export class Clock {
  #base;
  #from;

  constructor(elapsedMs) {
    this.correct(elapsedMs);
  }

  /** The server's word, from an answer that took `tripMs` to come. */
  correct(elapsedMs, tripMs = 0) {
    this.#base = elapsedMs + tripMs / 2;
    this.#from = performance.now();
  }

  now() {
    return Math.max(0, Math.round(this.#base + performance.now() - this.#from));
  }
}

export function words(ms) {
  const s = Math.floor(ms / 1000);
  return [s / 3600, (s / 60) % 60, s % 60].map((part) => String(Math.floor(part)).padStart(2, "0")).join(":");
}
