// The lines on the page: drawn from what the server sends and from what still waits on this device.
import { words } from "./clock.js";

const LOOKS = new Map();
const PREFIXES = new Map();
for (const button of document.querySelectorAll(".hints [data-kind]")) {
  LOOKS.set(button.dataset.kind, button.dataset.look);
  PREFIXES.set(button.dataset.kind, button.dataset.prefix);
}
export const kinds = [...LOOKS.keys()];
export const prefixOf = (kind) => PREFIXES.get(kind) ?? "";
export const lookOf = (kind) => LOOKS.get(kind) ?? "note";

const list = document.querySelector("[data-lines]");
const scroller = document.querySelector("[data-scroll]");

function element(tag, className, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}

/** Somebody who has scrolled up to read is left where they are. */
function keepingPlace(change) {
  const atEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 60;
  change();
  if (atEnd) scroller.scrollTop = scroller.scrollHeight;
}

export const row = (id) => list.querySelector(`[data-id="${CSS.escape(id)}"]`);
export const rows = () => [...list.querySelectorAll("[data-id]:not([data-gone])")];
export const textOf = (node) => node.querySelector("[data-words]").textContent;

function place(node) {
  const at = Number(node.dataset.at);
  const after = rows().findLast((other) => other !== node && Number(other.dataset.at) <= at);
  if (after) after.after(node);
  else list.prepend(node);
}

function draw(line, initials) {
  const node = element("li", `ln ${lookOf(line.kind)} unsaved`);
  Object.assign(node.dataset, { id: line.id, at: line.at, kind: line.kind, revision: line.base, question: line.question ?? "", author: line.user });
  if (line.kind === "follow_up") node.dataset.done = "0";
  const stamp = element("span", "ts");
  stamp.append(element("span", "h", words(line.at).slice(0, 3)), words(line.at).slice(3));
  const knot = element("span", "kn", line.kind === "verbatim" ? "“" : prefixOf(line.kind));
  knot.ariaHidden = "true";
  const body = element("div", "bd");
  const said = element("span", line.kind === "verbatim" ? "words said" : "words", line.text);
  said.dataset.words = "";
  body.append(said);
  const by = element("span", "by", initials);
  node.append(stamp, knot, body, by);
  return node;
}

/** A line of this device, saved or not: shown at once. */
export function show(line, initials) {
  keepingPlace(() => {
    const old = row(line.id);
    const node = draw(line, initials);
    if (old) old.replaceWith(node);
    else place(node);
    if (line.refused) trouble(node, line.refused);
    divide();
  });
  document.querySelector("[data-begin]")?.setAttribute("hidden", "");
}

export function trouble(node, why, choices = []) {
  node.querySelector(".trouble")?.remove();
  const box = element("p", "trouble", why);
  for (const { label, act } of choices) {
    const button = element("button", "btn tiny", label);
    button.type = "button";
    button.addEventListener("click", act);
    box.append(" ", button);
  }
  node.querySelector(".bd").append(box);
}

export function settle(id, revision) {
  const node = row(id);
  if (!node) return;
  node.classList.remove("unsaved");
  node.dataset.revision = revision;
}

/** Lines from the server replace their old selves by id; those that still wait on this device are left alone. */
export function merge(html, waitingIds) {
  const fresh = document.createElement("template");
  fresh.innerHTML = html;
  keepingPlace(() => {
    for (const node of [...fresh.content.querySelectorAll("[data-id]")]) {
      if (waitingIds.has(node.dataset.id)) continue;
      const old = row(node.dataset.id);
      if ("gone" in node.dataset) old?.remove();
      else if (old && old.dataset.revision === node.dataset.revision && !old.classList.contains("unsaved")) continue;
      else if (old) old.replaceWith(node);
      else { node.classList.add("fresh"); place(node); setTimeout(() => node.classList.remove("fresh"), 4000); }
    }
    divide();
  });
}

export function remove(id) {
  row(id)?.remove();
  divide();
}

/** A heading wherever another question begins. */
export function divide() {
  list.querySelectorAll(".ln.div").forEach((node) => node.remove());
  let current = "";
  for (const node of rows()) {
    const question = node.dataset.question;
    if (!question || question === current) continue;
    current = question;
    const asked = document.querySelector(`[data-script] [data-question="${question}"]`);
    if (!asked) continue;
    const head = element("li", "ln div");
    const body = element("div", "bd");
    body.append(element("span", "code", asked.dataset.code), ` ${asked.dataset.text}`);
    head.append(element("span"), element("span", "kn"), body);
    node.before(head);
  }
}

export function toEnd() {
  scroller.scrollTop = scroller.scrollHeight;
}
