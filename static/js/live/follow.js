// Reading along in a call: lines, clock and company, and nothing to type.
import { isAlt, meant } from "./alt.js";
import { Clock, words } from "./clock.js";
import { Company } from "./company.js";
import { Find } from "./find.js";
import { Fresh } from "./fresh.js";
import * as stream from "./stream.js";

const ground = JSON.parse(document.getElementById("ground").textContent);
const clock = new Clock(ground);
const company = new Company({ ground, clock });
const fresh = new Fresh({ ground, waiting: async () => new Set(), changed: () => {} });
const scroller = document.querySelector("[data-scroll]");
const find = new Find({ change: null, done: () => scroller.focus({ preventScroll: true }) });
const face = document.querySelector("[data-clock]");
const bar = document.querySelector("[data-follow-bar]");

setInterval(() => { face.textContent = words(clock.now()); }, 500);

function say(text, over) {
  bar.hidden = false;
  bar.querySelector("[data-follow-words]").textContent = text;
  bar.querySelector("[data-follow-on]").hidden = !over;
  document.querySelector("[data-follow-state]").textContent = "";
}

company.addEventListener("heard", () => { bar.hidden = true; });
company.addEventListener("over", () => say("The call is over.", true));
company.addEventListener("shut", () => say("You were signed out, or are no longer in this study. Nothing new comes in.", false));
addEventListener("online", () => fresh.look());
addEventListener("keydown", (event) => {
  if (isAlt(event) && meant(event) === "f") { event.preventDefault(); find.open(); }
});

stream.divide();
stream.toEnd();
company.beat();
document.body.dataset.capture = "ready";
