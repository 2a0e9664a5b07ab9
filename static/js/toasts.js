// A toast goes after eight seconds, but never while somebody is on it. Ctrl or Cmd Z presses its Undo.
const STAY = 8000;

function watch(toast) {
  let timer;
  const start = () => { timer = setTimeout(() => toast.remove(), STAY); };
  const hold = () => clearTimeout(timer);
  for (const type of ["mouseenter", "focusin"]) toast.addEventListener(type, hold);
  for (const type of ["mouseleave", "focusout"]) toast.addEventListener(type, start);
  toast.querySelector("[data-close-toast]")?.addEventListener("click", () => toast.remove());
  toast.querySelectorAll("[data-show-with-js]").forEach((part) => { part.hidden = false; });
  start();
}

const box = document.getElementById("messages");
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

/** Show a toast from a script: words, and an optional act with its label. */
export function toast(words, { act, label = "Undo" } = {}) {
  const node = document.createElement("div");
  node.className = "toast";
  node.setAttribute("role", "status");
  node.dataset.toast = "";
  node.append(Object.assign(document.createElement("span"), { textContent: words }));
  if (act) {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: label });
    button.dataset.undo = "";
    button.addEventListener("click", () => { node.remove(); act(); });
    node.append(button);
  }
  box.append(node);
}

document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.key !== "z" || event.target.matches("input, textarea, [contenteditable]")) return;
  const undo = box?.querySelector("[data-undo]:last-of-type");
  if (undo) { event.preventDefault(); undo.click(); }
});
