// A toast goes after eight seconds, but never while somebody is on it, and an error only when it is closed.
// Ctrl or Cmd Z presses the Undo of the newest, unless that undoes a step of the study's history: see undo.js.
const STAY = 8000;
const box = document.getElementById("messages");

function watch(toast) {
  toast.querySelector("[data-close-toast]")?.addEventListener("click", () => toast.remove());
  toast.querySelectorAll("[data-show-with-js]").forEach((part) => { part.hidden = false; });
  if (!toast.matches(".error")) leaveLater(toast);
}

function leaveLater(toast) {
  setTimeout(() => (toast.matches(":hover, :focus-within") ? leaveLater(toast) : toast.remove()), STAY);
}

if (box) {
  box.querySelectorAll("[data-toast]").forEach(watch);
  new MutationObserver((changes) => {
    for (const change of changes)
      for (const node of change.addedNodes) if (node.matches?.("[data-toast]")) watch(node);
  }).observe(box, { childList: true });
}

// A refusal (409) of an htmx request comes as toasts: show them and leave the page as it is.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.status === 409 && box && event.detail.xhr.response.includes("data-toast")) {
    box.insertAdjacentHTML("beforeend", event.detail.xhr.response);
  }
});

// An act without an answer, or with a broken one: say so, and leave what was typed. Where a page only looks again by itself,
// it is quiet; what somebody asked for by a link or a form is not.
for (const type of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
  document.addEventListener(type, ({ detail }) => {
    const status = detail.xhr?.status ?? 0;
    const byItself = detail.requestConfig?.verb === "get" && !detail.elt?.matches("a, form");
    if (byItself || status === 409 || box?.querySelector("[data-no-answer]")) return;
    toast(whatHappened(status), { kind: "error" }).dataset.noAnswer = "";
  });
}

export function whatHappened(status) {
  if (!status) return "No connection. Nothing was changed.";
  if (status === 403) return "Your role can’t do this, or you were signed out. Load the page again.";
  if (status === 404) return "This isn’t there any more. Load the page again.";
  if (status === 503) return "The server doesn’t answer just now. Nothing was changed; try again in a moment.";
  return "That didn’t work. Load the page and try again.";
}

/** A refusal (409) that a script was given as toasts: shown. Tells whether it was one. */
export async function refused(answer) {
  if (answer?.status !== 409) return false;
  box.insertAdjacentHTML("beforeend", await answer.text().catch(() => ""));
  return true;
}

/** Show a toast from a script: words, an optional act with its label, and `kind: "error"` for one that stays. */
export function toast(words, { act, label = "Undo", kind = "" } = {}) {
  const node = document.createElement("div");
  node.className = `toast ${kind}`.trim();
  node.setAttribute("role", kind === "error" ? "alert" : "status");
  node.dataset.toast = "";
  node.append(Object.assign(document.createElement("span"), { textContent: words }));
  if (act) node.append(button(label, () => { node.remove(); act(); }, "undo"));
  if (kind === "error") node.append(button("Close", () => node.remove(), "closeToast"));
  box.append(node);
  return node;
}

function button(label, press, hook) {
  const made = Object.assign(document.createElement("button"), { type: "button", textContent: label });
  made.dataset[hook] = "";
  made.addEventListener("click", press);
  return made;
}

document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.key !== "z" || event.target.matches("input, textarea, [contenteditable]")) return;
  const undo = [...(box?.querySelectorAll("[data-undo]") ?? [])].at(-1);
  if (undo && !undo.dataset.step) { event.preventDefault(); undo.click(); }
});
