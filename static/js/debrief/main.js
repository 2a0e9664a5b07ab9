// The debrief page: its draft is kept on this device, lines of the call are taken over, ten minutes pass quietly.
import { keepDraft } from "./draft.js";
import { findWords } from "./find.js";
import { takeOver } from "./take.js";
import { tenMinutes } from "./ten.js";

const form = document.getElementById("debrief-form");

tenMinutes(document.querySelector("[data-ten]"));
if (form) {
  findWords(document.querySelector("[data-find-words]"));
  takeOver(document.querySelector("[data-ahas]"), form.elements.surprises);
  keepDraft(form).finally(() => { document.body.dataset.debrief = "ready"; });
}
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && (event.target.form === form || event.target === document.body)) form.requestSubmit();
});
// A marker that was filled takes the focus of the form that filled it.
document.addEventListener("htmx:afterSwap", () => document.querySelector("[data-filled]:not([data-seen])")?.focus());
document.addEventListener("focusin", ({ target }) => { if (target.matches("[data-filled]")) target.dataset.seen = ""; });
