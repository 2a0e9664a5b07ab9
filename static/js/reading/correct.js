// Correcting a line where it stands: its words become a field. The server says what became of its quotes, or that somebody
// else was there first; then both texts stand here, and nothing is overwritten.
import { goTo, lines } from "./lines.js";
import { textOf } from "./selection.js";

const blank = document.getElementById("correct-form");
const SOME_LINE = "00000000-0000-4000-8000-000000000000";

const formIn = (turn) => turn.querySelector("form.correct");
const fieldOf = (form) => form.elements.text;
export const isOpen = () => Boolean(lines.querySelector("form.correct"));

export function open(turn) {
  if (!turn || !blank) return false;
  if (!formIn(turn)) put(turn);
  settle(formIn(turn));
  return true;
}

function put(turn) {
  const made = document.createElement("div");
  made.append(blank.content.cloneNode(true));
  made.innerHTML = made.innerHTML.replaceAll(SOME_LINE, turn.dataset.line);
  const form = made.querySelector("form");
  form.elements.base.value = turn.dataset.r;
  fieldOf(form).value = fieldOf(form).defaultValue = textOf(turn).textContent;
  textOf(turn).after(form);
  htmx.process(form);
}

// The field stands in the place of the words, with the caret at their end.
function settle(form) {
  const turn = form.closest("[data-line]"), field = fieldOf(form);
  turn.classList.add("correcting");
  goTo(turn, { focus: false });
  field.focus();
  field.setSelectionRange(field.value.length, field.value.length);
  form.scrollIntoView({ block: "nearest" });
}

function leave(form) {
  const turn = form.closest("[data-line]"), stale = form.querySelector("[data-theirs]");
  form.remove();
  turn.classList.remove("correcting");
  goTo(turn);
  if (stale) document.body.dispatchEvent(new CustomEvent("study:note")); // the page still shows the words from before
}

const tell = (form, words) => { form.querySelector("[data-why]").textContent = words; };

function onKey(event) {
  const form = event.target.closest("form.correct");
  if (!form) return;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.requestSubmit();
  } else if (event.key === "Escape") {
    event.preventDefault();
    const field = fieldOf(form);
    if (field.value === field.defaultValue || "warned" in form.dataset) return leave(form);
    form.dataset.warned = "";
    tell(form, "Your words aren’t saved. Press Esc once more to leave the line as it was.");
  }
}

function onAnswer(event) {
  const form = event.target.closest?.("form.correct");
  if (!form || event.target !== form) return;
  event.stopPropagation(); // elsewhere a refusal is a toast; here it has its place
  const { xhr } = event.detail;
  if (event.type === "htmx:beforeSwap" && xhr.status === 409 && xhr.responseText.includes("data-correct=")) {
    Object.assign(event.detail, { shouldSwap: true, isError: false });
  } else if (event.type !== "htmx:beforeSwap") {
    const said = new DOMParser().parseFromString(xhr?.responseText ?? "", "text/html").querySelector("[data-toast] span")?.textContent;
    tell(form, said ?? (xhr?.status ? "The server couldn’t save this. Your words are still here: try again." : "No answer from the server. Your words are still here: try again."));
  }
}

export function listen() {
  lines.addEventListener("keydown", onKey);
  lines.addEventListener("click", (event) => {
    const form = event.target.closest("[data-leave]")?.closest("form.correct");
    if (form) { event.preventDefault(); leave(form); }
  });
  lines.addEventListener("input", (event) => {
    const form = event.target.closest("form.correct");
    if (form) { delete form.dataset.warned; tell(form, ""); }
  });
  for (const type of ["htmx:beforeSwap", "htmx:responseError", "htmx:sendError", "htmx:timeout"]) lines.addEventListener(type, onAnswer);
  addEventListener("beforeunload", (event) => {
    const forms = [...lines.querySelectorAll("form.correct:not(.htmx-request)")];
    if (forms.some((form) => fieldOf(form).value !== fieldOf(form).defaultValue)) event.preventDefault();
  });
  // Once saved, the line was swapped for the new one; one is on it again.
  let left = "";
  document.body.addEventListener("htmx:beforeRequest", ({ target }) => { left = target.closest?.("form.correct")?.dataset.correct ?? left; });
  document.body.addEventListener("htmx:afterSettle", () => {
    const turn = document.getElementById(`n-${left}`);
    if (turn && !formIn(turn)) { left = ""; goTo(turn, { focus: document.activeElement === document.body }); }
    const form = lines.querySelector("form.correct [data-theirs], form.correct .wrong")?.closest("form");
    if (form && document.activeElement !== fieldOf(form)) settle(form);
  });
  const shown = lines.querySelector("form.correct");
  if (shown) settle(shown);
}
