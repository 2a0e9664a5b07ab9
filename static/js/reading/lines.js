// Which line one is on: one line at a time takes the focus, and wears the knot of the thread.
export const lines = document.getElementById("lines");

let current = null;

// By id: a line that was swapped for a newer one is still the line one is on.
export const line = () => document.getElementById(current);

export function goTo(turn, { focus = true } = {}) {
  if (!turn) return;
  line()?.classList.remove("now");
  line()?.setAttribute("tabindex", "-1");
  current = turn.id;
  turn.classList.add("now");
  turn.tabIndex = 0;
  if (focus) {
    turn.focus({ preventScroll: true });
    turn.scrollIntoView({ block: "nearest" });
  }
}

const inSight = (turn) => turn.getBoundingClientRect().bottom > 80;

// `among`: which lines count; from one that doesn't, on to the next that does.
export function move(by, among = "[data-line]") {
  const turns = [...lines.querySelectorAll("[data-line]")];
  const at = turns.indexOf(line());
  if (at < 0) return goTo(turns.find((turn) => turn.matches(among) && inSight(turn)) ?? turns[0]);
  for (let to = at + by; turns[to]; to += by) if (turns[to].matches(among)) return goTo(turns[to]);
}

// htmx settles a swapped line to the attributes the server sent.
document.body.addEventListener("htmx:afterSettle", () => keepPlace(false));

// After the server's answer: the new line in place of the old one is again the one with the focus.
export function keepPlace(focus) {
  const turn = line();
  if (turn) goTo(turn, { focus });
}
