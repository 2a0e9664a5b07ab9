// Live capture, put together: clock, composer, outbox, script, and what others write.
import "../dialogs.js"; // of what every page needs, what this one has a use for; see ../app.js
import "../events.js";
import "../keys.js";
import "../observers.js";
import "./awake.js";
import "../offline/stored.js";
import "../small.js";
import { toast } from "../toasts.js";
import { Acts } from "./acts.js";
import { isAlt, meant } from "./alt.js";
import { beside } from "./beside.js";
import { colour } from "./chips.js";
import { Clock, words } from "./clock.js";
import { Company } from "./company.js";
import { Composer } from "./composer.js";
import { Draft } from "./draft.js";
import { earlier } from "./earlier.js";
import { Editing } from "./editing.js";
import { Find } from "./find.js";
import { FollowUps } from "./followups.js";
import { Fresh } from "./fresh.js";
import { GoTo } from "./goto.js";
import { quietHints } from "./hints.js";
import { Kept } from "./kept.js";
import { leaving } from "./leaving.js";
import { assumptions, listening } from "./listening.js";
import { Lines } from "./lines.js";
import { Move } from "./move.js";
import { storedAt } from "./opened.js";
import { Names } from "./names.js";
import { Outbox } from "./outbox.js";
import { Script } from "./question.js";
import * as recents from "./recent.js";
import { Record } from "./record.js";
import { State } from "./state.js";
import * as stream from "./stream.js";
import { Themes } from "./themes.js";
import { Tokens } from "./tokens.js";
import { Troubles } from "./troubles.js";

const AFTER_THE_LINE = 50;
const ground = JSON.parse(document.getElementById("ground").textContent);
const clock = new Clock(ground);
const outbox = new Outbox(ground.user);
const draft = new Draft(`throughline-draft-${ground.user}-${ground.interview}`, {
  interview: ground.interview, code: ground.code, noteUrl: ground.noteUrl, assumptions: assumptions.map(({ id, code }) => ({ id, code })),
});
const themes = new Themes(ground.themesUrl, () => colour(themes.all()));
const composer = new Composer(clock, draft, new Tokens(assumptions, () => themes.all()));
const script = new Script({ clock, ground });
const lines = new Lines({ ground, outbox, draft, changed: () => beheld() });
const acts = new Acts({ lines, outbox, composer, mayTake: (target) => (isField(target) ? composer.isBlank(target) : !document.querySelector("#messages [data-undo]")) });
const names = new Names({ composer, acts });
const followUps = new FollowUps(lines);
const state = new State({ outbox, clock, ground });
const focus = () => composer.focus();
const goTo = new GoTo(focus);
const move = new Move({ script, goTo, focus, now: () => composer.changing?.was ?? null, to: moveTo });
new Editing({ composer, acts, move, change: (id, caret) => change(stream.row(id), caret) });
const troubles = new Troubles({
  outbox, lines, interview: ground.interview, focus, fetch: () => fresh.look(true), change: (id) => change(stream.row(id)), code: (question) => script.code(question),
});
const find = new Find({ change, done: focus });
const fresh = new Fresh({
  ground, changed: () => beheld(), waiting: async () => new Set((await outbox.waiting(ground.interview)).map((line) => line.id)),
});
const kept = new Kept(ground);
const company = new Company({ ground, clock });
const record = new Record({ ground, clock, outbox, composer, kept, script, lines, fetch: (all) => fresh.look(all), changed: () => beheld() });

document.body.dataset.capture = "listens"; // what is typed from here on is kept

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

/** What stands beside the lines and is drawn from them: once the line itself is on the screen. */
let owed = 0;
function beheld() {
  script.heed(); // at once: it says where the next line belongs
  owed ||= setTimeout(() => {
    owed = 0;
    followUps.show();
    listening();
    colour(themes.all());
    record.behold();
  }, AFTER_THE_LINE);
}

// ── lines of one's own
composer.addEventListener("line", ({ detail: { editing, ...typed } }) => {
  if (editing) {
    const { value, ...was } = { ...editing, id: typed.id, at: typed.at };
    acts.change(was, { ...was, ...typed, question: typed.kind === "off_script" ? null : was.question });
    return;
  }
  lines.keep({ ...typed, base: 0, question: typed.kind === "off_script" ? null : script.question });
  stream.toEnd();
});

function change(node, caret) {
  if (!node) return;
  composer.edit(stream.lineOf(node), caret);
  node.scrollIntoView({ block: "nearest" });
}

/** Of the line under change, at once; its words are saved with Enter. */
function moveTo(question, code) {
  const { was } = composer.changing;
  if (composer.line.kind === "off_script") { toast("A question asked off the script is its own question."); return; }
  if (String(was.question ?? "") === String(question ?? "")) return;
  composer.moved(was.id, question, acts.move(was, question, code));
  move.show();
  stream.row(was.id)?.scrollIntoView({ block: "nearest" });
  focus();
}

