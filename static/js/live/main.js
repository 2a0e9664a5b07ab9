// Live capture, put together: clock, composer, outbox, script, what others write.
import { toast } from "../toasts.js";
import { Clock, words } from "./clock.js";
import { Composer } from "./composer.js";
import { Outbox } from "./outbox.js";
import * as page from "./page.js";

const ground = JSON.parse(document.getElementById("ground").textContent);
const token = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
const clock = new Clock(ground.elapsedMs);
const outbox = new Outbox({ ...ground, token });
const composer = new Composer(clock, `throughline-draft-${ground.user}-${ground.interview}`);
const main = document.querySelector(".lv");
const script = document.querySelector("[data-script]");
let since = "";

// ── time
const clockFace = document.querySelector("[data-clock]");
const stamp = document.querySelector("[data-stamp]");
function tick() {
  const now = clock.now();
  const share = `${Math.min(100, (100 * now) / ground.plannedMs).toFixed(1)}%`;
  clockFace.textContent = words(now);
  stamp.textContent = words(composer.at ?? now).slice(composer.at === null || composer.at < 3600000 ? 3 : 0);
  document.querySelector("[data-run]").setAttribute("x2", share);
  document.querySelector("[data-now]").setAttribute("cx", share);
}
setInterval(tick, 500);
tick();

// ── lines
const currentQuestion = () => script.querySelector(".q.now")?.dataset.question ?? null;
const asLine = (node) => ({
  id: node.dataset.id, kind: node.dataset.kind, text: page.textOf(node), at: Number(node.dataset.at),
  base: Number(node.dataset.revision), question: node.dataset.question || null,
});

composer.addEventListener("line", ({ detail }) => {
  const { editing, ...typed } = detail;
  const line = {
    ...typed, id: editing?.id ?? crypto.randomUUID(), base: editing?.base ?? 0, user: ground.user, changed: Date.now() + Math.random(),
    question: editing ? editing.question : currentQuestion(),
  };
  page.show(line, ground.initials);
  if (!editing) page.toEnd();
  outbox.keep(line).catch(() => cantKeep(line));
  followUps();
});

function cantKeep(line) {
  page.trouble(page.row(line.id), "This device can’t keep the line: its storage is full. Copy it before you leave the page.", [
    { label: "Copy", act: () => navigator.clipboard.writeText(line.text) },
  ]);
  state();
}

composer.addEventListener("last", () => {
  const mine = page.rows().filter((node) => node.dataset.author === String(ground.user)).at(-1);
  if (mine) composer.edit(asLine(mine));
});

document.querySelector("[data-lines]").addEventListener("dblclick", (event) => {
  const node = event.target.closest("[data-id]");
  if (node) composer.edit(asLine(node));
});

document.addEventListener("keydown", async (event) => {
  if (event.altKey && ["ArrowDown", "ArrowUp"].includes(event.key)) {
    event.preventDefault();
    turn(event.key === "ArrowDown" ? "next" : "back");
  } else if (event.key === "Delete" && event.ctrlKey && composer.editing) {
    event.preventDefault();
    const { id } = composer.editing;
    composer.clear();
    await takeAway(id);
  }
});

async function takeAway(id) {
  const url = ground.lineUrl.replace("00000000-0000-0000-0000-000000000000", id);
  const post = (what) => fetch(`${url}${what}/`, { method: "POST", headers: { "X-CSRFToken": token } });
  if (!(await post("remove").catch(() => ({}))).ok) { toast("The line is still there: no connection."); return; }
  page.remove(id);
  followUps();
  toast("Line removed.", { act: async () => { await post("restore"); refresh(); } });
}

// ── the truth about saving
const stateBox = document.querySelector("[data-state]");
const stateWords = document.querySelector("[data-state-words]");
async function state() {
  const lines = await outbox.waiting().catch(() => []);
  const refused = lines.filter((line) => line.refused || line.conflict).length;
  const waiting = lines.length - refused;
  const off = waiting > 0 && (!outbox.sending || !navigator.onLine);
  const n = `${waiting} ${waiting === 1 ? "line" : "lines"}`;
  stateBox.classList.toggle("off", off || refused > 0);
  stateBox.classList.toggle("wait", waiting > 0 && !off);
  main.classList.toggle("is-off", off);
  stateWords.textContent = off ? `Offline – ${n} safe on this device`
    : refused ? `${refused} ${refused === 1 ? "line was" : "lines were"} refused. Read why`
    : waiting ? `${waiting} waiting` : "All saved";
}
outbox.addEventListener("change", state);
outbox.addEventListener("saved", ({ detail }) => {
  page.settle(detail.line.id, detail.revision);
  if (detail.tripMs < 1000) clock.correct(detail.elapsedMs, detail.tripMs);
});
outbox.addEventListener("refused", ({ detail }) => page.trouble(page.row(detail.line.id), `Not saved. ${detail.why}`, [
  { label: "Change it", act: () => composer.edit(detail.line) },
  { label: "Drop it", act: () => { outbox.drop(detail.line.id); page.remove(detail.line.id); } },
]));
outbox.addEventListener("conflict", ({ detail }) => conflict(detail.line, detail.standing));

function conflict(line, standing) {
  const node = page.row(line.id);
  const theirs = standing.removed ? "removed the line" : `wrote: ${standing.text}`;
  if (node) page.trouble(node, `${standing.by || "Somebody"} changed this line meanwhile and ${theirs}`, [
    { label: "Keep mine", act: () => outbox.keep({ ...line, base: standing.revision, conflict: undefined, changed: Date.now() }) },
    { label: "Take theirs", act: async () => { await outbox.drop(line.id); page.remove(line.id); since = ""; refresh(); } },
  ]);
}

