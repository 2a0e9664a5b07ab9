// The unit one is on: it has the focus, and the panel beside it shows its themes.
const all = [...document.querySelectorAll("[data-unit]")];
let at = Math.max(all.findIndex((unit) => unit.matches(".now")), 0);
const watchers = [];

export const now = () => all[at];
export const number = () => at + 1;
export const onChange = (tell) => watchers.push(tell);

export function go(place, { focus = true } = {}) {
  now().classList.remove("now");
  now().removeAttribute("aria-current");
  now().tabIndex = -1;
  at = Math.min(Math.max(place, 0), all.length - 1);
  now().classList.add("now");
  now().setAttribute("aria-current", "true");
  now().tabIndex = 0;
  if (focus) focusNow();
  history.replaceState(history.state, "", `?unit=${now().dataset.unit}`); // a reload comes back here
  for (const tell of watchers) tell();
}

export function focusNow() {
  now().focus({ preventScroll: true });
  now().scrollIntoView({ block: "nearest" });
}

export const step = (by) => go(at + by);
export const goTo = (unit) => go(all.indexOf(unit));

const bare = (unit) => !unit.querySelector("[data-given]");

/** The next unit without a theme, from here on and around. */
export function toBare() {
  const order = [...all.keys()].map((place) => (at + 1 + place) % all.length);
  const next = order.find((place) => bare(all[place]));
  if (next !== undefined) go(next);
  return next !== undefined;
}

for (const unit of all) unit.tabIndex = unit === now() ? 0 : -1;
