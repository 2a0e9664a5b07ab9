// What is typed stays on this device until the server has it: through a reload, a closed tab, an expired sign-in, a dead
// network. The draft goes when the page comes back with the same words saved; a version that differs is never dropped unasked.
import { Draft } from "../live/draft.js";
import { token } from "../live/post.js";
import * as store from "../live/store.js";
import { fieldsOf, putFields, same } from "./fields.js";

const LOOK_AFTER = 600; // by then the device's database has it, or refused it
const state = document.querySelector("[data-draft-state]");
const choice = document.querySelector("[data-draft-choice]");
const clock = (at) => new Date(at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

export async function keepDraft(form) {
  const base = form.dataset.saved;
  const draft = new Draft(`throughline-debrief-${document.body.dataset.user}-${form.dataset.draft}`);
  const served = fieldsOf(form, true);
  const begun = "refused" in form.dataset;
  const others = []; // earlier drafts beside what stands in the fields: kept until somebody takes or drops them
  let looking = 0;
  let at = 0;

  function keep() {
    at = Date.now();
    const fields = fieldsOf(form);
    const marks = markWords();
    const typed = begun || !same(fields, served) || Object.keys(marks).length > 0;
    draft.save(typed || others.length ? { fields, marks, base, at, others } : null);
    clearTimeout(looking);
    looking = setTimeout(() => tell(typed), LOOK_AFTER);
  }

  async function tell(typed) {
    if (!typed) return say("");
    const safe = await isKept(draft.latest);
    say(safe ? `Not saved yet. The draft is kept on this device, ${clock(at)}.` : "This device can’t keep the draft. Save before you leave.", !safe);
  }

  function meet(found) {
    const typedEarly = begun || !same(fieldsOf(form), served); // while the scripts loaded, or put back by the browser
    putMarks(found.marks ?? {});
    others.push(...(found.others ?? []).filter(({ fields }) => !same(fields, served)));
    if (!found.fields || same(found.fields, served)) { /* saved since, or never begun */ }
    else if (found.base === base && !typedEarly) putBack(found.fields);
    else if (!same(found.fields, fieldsOf(form))) others.push(found); // saved elsewhere since, or typed here meanwhile
    offer();
    keep();
  }

  function putBack(fields) {
    putFields(form, fields);
    form.elements.surprises.dispatchEvent(new Event("input", { bubbles: true }));
    form.closest("details")?.setAttribute("open", "");
  }

  function offer() {
    const other = others.at(-1);
    choice.hidden = !other;
    if (!other) return;
    form.closest("details")?.setAttribute("open", "");
    choice.querySelector("[data-draft-choice-words]").textContent = `This device has a draft of ${clock(other.at)} that differs from what stands below.`;
  }

  /** Taken, it changes places with what was typed meanwhile; dropped, it is gone. */
  function decide(take) {
    const other = others.pop();
    const fields = fieldsOf(form);
    if (take && !same(fields, served)) others.push({ fields, base, at: Date.now() });
    if (take) putBack(other.fields);
    offer();
    keep();
  }

  const mine = (target) => target.form === form || target.closest("[data-mark]");
  await draft.open((drafts) => (drafts.length ? drafts.reverse() : [{}]).forEach(meet)); // this tab's own first
  document.addEventListener("input", ({ target }) => mine(target) && keep());
  document.addEventListener("change", ({ target }) => mine(target) && keep());
  document.addEventListener("htmx:afterSwap", keep);
  choice.querySelector("[data-draft-take]").addEventListener("click", () => decide(true));
  choice.querySelector("[data-draft-drop]").addEventListener("click", () => decide(false));
  form.addEventListener("submit", (event) => { event.preventDefault(); send(form); });
}

function say(words, trouble = false) {
  state.textContent = words;
  if (trouble) state.setAttribute("role", "alert");
  else state.removeAttribute("role");
}

/** Whether the device has this version of the draft. */
async function isKept(latest) {
  if (!latest) return false;
  const slow = await store.get("drafts", latest.key).catch(() => null);
  if (slow?.n === latest.n) return true;
  try {
    return JSON.parse(localStorage.getItem(latest.key))?.n === latest.n;
  } catch {
    return false;
  }
}

/** Words typed at markers that aren't filled yet, by marker. */
function markWords() {
  const words = {};
  for (const mark of document.querySelectorAll("[data-mark]")) {
    const { text, kind } = mark.querySelector("form").elements;
    if (text.value.trim()) words[mark.dataset.mark] = { text: text.value, kind: kind.value };
  }
  return words;
}

function putMarks(words) {
  for (const [id, { text, kind }] of Object.entries(words)) {
    const fields = document.querySelector(`[data-mark="${CSS.escape(id)}"] form`)?.elements;
    if (!fields || fields.text.value) continue;
    fields.text.value = text;
    fields.kind.value = kind;
  }
}

/** Sent from here, so that a dead network leaves the page as it is. An answer that isn't a new place is shown as it comes. */
async function send(form) {
  const body = new FormData(form);
  body.set("csrfmiddlewaretoken", token()); // signing in again in another tab changes it
  const answer = await fetch(form.action, { method: "POST", body, redirect: "manual" }).catch(() => null);
  if (!answer) return say("No connection. Nothing is lost: the draft is kept on this device. Save again when you are back.", true);
  if (answer.type === "opaqueredirect") return location.assign(form.action); // saved; or signed out, and then it asks
  if (answer.status >= 500) return say("The server couldn’t answer. Nothing is lost: the draft is kept on this device. Save again in a moment.", true);
  form.elements.csrfmiddlewaretoken.value = token();
  form.submit();
}
