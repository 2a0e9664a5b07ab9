// Sends each unit's whole answer as it is given. What couldn't be sent waits, the newest of each unit, and is tried again.
import { toast, whatHappened } from "../toasts.js";

const saved = document.getElementById("saved");
const address = document.getElementById("desk")?.dataset.save;
const FIRST_WAIT = 1000, LONGEST_WAIT = 15000;
const waiting = new Map(); // unit -> its themes
let sending = false, trouble = "", wait = FIRST_WAIT, lost = 0;

export function save(unit, themes) {
  waiting.set(unit, themes);
  show();
  send();
}

function show() {
  const count = `${waiting.size} ${waiting.size === 1 ? "unit" : "units"}`;
  saved.textContent = trouble && waiting.size ? `${trouble} ${count} not saved yet.`
    : waiting.size ? "Saving…"
    : lost ? `${lost} not saved. Load the page again.` : "All saved";
  saved.classList.toggle("wrong", Boolean((trouble && waiting.size) || lost));
}

async function send() {
  if (sending) return;
  sending = true;
  while (waiting.size) {
    const [unit, themes] = waiting.entries().next().value;
    const answer = await put(unit, themes);
    if (!answer.known) { trouble = answer.trouble; break; }
    trouble = "";
    wait = FIRST_WAIT;
    if (waiting.get(unit) === themes) waiting.delete(unit);
    if (answer.refused) { lost += 1; toast(answer.refused, { kind: "error" }); }
    show();
  }
  sending = false;
  show();
  if (!waiting.size) return;
  setTimeout(send, wait);
  wait = Math.min(wait * 2, LONGEST_WAIT);
}

/** `known`: the server has settled it, one way or the other. */
async function put(unit, themes) {
  const body = new URLSearchParams(themes.map((theme) => ["theme", theme]));
  const headers = { "HX-Request": "true", "X-CSRFToken": token() };
  const signal = AbortSignal.timeout(15000);
  const answer = await fetch(address.replace(/0\/$/, `${unit}/`), { method: "POST", body, headers, signal, keepalive: true }).catch(() => null);
  if (answer?.redirected) return { trouble: "You are signed out. Sign in in another tab." };
  if (!answer || answer.status >= 500) return { trouble: answer ? "The server doesn’t answer." : "No connection." };
  if (answer.ok) return { known: true };
  const said = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-toast] span");
  return { known: true, refused: said?.textContent ?? whatHappened(answer.status) };
}

// As it is now: signing in again in another tab changes it.
function token() {
  const cookie = document.cookie.split("; ").find((pair) => pair.startsWith("csrftoken="));
  return cookie ? cookie.slice("csrftoken=".length) : JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
}

addEventListener("online", send);
addEventListener("beforeunload", (event) => { if (waiting.size) event.preventDefault(); });
