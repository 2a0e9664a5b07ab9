// Erasing from the debrief: what still waits on this device goes along, and so does the stored capture page.
import { forgetPage } from "../offline/stored.js";
import { refused, toast } from "../toasts.js";
import { tabs, waitingOff, wipeDrafts } from "./erased-here.js";
import * as journal from "./journal.js";
import { token } from "./post.js";
import { lines } from "./state-words.js";
import * as store from "./store.js";

const form = document.querySelector("[data-erase-form]");

async function erase({ user, interview, capture }) {
  const unsent = (await waitingOff(user, interview)).map(({ id }) => id);
  const headers = { "X-CSRFToken": token(), "HX-Request": "true" };
  const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams({ unsent: unsent.join(" ") }), headers, redirect: "error" }).catch(() => null);
  if (await refused(answer)) { form.closest("dialog").close(); return; }
  if (!answer?.ok) { toast("No connection, so nothing is erased. Erase it once the network is back."); return; }
  for (const id of unsent) journal.gone({ user, id });
  for (const id of unsent) await store.remove("lines", id).catch(() => {});
  await wipeDrafts(user, interview);
  await forgetPage(capture, user);
  tabs(user)(interview);
  location.reload();
}

if (form) {
  const place = { user: Number(form.dataset.user), interview: Number(form.dataset.interview), capture: form.dataset.capture };
  const here = document.querySelector("[data-erase-here]");
  document.querySelector("[data-erase-open]").addEventListener("click", async (event) => {
    event.preventDefault();
    const waiting = (await waitingOff(place.user, place.interview)).filter(({ base }) => !base).length;
    here.hidden = !waiting;
    here.textContent = `${lines(waiting)} more ${waiting === 1 ? "waits" : "wait"} on this device.`;
    form.closest("dialog").showModal();
  });
  form.addEventListener("submit", (event) => { event.preventDefault(); erase(place); });
}
