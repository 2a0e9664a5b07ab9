// Ending the interview: the half-typed line is a line, and what waits gets a moment to go up first.
import { toast } from "../toasts.js";
import { post } from "./post.js";

const form = document.querySelector("[data-finish]");
const PATIENCE = 4000;

export function leaving({ outbox, composer, ground, kept }) {
  let sure = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!sendAll(composer)) return; // what can’t be sent says so beside itself
    const button = form.querySelector("button");
    button.disabled = true;
    const { waiting, stuck } = await settled(outbox, ground.interview);
    button.disabled = false;
    if (waiting + stuck && !sure) {
      sure = true;
      toast(`${waiting + stuck} ${waiting + stuck === 1 ? "line isn’t" : "lines aren’t"} saved yet. They stay on this device and go up from the Interviews page too. Press End again to end all the same.`);
      return;
    }
    end(ground, kept);
  });
}

/** The half-typed line, and those that were laid aside for others. */
function sendAll(composer) {
  while (!composer.empty) {
    const { id } = composer.line;
    composer.send();
    if (composer.stuck) return false;
    if (!composer.empty && composer.line.id === id) { composer.focus(); return false; }
  }
  return true;
}

async function end(ground, kept) {
  const answer = await post(form.action, {}, "follow");
  if (answer?.ok && new URL(answer.url).pathname === ground.debriefUrl) {
    await kept.forget();
    location.assign(ground.debriefUrl);
  } else toast(answer ? "The interview couldn’t be ended. Load the page again." : "No connection: the interview goes on. Your lines are kept.");
}

async function settled(outbox, interview) {
  const until = performance.now() + PATIENCE;
  outbox.drain();
  let tally = await outbox.tally(interview);
  while (tally.waiting && !tally.trouble && performance.now() < until) {
    await new Promise((resolve) => { setTimeout(resolve, 80); });
    tally = await outbox.tally(interview);
  }
  return tally;
}
