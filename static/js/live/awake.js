// The screen stays on while the page is in sight. A lock is let go when the page is hidden, and by the device when its battery
// runs low, so it is asked for again each time the page comes back.
let lock = null;
let asking = false;

async function stayAwake() {
  if (document.hidden || asking || (lock && !lock.released)) return;
  asking = true;
  lock = (await navigator.wakeLock?.request("screen").catch(() => null)) ?? null;
  asking = false;
}

document.addEventListener("visibilitychange", stayAwake);
addEventListener("pageshow", stayAwake);
stayAwake();