composer.addEventListener("shown", ({ detail: id }) => {
  document.querySelector(".ln.taken")?.classList.remove("taken");
  if (id) stream.row(id)?.classList.add("taken");
  move.show();
});
composer.addEventListener("before", ({ detail: id }) => change(stream.neighbour(id, -1, ground.user)));
composer.addEventListener("after", ({ detail: id }) => {
  const next = stream.neighbour(id, 1, ground.user);
  if (next) change(next);
  else composer.clear();
});
composer.addEventListener("wordless", () => toast("A theme or an assumption needs the words it is about: type them in the same line."));
composer.addEventListener("remove", ({ detail: was }) => acts.remove(was));

const list = document.querySelector("[data-lines]");
list.addEventListener("click", ({ target }) => { if (target.closest("[data-edit]")) change(target.closest("[data-id]")); });
list.addEventListener("dblclick", ({ target }) => { if (target.closest("[data-words]")) change(target.closest("[data-id]")); });

// ── what became of a line
outbox.addEventListener("kept", ({ detail: line, elsewhere }) => {
  if (!elsewhere || line.interview !== ground.interview || stream.row(line.id)?.dataset.version === line.version) return;
  comeBack([line]); // typed in another tab
  troubles.mark();
});
outbox.addEventListener("forked", ({ detail: { there, line } }) => {
  comeBack([there, line]);
  troubles.mark();
  toast("This line was changed in another tab as well. Both stand now, one below the other.");
});
outbox.addEventListener("dropped", async ({ detail: { id }, elsewhere }) => { if (elsewhere && (await lines.dropped(id))) fresh.look(true); });
outbox.addEventListener("saved", ({ detail: { line, revision, elapsedMs, tripMs, offRecord } }) => {
  hear();
  state.shut(null); // whoever's lines are saved is let in
  if (line.interview !== ground.interview) return;
  kept.saved(line, revision);
  clock.correct(elapsedMs, tripMs);
  composer.saved(line, revision);
  lines.saved(line, revision);
  if (offRecord) record.hush(line.id);
  troubles.mark();
});
let silent = false;
outbox.addEventListener("change", () => {
  const back = silent && !outbox.trouble;
  silent = outbox.trouble === "offline";
  if (back) backAgain();
});

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
  fresh.look();
  script.refresh();
  record.heard();
  outbox.drain();
}
/** After a silence: what was open before may be dead without a word, and what rang meanwhile wasn't heard. */
function backAgain() {
  document.body.dispatchEvent(new Event("study:reconnect"));
  fresh.look();
  script.tell();
  script.refresh();
}
company.addEventListener("back", backAgain);
company.addEventListener("heard", hear);
company.addEventListener("heard", () => { state.shut(null); kept.resume(); });
company.addEventListener("shut", ({ detail: why }) => { kept.forget(); state.shut(why); });
company.addEventListener("over", () => {
  if (!ended) toast("The interview was ended. What you still type is saved all the same.", { label: "To the debrief", act: () => location.assign(ground.debriefUrl) });
  ended = true;
});
let ended = false;
document.body.addEventListener("study:consent", () => kept.hold(true));

// ── keys that work wherever the focus is
const isField = (target) => Boolean(target.closest("input:not([type=checkbox]), textarea, select, dialog"));

/** Whether it was a key of ours. */
function withAlt(event) {
  const turn = { ArrowDown: "next", ArrowUp: "back" }[event.key];
  const key = meant(event);
  if (turn) script.turn(turn);
  else if (key === "m") composer.mark();
  else if (key === "f") find.open();
  else if (key === "g") goTo.open("Question number", (number) => script.jump(number));
  else if (key === "r") record.toggle();
  else if (key === "n") return names.take();
  else if (/^[1-9]$/.test(key)) script.jump(Number(key));
  else return false;
  return true;
}

addEventListener("keydown", (event) => {
  if (event.target.closest("dialog")) return;
  if (isAlt(event) && withAlt(event)) { event.preventDefault(); return; }
  const typed = event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey;
  // A letter typed after a click beside the composer is meant for the composer.
  if (typed && !isField(event.target) && !event.target.closest("[popover]")) { event.stopPropagation(); composer.focus(); }
}, { capture: true });

// ── begin: what this device still holds comes back on the page
beside(() => composer.focus());
leaving({ outbox, composer, ground, kept });
stream.divide();
stream.toEnd();
composer.after(stream.lastAt());
composer.focus();
function comeBack(waiting) {
  for (const line of waiting) {
    lines.show(line);
    composer.after(line.at);
  }
}
if (storedAt) for (const { line, revision } of await recents.recent(ground.user, ground.interview)) {
  if (!(Number(stream.row(line.id)?.dataset.revision) >= revision)) comeBack([line]);
  lines.saved(line, revision);
}
comeBack(await outbox.waiting(ground.interview));
await outbox.recover();
record.heed(false);
await draft.open((drafts) => composer.restore(drafts, (id) => Boolean(stream.row(id))));
quietHints(composer);
beheld();
themes.fetch();
stream.toEnd();
troubles.mark();
state.show();
document.body.dataset.capture = "ready";
outbox.drain();
company.beat();
kept.begin();
if (await earlier()) { beheld(); fresh.rewind(); }
