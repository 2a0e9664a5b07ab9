// Before signing out: lines of this person that only this device has are named, with a way to save them, and signing out
// takes a second press. What is stored of capture pages goes with the person.
import { copy } from "./live/copy.js";
import { left } from "./live/journal.js";
import * as store from "./live/store.js";
import { forgetAll } from "./offline/stored.js";
import { toast } from "./toasts.js";

let warned = "";

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-sign-out]");
  if (!form) return;
  event.preventDefault();
  const waiting = await unsent(Number(document.body.dataset.user));
  const which = waiting.map(({ id }) => id).join();
  if (which && which !== warned) { // said again where more has come since
    warned = which;
    warn(waiting, form);
    return;
  }
  await forgetAll().catch(() => {});
  form.submit();
});

async function unsent(user) {
  const kept = await store.all("lines").catch(() => []);
  const lines = [...new Map([...left(user), ...kept].map((line) => [line.id, line])).values()];
  return lines.filter((line) => line.user === user).sort((a, b) => a.interview - b.interview || a.at - b.at);
}

function warn(waiting, form) {
  const perCode = new Map();
  for (const { code } of waiting) perCode.set(code, (perCode.get(code) ?? 0) + 1);
  const which = [...perCode].map(([code, n]) => `${n} ${n === 1 ? "line" : "lines"} of ${code}`).join(", ");
  const they = waiting.length === 1 ? "It stays" : "They stay";
  const words = `Not sent yet: ${which}. ${they} on this device until you sign in here again. Press Sign out again to do so all the same.`;
  document.querySelector("[data-unsent]")?.remove();
  const said = toast(words, { kind: "error", act: () => copy(waiting, "unsent"), label: "Save a copy" });
  said.dataset.unsent = "";
  form.querySelector("button")?.focus();
}