addEventListener("online", () => outbox.drain());
addEventListener("offline", state);
document.addEventListener("visibilitychange", () => document.hidden || outbox.drain());

// ── what others write
async function refresh() {
  const answer = await fetch(`${ground.linesUrl}?since=${encodeURIComponent(since)}`, { redirect: "error" }).catch(() => null);
  if (!answer?.ok || !answer.headers.has("X-Seen")) return;
  since = answer.headers.get("X-Seen");
  const waiting = new Set((await outbox.waiting()).map((line) => line.id));
  page.merge(await answer.text(), waiting);
  followUps();
}
let soon = 0;
const refreshSoon = () => { clearTimeout(soon); soon = setTimeout(refresh, 250); };
for (const kind of ["note", "resync"]) document.body.addEventListener(`study:${kind}`, refreshSoon);

// ── the script
function showScript(html) {
  script.innerHTML = html;
  aim();
  page.divide();
}

function aim() {
  const now = script.querySelector(".q.now");
  document.querySelector("[data-to]").innerHTML = now ? `to <b>${now.dataset.code}</b>` : "";
  for (const box of script.querySelectorAll("[data-probe]")) box.checked = sessionStorage.getItem(`probe-${ground.interview}-${box.dataset.probe}`) === "1";
  if (matchMedia("(min-width: 66.01rem)").matches) now?.scrollIntoView({ block: "center" });
}

async function turn(to) {
  const answer = await fetch(ground.questionUrl, {
    method: "POST", body: new URLSearchParams({ to, at_ms: clock.now() }), headers: { "X-CSRFToken": token }, redirect: "error",
  }).catch(() => null);
  if (answer?.ok) showScript(await answer.text());
  else toast("No connection: the question stays. Your lines are kept.");
  composer.focus();
}
script.addEventListener("click", (event) => {
  const button = event.target.closest("[data-turn]");
  if (button) turn(button.dataset.turn);
});
script.addEventListener("change", (event) => {
  if (event.target.dataset.probe) sessionStorage.setItem(`probe-${ground.interview}-${event.target.dataset.probe}`, event.target.checked ? "1" : "0");
});
document.body.addEventListener("study:question", async () => {
  const answer = await fetch(ground.scriptUrl, { redirect: "error" }).catch(() => null);
  if (answer?.ok) showScript(await answer.text());
});

// ── follow-ups, and what stands beside on wide screens only
function followUps() {
  const list = document.querySelector("[data-follow-ups]");
  const nodes = page.rows().filter((node) => node.dataset.kind === "follow_up");
  list.replaceChildren(...nodes.map((node) => {
    const item = document.createElement("li");
    const label = document.createElement("label");
    const box = Object.assign(document.createElement("input"), { type: "checkbox", checked: node.dataset.done === "1" });
    box.addEventListener("change", () => follow(node, box.checked));
    const what = Object.assign(document.createElement("span"), { textContent: page.textOf(node) });
    const when = Object.assign(document.createElement("span"), { className: "ts", textContent: words(Number(node.dataset.at)).slice(3) });
    label.append(box, what, when);
    item.className = box.checked ? "done" : "";
    item.append(label);
    return item;
  }));
  document.querySelector("[data-no-follow-ups]").hidden = nodes.length > 0;
  document.querySelector("[data-follow-count]").textContent = nodes.filter((node) => node.dataset.done !== "1").length || "";
}

async function follow(node, done) {
  const url = ground.lineUrl.replace("00000000-0000-0000-0000-000000000000", node.dataset.id);
  await fetch(`${url}followed-up/`, { method: "POST", body: new URLSearchParams({ done: done ? "1" : "0" }), headers: { "X-CSRFToken": token } }).catch(() => null);
  node.dataset.done = done ? "1" : "0";
  followUps();
}

const openers = [...document.querySelectorAll(".dock [data-open]")];
function beside(name) {
  main.dataset.open = main.dataset.open === name ? "" : name;
  for (const other of openers) other.setAttribute("aria-expanded", String(other.dataset.open === main.dataset.open));
}
for (const opener of openers) opener.addEventListener("click", () => beside(opener.dataset.open));
document.addEventListener("keydown", (event) => { if (event.key === "Escape" && main.dataset.open) { beside(main.dataset.open); composer.focus(); } });

// ── leaving
document.querySelector("[data-finish]").addEventListener("submit", async (event) => {
  const lines = await outbox.waiting();
  if (lines.length && !event.target.dataset.sure) {
    event.preventDefault();
    event.target.dataset.sure = "1";
    toast(`${lines.length} lines aren’t saved yet. They stay on this device; press again to end.`);
  }
}, { capture: true });

let wake = null;
const stayAwake = async () => { wake = (await navigator.wakeLock?.request("screen").catch(() => null)) ?? null; };
document.addEventListener("visibilitychange", () => { if (!document.hidden && !wake?.released) stayAwake(); });
stayAwake();

// ── begin: what this device still holds comes back on the page
for (const line of await outbox.waiting()) {
  page.show(line, ground.initials);
  if (line.conflict) conflict(line, line.conflict);
}
page.divide();
aim();
followUps();
page.toEnd();
state();
outbox.drain();
composer.focus();
