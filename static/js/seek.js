// The search box of the top bar: / goes to it, what is found shows while one types, arrows choose, Enter opens, Esc closes.
import { inField, keysOn } from "./keys.js";

const box = document.getElementById("seek");
const pop = document.getElementById("seek-found");
let active = null; // the id of the chosen one: the list may be swapped for a newer one

const options = () => [...pop.querySelectorAll("[role=option]")];

function show() {
  const filled = Boolean(box.value.trim()) && Boolean(pop.firstElementChild);
  pop.hidden = !filled;
  const list = filled && document.getElementById("seek-list");
  box.setAttribute("aria-expanded", String(Boolean(list)));
  if (list) box.setAttribute("aria-controls", "seek-list");
  else box.removeAttribute("aria-controls");
  choose(options().find((option) => option.id === active) ?? null);
}

function hide() {
  pop.hidden = true;
  box.setAttribute("aria-expanded", "false");
  choose(null);
}

function choose(option) {
  active = option?.id ?? null;
  for (const one of options()) one.setAttribute("aria-selected", String(one === option));
  if (option) {
    box.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  } else {
    box.removeAttribute("aria-activedescendant");
  }
}

// From the last one on to none, where Enter opens the page with all, and round again.
function step(by) {
  const all = options(), at = all.findIndex((option) => option.id === active);
  const next = at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by;
  choose(all[next] ?? null);
}

function onKey(event) {
  if (event.isComposing) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    if (pop.hidden) show();
    step(event.key === "ArrowDown" ? 1 : -1);
  } else if (event.key === "Enter" && active && !pop.hidden) {
    document.getElementById(active).click();
  } else if (event.key === "Escape" && !pop.hidden) {
    hide();
  } else if (event.key === "Escape") {
    box.value = "";
    box.blur();
    return;
  } else {
    return;
  }
  event.preventDefault();
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (!keysOn() || inField(event.target)) return;
  const here = document.querySelector("[data-seek-here]") ?? (box?.offsetParent ? box : null);
  const link = document.querySelector(".seek-link");
  if (!here && !link) return;
  event.preventDefault();
  if (!here) return link.click(); // no room for the box here: the page of searching has one
  here.focus();
  here.select();
});

if (box) {
  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-expanded", "false");
  box.addEventListener("keydown", onKey);
  box.addEventListener("input", () => { if (!box.value.trim()) hide(); });
  box.addEventListener("focus", () => { if (pop.firstElementChild) show(); });
  pop.addEventListener("htmx:afterSwap", () => { if (document.activeElement === box) show(); });
  pop.addEventListener("pointerdown", (event) => event.preventDefault()); // the caret stays in the box
  box.addEventListener("blur", hide);
}
