// Pages about one theme (name, merge, remove) open over the board, and so do the answers to their forms.
import { show } from "../dialogs.js";
import { toast, whatHappened } from "../toasts.js";
import { board, column } from "./dom.js";
import { post, take } from "./send.js";

const dialog = () => document.getElementById("act-dialog");

function fill(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const act = page.getElementById("act");
  if (!act) return false;
  const [heading, title] = [act.querySelector("h1"), document.createElement("h2")];
  title.id = heading.id;
  title.textContent = heading.textContent;
  heading.replaceWith(title);
  dialog().replaceChildren(act);
  if (!dialog().open) show(dialog());
  (act.querySelector("[aria-invalid]") ?? act.querySelector("[autofocus]") ?? act.querySelector("input:not([type=hidden]), select"))?.focus();
  return true;
}

async function open(url) {
  const answer = await fetch(url).catch(() => null);
  if (!answer) return toast(whatHappened(0), { kind: "error" });
  if (!answer.ok || !fill(await answer.text())) location.assign(url);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-in-dialog]");
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    open(link.href);
  } else if (event.target.closest("#act-dialog [data-close-dialog]")) {
    event.preventDefault();
  }
});

/* the merge dialog looks again when another theme is chosen */
function look(form) {
  open(`${form.getAttribute("action")}?${new URLSearchParams(new FormData(form))}`);
}
document.addEventListener("change", (event) => {
  const form = event.target.closest("#act-dialog form[data-look]");
  if (form) look(form);
});
document.addEventListener("submit", (event) => {
  const form = event.target.closest("#act-dialog form[data-look]");
  if (form) { event.preventDefault(); look(form); }
});

document.addEventListener("board:answered", ({ detail: { form, answer } }) => {
  if (answer.status === 422 && (fill(answer.html) || showNewTheme(answer.html))) return;
  const from = form.closest(".col[data-key]")?.dataset.key ?? form.elements.into?.value; // of two merged, the one that stays
  form.closest("details[data-menu]")?.removeAttribute("open");
  if (form.closest("dialog")) dialog().close();
  take(answer);
  // The button of a closed dialog has the focus until the next frame, and nobody sees it there.
  if (document.activeElement === document.body || !document.activeElement.checkVisibility()) (column(from)?.querySelector("header summary") ?? board()).focus({ preventScroll: true });
  if (answer.status === 200 && form.closest("#new-theme")) emptyNewTheme(form);
});

function showNewTheme(html) {
  const fresh = new DOMParser().parseFromString(html, "text/html").getElementById("new-theme");
  const old = document.getElementById("new-theme");
  if (!fresh || !old) return false;
  old.replaceWith(fresh);
  fresh.querySelector("input[name=name]").focus();
  return true;
}

function emptyNewTheme(form) {
  const field = form.querySelector("input[name=name]");
  field.value = "";
  field.removeAttribute("aria-invalid");
  form.querySelector(".wrong")?.classList.remove("wrong");
  form.querySelector(".why")?.remove();
  field.focus();
}
