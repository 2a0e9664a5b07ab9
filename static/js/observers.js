// Declaring observers: an emptied form for the next one, and how many there are, where the list itself is out of sight.
import { uuid } from "./live/uuid.js";

const list = document.getElementById("observers");
const counts = document.querySelectorAll("[data-watchers]");

document.addEventListener("htmx:afterRequest", ({ detail: { elt, successful } }) => {
  if (!successful) return;
  if (elt.matches("[data-empty-after]")) {
    elt.reset();
    elt.elements.act.value = uuid(); // the next one is another act
  }
  if (elt.matches("[data-once]")) elt.remove();
});

function count() {
  const n = list.querySelectorAll(".watchers form").length;
  for (const place of counts) place.textContent = n || "";
}

new MutationObserver(count).observe(list, { childList: true });
count();
