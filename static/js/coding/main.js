// Coding by key: j k or arrows go from unit to unit, figures tick the first nine themes, t finds any other.
import { inField, keysOn } from "../keys.js";
import * as codes from "./codes.js";
import * as units from "./units.js";

const desk = document.getElementById("desk");
const list = document.getElementById("units");

const LETTERS = {
  j: () => units.step(1),
  k: () => units.step(-1),
  t: () => codes.look(),
  n: () => units.toBare(),
};
const ARROWS = { ArrowDown: 1, ArrowUp: -1 };

const ticking = (target) => target.matches("#themes input");

function handle({ key, target }) {
  if (key in ARROWS && list.contains(target)) return units.step(ARROWS[key]), true;
  if (key === "Enter" && target === units.now()) return codes.look(), true;
  if (key === "Escape" && ticking(target)) return units.focusNow(), true;
  if (!keysOn()) return false;
  if (/^[1-9]$/.test(key)) return codes.toggle(codes.numbered(key));
  return LETTERS[key] ? (LETTERS[key](), true) : false;
}

if (desk) {
  codes.listen();
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (inField(event.target) && !ticking(event.target)) return;
    if (handle(event)) event.preventDefault();
  });
  list.addEventListener("click", (event) => {
    const unit = event.target.closest("[data-unit]");
    if (unit && !event.target.closest("a, button") && getSelection().isCollapsed) units.goTo(unit);
  });
  units.focusNow();
}
