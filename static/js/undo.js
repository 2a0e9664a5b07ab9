// Undo and redo of what one did in the study, today or earlier: Ctrl or Cmd Z, Ctrl Shift Z or Ctrl Y, and the buttons in
// toasts. The server knows the order; a page that names its addresses by data-history has both.
import { inField } from "./keys.js";
import { toast, whatHappened } from "./toasts.js";

const hook = document.querySelector("[data-history]");
const box = document.getElementById("messages");
const asked = []; // one at a time: the next is about what this one leaves
let under = false;

/** Keys pressed quickly are all meant, as far as the first that is refused; of a button pressed twice one is. */
async function ask(way, step) {
  if (step && under) return;
  asked.push([way, step]);
  if (under) return;
  under = true;
  while (asked.length) if (!(await go(...asked.shift()))) asked.length = 0;
  under = false;
}

async function go(way, step) {
  await saved();
  const body = new FormData();
  if (step) body.set("step", step);
  const token = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
  try {
    const answer = await fetch(hook.dataset[way], { method: "POST", body, headers: { "HX-Request": "true", "X-CSRFToken": token } });
    if (answer.redirected) return location.reload(); // signed out in the meantime
    show(answer.status, await answer.text());
    return answer.ok;
  } catch {
    toast(whatHappened(0), { kind: "error" });
  }
  return false;
}

/** What was just done and is still on its way comes first: the page's parts say what they wait for. */
function saved() {
  const waiting = [];
  document.body.dispatchEvent(new CustomEvent("study:undoing", { detail: waiting }));
  return Promise.allSettled(waiting);
}

function show(status, html) {
  const told = [...new DOMParser().parseFromString(html, "text/html").querySelectorAll("[data-toast]")];
  if (!told.length) return toast(whatHappened(status), { kind: "error" });
  box.querySelectorAll("[data-undo][data-step], [data-redo], [data-undoing]").forEach((old) => old.closest("[data-toast]").remove());
  told.forEach((node) => { node.dataset.undoing = ""; box.append(document.adoptNode(node)); });
  if (status !== 200) return;
  const event = new CustomEvent("study:undone", { detail: { seq: Number(told.at(-1).dataset.seq) }, cancelable: true });
  if (document.body.dispatchEvent(event)) htmx.ajax("GET", location.pathname + location.search, { target: "#main", select: "#main", swap: "outerHTML" });
}

function wayOf(event) {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return "";
  const key = event.key.toLowerCase();
  if (key === "z") return event.shiftKey ? "redo" : "undo";
  return key === "y" && event.ctrlKey ? "redo" : "";
}

if (hook && box) {
  document.addEventListener("keydown", (event) => {
    const way = wayOf(event);
    if (!way || event.defaultPrevented || inField(event.target)) return;
    event.preventDefault();
    if (!event.repeat) ask(way);
  });
  box.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-step]");
    if (button) ask("redo" in button.dataset ? "redo" : "undo", button.dataset.step);
  });
}
