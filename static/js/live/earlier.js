// A long call's page comes with its last lines; the earlier ones follow once it stands, a few at a time, so that no key waits.
import * as stream from "./stream.js";

const AT_ONCE = 100;
const AGAIN_AFTER = 5000;

const mark = document.querySelector("[data-earlier]");
const log = document.querySelector("[data-scroll]");
const pause = (ms) => new Promise((over) => { setTimeout(over, ms); });
const idle = () => new Promise((free) => { (self.requestIdleCallback ?? setTimeout)(free, { timeout: 1000 }); });

/** Whether some are still on their way. */
export const lacking = () => Boolean(mark?.isConnected);

/** Tells whether there were any. Comes back only once they are all here. */
export async function earlier() {
  if (!mark) return false;
  let html = null;
  while (html === null) {
    html = await asked().catch(() => null);
    if (html === null) await pause(AGAIN_AFTER);
  }
  const sent = document.createElement("template");
  sent.innerHTML = html;
  const nodes = [...sent.content.querySelectorAll("[data-id]")];
  log.setAttribute("aria-live", "off"); // they were said long ago
  while (nodes.length) {
    await idle();
    stream.earlier(nodes.splice(-AT_ONCE));
  }
  mark.remove();
  await pause(0);
  log.removeAttribute("aria-live");
  return true;
}

async function asked() {
  const answer = await fetch(mark.dataset.earlier, { redirect: "error" });
  if (answer.status >= 400 && answer.status < 500) return ""; // refused: there are none for us
  return answer.ok && answer.headers.has("X-Seen") ? answer.text() : null;
}
