// Lines that a capture page left on this device go up from the pages around it too, and it is said how many wait.
import { copy } from "./copy.js";
import { halfTyped } from "./half-typed.js";
import { Outbox } from "./outbox.js";
import { said } from "./state-words.js";

const notice = document.querySelector("[data-carried]");

async function show(outbox) {
  const tally = await outbox.tally();
  const [lead, rest] = said(tally);
  if (tally.waiting + tally.stuck) notice.hidden = false;
  const codes = [...new Set((await outbox.waiting()).map((line) => line.code))].join(", ");
  notice.querySelector("[data-carried-words]").textContent = `${codes ? `${codes}: ` : ""}${lead}${rest}`;
}

if (notice) {
  const outbox = new Outbox(Number(notice.dataset.user));
  outbox.addEventListener("change", () => show(outbox));
  notice.querySelector("[data-carried-again]").addEventListener("click", () => outbox.drain());
  notice.querySelector("[data-carried-copy]").addEventListener("click", async () => copy(await outbox.waiting(), "waiting"));
  await outbox.recover();
  if ((await outbox.waiting()).length) outbox.drain();
  await halfTyped(outbox.user, outbox);
}
