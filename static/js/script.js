// The script page: rewrites while typing, moving questions by keyboard, a field that grows, q for a new question.
import { inField, keysOn } from "./keys.js";

document.addEventListener("click", (event) => {
  const rewrite = event.target.closest("[data-rewrite]");
  if (!rewrite) return;
  const box = rewrite.closest(".field").querySelector("textarea");
  box.value = rewrite.dataset.rewrite;
  box.focus();
  box.dispatchEvent(new Event("input", { bubbles: true }));
});

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest(".field");
  if (typing && event.key === "ArrowDown") {
    const first = typing.querySelector("[data-rewrite]");
    const box = typing.querySelector("textarea");
    if (first && event.target === box && box.selectionEnd === box.value.length) { event.preventDefault(); first.focus(); return; }
  }
  const row = event.target.closest(".sq[data-id]");
  if (row && event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
    event.preventDefault();
    sessionStorage.setItem("moved-question", row.id);
    row.querySelector(`[data-move] [value="${event.key === "ArrowUp" ? "up" : "down"}"]`)?.click();
  }
  if (event.key === "q" && keysOn() && !inField(event.target) && !event.ctrlKey && !event.metaKey && !event.altKey) {
    const fields = document.querySelectorAll(".addquestion textarea");
    const field = fields[Math.min(1, fields.length - 1)];
    if (field) { event.preventDefault(); field.focus(); }
  }
  // Enter in the one-line field adds; Shift Enter makes a new line.
  if (event.key === "Enter" && !event.shiftKey && event.target.matches(".addquestion textarea")) {
    event.preventDefault();
    event.target.form.requestSubmit();
  }
});

// After a move by keys the grip that was used has the focus again.
const moved = sessionStorage.getItem("moved-question");
if (moved) {
  sessionStorage.removeItem("moved-question");
  document.querySelector(`#${CSS.escape(moved)} [data-grip]`)?.focus();
}
