// Live capture, put together: clock, composer, outbox, script, and what others write.
import "../observers.js";
import { toast } from "../toasts.js";
import { beside } from "./beside.js";
import { colour } from "./chips.js";
import { Clock, words } from "./clock.js";
import { coalesced } from "./coalesced.js";
import { Company } from "./company.js";
import { Composer } from "./composer.js";
import { Draft } from "./draft.js";
import { FollowUps } from "./followups.js";
import { GoTo } from "./goto.js";
import { quietHints } from "./hints.js";
import { Kept } from "./kept.js";
import { leaving } from "./leaving.js";
import { assumptions, listening } from "./listening.js";
import { Outbox } from "./outbox.js";
import { post } from "./post.js";
import { Script } from "./question.js";
import { State } from "./state.js";
import * as stream from "./stream.js";
import { Themes } from "./themes.js";
import { Tokens } from "./tokens.js";
import { uuid } from "./uuid.js";

const ground = JSON.parse(document.getElementById("ground").textContent);
const clock = new Clock(ground);
const outbox = new Outbox(ground.user);
const draft = new Draft(`throughline-draft-${ground.user}-${ground.interview}`);
const themes = new Themes(ground.themesUrl, () => colour(themes.all()));
const composer = new Composer(clock, draft, new Tokens(assumptions, () => themes.all()));
const script = new Script({ clock, ground });
const followUps = new FollowUps(ground);
const state = new State({ outbox, clock, ground });
const goTo = new GoTo((number) => script.jump(number), () => composer.focus());
const kept = new Kept(ground);
const company = new Company({ ground, clock });
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

/** What stands beside the lines and is drawn from them. */
function beheld() {
  followUps.show();
  listening();
  script.heed();
  colour(themes.all());
}

// ── lines of one's own
function keep(line) {
  const whole = { ...line, version: uuid(), interview: ground.interview, code: ground.code, url: lineUrl(line.id) };
  draft.going(whole);
  outbox.keep(whole);
  stream.show(whole, ground.user, ground.initials);
  beheld();
}

composer.addEventListener("line", ({ detail: { editing, ...typed } }) => {
  const question = typed.kind === "off_script" ? null : editing ? editing.question : script.question;
  keep({ ...typed, base: editing?.base ?? 0, question });
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
composer.addEventListener("wordless", () => toast("A theme or an assumption needs the words it is about: type them in the same line."));
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
  beheld();
  const putBack = async () => { await post(`${lineUrl(id)}restore/`); refresh(); composer.focus(); };
  toast("Line removed.", answer.ok ? { act: putBack } : {});
}

// ── what became of a line
outbox.addEventListener("kept", ({ detail }) => draft.gone(detail));
outbox.addEventListener("saved", ({ detail }) => {
  hear();
  draft.gone(detail.line);
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
  const dropIt = async () => { await outbox.drop(line.id); stream.remove(line.id); beheld(); refresh(true); composer.focus(); };
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
    if (stream.merge(html, waiting)) beheld();
  }
  const missed = !answer || answer.status >= 500; // no bell may follow that would ask again
  if (missed) again = again || everything;
  setTimeout(() => { busy = false; if (again !== null) refresh(again); }, missed ? 3000 : 300);
}
for (const kind of ["note", "resync"]) document.body.addEventListener(`study:${kind}`, () => refresh());
for (const kind of ["question", "resync"]) document.body.addEventListener(`study:${kind}`, () => script.refresh());
script.addEventListener("turned", () => composer.focus());

// ── buttons that type
document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-type], [data-mark-now]");
  if (button?.dataset.type) composer.type(button.dataset.type);
  else if (button) { composer.mark(); composer.focus(); }
});

// ── what the server's answers say of the page as a whole
let heard = false;
function hear() {
  if (heard) return;
  heard = true;
  state.heard();
  refresh();
  script.refresh();
  outbox.drain();
}
company.addEventListener("heard", hear);
company.addEventListener("shut", () => kept.forget());
document.body.addEventListener("study:consent", () => kept.hold(true));

// ── keys that work wherever the focus is
/** What a key with Alt means; some keyboards make another sign of it. */
const meant = ({ key, code }) => (/^[a-z0-9]$/i.test(key) ? key.toLowerCase() : (/^(?:Key|Digit)(.)$/.exec(code)?.[1] ?? "").toLowerCase());

/** Whether it was a key of ours. */
function withAlt(event) {
  const turn = { ArrowDown: "next", ArrowUp: "back" }[event.key];
  const key = meant(event);
  if (turn) script.turn(turn);
  else if (key === "m") composer.mark();
  else if (key === "g") goTo.open();
  else if (/^[1-9]$/.test(key)) script.jump(Number(key));
  else return false;
  return true;
}

addEventListener("keydown", (event) => {
  if (event.target.closest("dialog")) return;
  if (event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey && withAlt(event)) { event.preventDefault(); return; }
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
leaving({ outbox, composer, ground, kept });
stream.divide();
stream.toEnd();
composer.after(stream.lastAt());
composer.focus();
stayAwake();
function comeBack(lines) {
  for (const line of lines) {
    stream.show(line, ground.user, ground.initials);
    composer.after(line.at);
  }
}
comeBack(await outbox.waiting(ground.interview));
const typed = await draft.open();
comeBack(await outbox.recover(typed?.going ?? []));
composer.restore(typed, (id) => Boolean(stream.row(id)));
quietHints(composer);
beheld();
themes.fetch();
stream.toEnd();
await mark();
state.show();
outbox.drain();
company.beat();
document.body.dataset.capture = "ready";
