// Live capture, put together: clock, composer, outbox, script, and what others write.
import { toast } from "../toasts.js";
import { beside } from "./beside.js";
import { Clock, words } from "./clock.js";
import { coalesced } from "./coalesced.js";
import { Composer } from "./composer.js";
import { Draft } from "./draft.js";
import { FollowUps } from "./followups.js";
import { leaving } from "./leaving.js";
import { Outbox } from "./outbox.js";
import { post } from "./post.js";
import { Script } from "./question.js";
import { State } from "./state.js";
import * as stream from "./stream.js";
import { uuid } from "./uuid.js";

const ground = JSON.parse(document.getElementById("ground").textContent);
const clock = new Clock(ground.elapsedMs);
const outbox = new Outbox(ground.user);
const draft = new Draft(`throughline-draft-${ground.user}-${ground.interview}`);
const composer = new Composer(clock, draft);
const script = new Script({ clock, ground });
const followUps = new FollowUps(ground);
const state = new State({ outbox, clock, ground });
const lineUrl = (id) => ground.noteUrl.replace("/ID/", `/${id}/`);

// ── time
const face = document.querySelector("[data-clock]");
const stamp = document.querySelector("[data-stamp]");
const stampHours = document.querySelector("[data-stamp-hours]");
const run = document.querySelector("[data-run]");
const point = document.querySelector("[data-now]");
function tick() {
  const now = clock.now();
  const share = `${Math.min(100, (100 * now) / ground.plannedMs).toFixed(1)}%`;
  face.textContent = words(now);
  face.classList.toggle("over", now > ground.plannedMs);
  const at = composer.line.at ?? now;
  stamp.textContent = words(at).slice(3);
  stampHours.textContent = words(at).slice(0, 3);
  stampHours.className = at < 3600000 ? "h" : "";
  run.setAttribute("x2", share);
  point.setAttribute("cx", share);
  script.budget();
}
setInterval(tick, 500);
tick();

// ── lines of one's own
function keep(line) {
  const whole = { ...line, version: uuid(), interview: ground.interview, code: ground.code, url: lineUrl(line.id) };
  const before = stream.row(line.id)?.dataset.kind;
  stream.show(whole, ground.user, ground.initials);
  if ([before, line.kind].includes("follow_up")) followUps.show();
  outbox.keep(whole);
}

composer.addEventListener("line", ({ detail: { editing, ...typed } }) => {
  keep({ ...typed, base: editing?.base ?? 0, question: editing ? editing.question : script.question });
  if (!editing) stream.toEnd();
});

function change(node) {
  if (!node) return;
  composer.edit(stream.lineOf(node));
  node.scrollIntoView({ block: "nearest" });
}

composer.addEventListener("shown", ({ detail: id }) => {
  document.querySelector(".ln.taken")?.classList.remove("taken");
  if (id) stream.row(id)?.classList.add("taken");
});
composer.addEventListener("before", ({ detail: id }) => change(stream.neighbour(id, -1, ground.user)));
composer.addEventListener("after", ({ detail: id }) => {
  const next = stream.neighbour(id, 1, ground.user);
  if (next) change(next);
  else composer.clear();
});
composer.addEventListener("remove", ({ detail: id }) => takeAway(id));

const lines = document.querySelector("[data-lines]");
lines.addEventListener("click", ({ target }) => { if (target.closest("[data-edit]")) change(target.closest("[data-id]")); });
lines.addEventListener("dblclick", ({ target }) => { if (target.closest("[data-words]")) change(target.closest("[data-id]")); });

async function takeAway(id) {
  const answer = await post(`${lineUrl(id)}remove/`);
  const waits = (await outbox.waiting(ground.interview)).some((line) => line.id === id);
  if (!answer?.ok && !(answer?.status === 404 && waits)) { toast("No connection. The line is still there."); return; }
  await outbox.drop(id);
  stream.remove(id);
  followUps.show();
  const putBack = async () => { await post(`${lineUrl(id)}restore/`); refresh(); composer.focus(); };
  toast("Line removed.", answer.ok ? { act: putBack } : {});
}

// ── what became of a line
outbox.addEventListener("saved", ({ detail }) => {
  if (detail.line.interview !== ground.interview) return;
  clock.correct(detail.elapsedMs, detail.tripMs);
  composer.saved(detail.line.id, detail.revision);
  stream.settle(detail.line.id, detail.revision);
  mark();
});
for (const type of ["refused", "conflict"]) outbox.addEventListener(type, () => mark());

