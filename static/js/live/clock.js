// The interview's clock. The server says how far the call is; a clock that only runs forward carries on from there.
// The time of day on this device, and any change of it, plays no part, with two exceptions: a page that was opened without
// the network has nothing else to go by, and some devices stop their running clock while they sleep. The server is asked
// as soon as it can be.
import { storedAt } from "./opened.js";

const AHEAD = "throughline-ahead"; // how far the server's time of day is ahead of this device's, as last heard
const A_JUMP = 120;
const LONGEST_SLEEP = 6 * 60 * 60 * 1000; // a day or a year at once is somebody who sets the clock
const DRIFT = 1 / 5000; // what two good clocks may lose on each other
const HELD_UP = 20;

export class Clock extends EventTarget {
  #base; // ms of the call at #from
  #from; // on the running clock
  #doubt; // ms by which #base may be wrong
  #running = performance.now();
  #wall = Date.now();
  #jumped = -Infinity;

  constructor({ elapsedMs, startedMs }) {
    super();
    this.started = startedMs;
    const [page] = performance.getEntriesByType("navigation");
    if (storedAt) {
      // The difference as last heard; else as it was when the page was stored.
      const ahead = remembered() ?? startedMs + elapsedMs - storedAt;
      this.#set(Date.now() + ahead - startedMs, performance.now(), Infinity);
    } else {
      // Counted from when the page's first byte came, not from when its scripts got to run.
      const came = page?.responseStart || performance.now();
      this.#set(elapsedMs, came, came - (page?.fetchStart || 0));
      this.#remember();
    }
  }

  #set(base, from, doubt) {
    this.#base = base;
    this.#from = from;
    this.#doubt = doubt;
  }

  /** The server's word, in an answer that took `tripMs`. Of two words the one that can be less wrong stands. */
  correct(elapsedMs, tripMs) {
    this.#look();
    const now = performance.now();
    if (now - tripMs < this.#jumped) return; // asked before a sleep, answered after it
    if (tripMs / 2 > this.#doubt + (now - this.#from) * DRIFT) return;
    this.#set(elapsedMs + tripMs / 2, now, tripMs / 2);
    this.#remember();
  }

  now() {
    this.#look();
    return Math.max(0, Math.round(this.#base + performance.now() - this.#from));
  }

  /** Where the time of day went further than the running clock, the device has slept, or somebody set its clock. */
  #look() {
    const running = performance.now();
    const wall = Date.now();
    if (performance.now() - running > HELD_UP) return; // the two weren't read together
    const jump = wall - this.#wall - (running - this.#running);
    this.#running = running;
    this.#wall = wall;
    if (Math.abs(jump) < A_JUMP) return;
    if (jump > 0 && jump <= LONGEST_SLEEP) this.#base += jump;
    this.#doubt = Infinity;
    this.#jumped = running;
    this.dispatchEvent(new Event("jump")); // whoever hears it asks the server
  }

  #remember() {
    const ahead = this.started + this.#base - this.#from + performance.now() - Date.now();
    try {
      localStorage.setItem(AHEAD, String(Math.round(ahead)));
    } catch { /* a page opened without the network goes by when it was stored */ }
  }
}

function remembered() {
  try {
    const ahead = localStorage.getItem(AHEAD);
    return ahead === null ? null : Number(ahead);
  } catch {
    return null;
  }
}

/** 00:23:14 */
export function words(ms) {
  const s = Math.floor(ms / 1000);
  return [s / 3600, (s / 60) % 60, s % 60].map((part) => String(Math.floor(part)).padStart(2, "0")).join(":");
}

/** 23:14, with its hours only where there are any. */
export const short = (ms) => words(ms).slice(ms < 3600000 ? 3 : 0);
