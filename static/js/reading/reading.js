// The reading page: what the mouse and the finger choose, and the parts that belong together.
import { showQuote } from "./cards.js";
import * as correct from "./correct.js";
import * as fresh from "./fresh.js";
import * as keys from "./keys.js";
import { goTo, lines } from "./lines.js";
import * as picker from "./picker.js";
import * as placing from "./placing.js";
import { wholeLine } from "./selection.js";

const SETTLED = 350; // milliseconds without change, after which a finger's selection is meant
let timer = 0, touched = false;

function offer() {
  const stretch = picker.hasForm && keys.chosenByMouse();
  if (stretch && placing.isOn) placing.take(stretch, { focus: false });
  else if (stretch) picker.open(stretch, { focus: false });
}

function listen() {
  document.addEventListener("pointerdown", (event) => { touched = event.pointerType === "touch"; });
  lines.addEventListener("click", (event) => {
    const whole = event.target.closest(".tagit");
    const mend = event.target.closest("[data-correct-line]");
    const turn = event.target.closest("[data-line]");
    if (whole && picker.hasForm) {
      event.preventDefault();
      picker.open(wholeLine(turn), { focus: true });
    } else if (mend && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      goTo(turn, { focus: false });
      correct.open(turn);
    } else if (turn && getSelection().isCollapsed && !picker.isOpen()) {
      goTo(turn, { focus: false });
    }
  });
  document.addEventListener("mouseup", (event) => {
    if (event.button === 0 && !event.target.closest(".pop")) setTimeout(offer); // the selection is final after the event
  });
  document.addEventListener("selectionchange", () => {
    clearTimeout(timer);
    if (touched) timer = setTimeout(offer, SETTLED);
  });
}

// A quote of the other record, notes or transcript: its own page knows which.
function followQuote() {
  const quote = /^#q(\d+)$/.exec(location.hash);
  if (quote && !document.getElementById(location.hash.slice(1))) location.replace(`${lines.dataset.readUrl}?quote=${quote[1]}`);
  const target = location.hash && document.getElementById(location.hash.slice(1));
  goTo(target?.closest?.("[data-line]"), { focus: false });
  if (!quote || !target || comesBack()) return;
  if (document.readyState === "complete") showQuote(quote[1]);
  else addEventListener("load", () => setTimeout(showQuote, 0, quote[1])); // after the browser has gone to its tag
}

// Who reloads the page or comes back to it finds it where it was left.
const comesBack = () => performance.getEntriesByType("navigation")[0]?.type !== "navigate" && document.readyState !== "complete";

// Lines are left out of the layout once each has been in it: what one came for, or came back to, stands where it stood.
const measured = () => requestAnimationFrame(() => requestAnimationFrame(() => lines.classList.add("measured")));

if (lines) {
  lines.classList.add("with-keys");
  measured();
  const first = lines.querySelector("[data-line]");
  if (first) first.tabIndex = 0;
  followQuote();
  addEventListener("hashchange", followQuote);
  listen();
  keys.listen();
  correct.listen();
  fresh.listen();
}
