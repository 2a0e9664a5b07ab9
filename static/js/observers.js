// Declaring observers: an emptied form for the next one, and how many there are, where the list itself is out of sight.
import { uuid } from "./live/uuid.js";
import { refused, toast, whatHappened } from "./toasts.js";

const list = document.getElementById("observers");
const messages = document.getElementById("messages");
const counts = document.querySelectorAll("[data-watchers]");
let asked = 0; // of two answers the one that was asked for last stands

const send = (url, options = {}) => fetch(url, { redirect: "error", ...options, headers: { "HX-Request": "true" } }).catch(() => null);

async function take(answer, turn) {
  const part = document.createElement("template");
  part.innerHTML = await answer.text();
  messages.append(...part.content.querySelectorAll("[data-toast]"));
  if (turn !== asked) return;
  list.replaceChildren(part.content);
  for (const place of counts) place.textContent = list.querySelectorAll(".watchers form").length || "";
}

async function refresh() {
  const turn = ++asked;
  const answer = await send(list.dataset.url);
  if (answer?.ok) take(answer, turn).catch(() => {}); // half an answer, as the network went: the next bell asks again
}

async function act(form) {
  const turn = ++asked;
  const answer = await send(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
  if ([200, 422].includes(answer?.status)) await take(answer, turn);
  else if (!(await refused(answer))) toast(whatHappened(answer?.status ?? 0), { kind: "error" });
  if (!answer?.ok) return;
  if (form.matches("[data-empty-after]")) {
    form.reset();
    form.elements.act.value = uuid(); // the next one is another act
  }
  if (form.matches("[data-toast]")) form.remove();
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-observer-act]")) return;
  event.preventDefault();
  act(event.target);
});
for (const kind of ["observers", "consent", "resync"]) document.body.addEventListener(`study:${kind}`, refresh);
for (const place of counts) place.textContent = list.querySelectorAll(".watchers form").length || "";