/** Lines that still wait look it; those that need a person say why. */
const mark = coalesced(async () => {
  const waiting = await outbox.waiting(ground.interview);
  for (const line of waiting) {
    const node = stream.row(line.id);
    if (!node) continue;
    node.classList.add("unsaved");
    if (line.conflict) stream.trouble(node, differs(line.conflict), { other: line.conflict.removed ? "" : line.conflict.text, choices: conflictChoices(line) });
    else if (line.refused) stream.trouble(node, `Not saved. ${line.refused}`, { choices: refusalChoices(line, node) });
  }
});

const differs = ({ by, removed }) => `${by || "Somebody"} ${removed ? "removed this line" : "changed this line"} meanwhile. Yours is above${removed ? "." : ", theirs is here:"}`;

function conflictChoices(line) {
  const { conflict, refused, ...mine } = line;
  const theirs = async () => { await outbox.drop(line.id); stream.remove(line.id); refresh(true); composer.focus(); };
  const both = async () => { await theirs(); keep({ ...mine, id: uuid(), at: mine.at + 1, base: 0 }); };
  return [
    ["Keep mine", () => { keep({ ...mine, base: conflict.revision }); composer.focus(); }],
    [conflict.removed ? "Let it go" : "Take theirs", theirs],
    ...(conflict.removed ? [] : [["Keep both", both]]),
  ];
}

function refusalChoices(line, node) {
  const dropIt = async () => { await outbox.drop(line.id); stream.remove(line.id); followUps.show(); refresh(true); composer.focus(); };
  const { refused, ...again } = line;
  return [
    ["Change it", () => change(node)],
    ["Copy", () => navigator.clipboard?.writeText(line.text)],
    ["Try again", () => { keep(again); composer.focus(); }],
    ["Drop it", dropIt],
  ];
}

// ── what others write
let since = ground.seen;
let busy = false;
let again = null; // null, or whether everything is asked for
async function refresh(everything = false) {
  if (busy) { again = again || everything; return; }
  busy = true;
  again = null;
  const asked = everything ? "" : since;
  const answer = await fetch(`${ground.linesUrl}?since=${encodeURIComponent(asked)}`, { redirect: "error" }).catch(() => null);
  if (answer?.ok && answer.headers.has("X-Seen")) {
    const html = await answer.text();
    since = answer.headers.get("X-Seen");
    const waiting = new Set((await outbox.waiting(ground.interview)).map((line) => line.id));
    if (stream.merge(html, waiting)) followUps.show();
  }
  setTimeout(() => { busy = false; if (again !== null) refresh(again); }, 300);
}
for (const kind of ["note", "resync"]) document.body.addEventListener(`study:${kind}`, () => refresh());
for (const kind of ["question", "resync"]) document.body.addEventListener(`study:${kind}`, () => script.refresh());
script.addEventListener("turned", () => composer.focus());

// ── keys that work wherever the focus is
addEventListener("keydown", (event) => {
  const turn = event.altKey && !event.ctrlKey && { ArrowDown: "next", ArrowUp: "back" }[event.key];
  if (turn) { event.preventDefault(); script.turn(turn); return; }
  const typed = event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey;
  // A letter typed after a click beside the composer is meant for the composer.
  if (typed && !event.target.closest("input:not([type=checkbox]), textarea, select, dialog")) { event.stopPropagation(); composer.focus(); }
}, { capture: true });

let awake = null;
async function stayAwake() {
  if (!document.hidden && (!awake || awake.released)) awake = (await navigator.wakeLock?.request("screen").catch(() => null)) ?? null;
}
document.addEventListener("visibilitychange", stayAwake);

// ── begin: what this device still holds comes back on the page
beside(() => composer.focus());
leaving({ outbox, composer, ground });
stream.divide();
stream.toEnd();
composer.after(stream.lastAt());
composer.focus();
stayAwake();
for (const line of await outbox.waiting(ground.interview)) {
  stream.show(line, ground.user, ground.initials);
  composer.after(line.at);
}
composer.restore(await draft.open(), (id) => Boolean(stream.row(id)));
followUps.show();
stream.toEnd();
await mark();
state.show();
outbox.drain();
document.body.dataset.capture = "ready";
