// Others tag too: when the bell rings, the page is fetched again and only the lines that differ are swapped.
import * as cards from "./cards.js";
import * as correct from "./correct.js";
import { keepPlace, line, lines } from "./lines.js";
import * as picker from "./picker.js";
import * as sending from "./sending.js";

const KINDS = ["tag", "untag", "quote", "quote_gone", "theme", "theme_merged", "theme_gone", "theme_split", "theme_archived", "theme_restored", "note", "erased", "consent", "transcript", "transcript_gone", "resync"];
const PARTS = ["legend", "lost", "theme-options"];
const WAIT = 2000;
let timer = 0;

// Never under somebody's hands.
const busy = () => picker.isOpen() || cards.isOpen() || correct.isOpen() || sending.busy() || !getSelection().isCollapsed;

function later(wait = WAIT) {
  clearTimeout(timer);
  timer = setTimeout(() => (busy() ? later() : refresh()), wait);
}

export async function refresh() {
  const answer = await fetch(location.pathname, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!answer?.ok || busy()) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const hadFocus = line()?.contains(document.activeElement);
  swapLines(fresh.getElementById("lines"));
  for (const id of PARTS) {
    const now = fresh.getElementById(id);
    if (now) document.getElementById(id)?.replaceWith(document.adoptNode(now));
  }
  keepPlace(hadFocus);
}

function swapLines(fresh) {
  const shown = [...lines.querySelectorAll("[data-line]")];
  const now = fresh ? [...fresh.querySelectorAll("[data-line]")] : [];
  if (shown.map((turn) => turn.id).join() !== now.map((turn) => turn.id).join()) {
    lines.replaceChildren(...(fresh ? [...fresh.childNodes].map((node) => document.adoptNode(node)) : []));
    return;
  }
  now.forEach((turn, number) => {
    if (turn.dataset.v !== shown[number].dataset.v) shown[number].replaceWith(document.adoptNode(turn));
  });
}

export function listen() {
  document.body.addEventListener("study:undone", (event) => {
    event.preventDefault();
    cards.close(); // what it shows may not be so any more
    later(0);
  });
  for (const kind of KINDS) document.body.addEventListener(`study:${kind}`, () => later());
}
