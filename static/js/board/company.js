// Who else has the board open. A beat every 20 seconds tells the server that we are here, and its answer names the others;
// whoever comes or goes rings the study's bell.
import { showCrew } from "../crew.js";
import { coalesced } from "../live/coalesced.js";
import { board } from "./dom.js";
import { token } from "./send.js";

const EVERY = 20000;
const box = document.querySelector("[data-crew]");

const beat = coalesced(async () => {
  if (!board() || document.hidden) return;
  const answer = await fetch(board().dataset.here, { method: "POST", headers: { "X-CSRFToken": token() }, redirect: "manual" }).catch(() => null);
  if (answer?.ok && answer.headers.get("Content-Type")?.includes("json")) showCrew((await answer.json()).others, "av on");
});

if (box && board()) {
  beat();
  setInterval(beat, EVERY);
  for (const kind of ["looking", "resync"]) document.body.addEventListener(`study:${kind}`, beat);
  document.addEventListener("visibilitychange", beat);
  addEventListener("pageshow", ({ persisted }) => persisted && beat());
  addEventListener("pagehide", () => navigator.sendBeacon?.(board().dataset.gone, new URLSearchParams({ csrfmiddlewaretoken: token() })));
}
