// Declaring observers: an emptied form for the next one, and how many there are, where the list itself is out of sight.
const list = document.getElementById("observers");
const counts = document.querySelectorAll("[data-watchers]");

document.addEventListener("htmx:afterRequest", ({ detail: { elt, successful } }) => {
  if (!successful) return;
  if (elt.matches("[data-empty-after]")) elt.reset();
  if (elt.matches("[data-once]")) elt.remove();
});

function count() {
  const n = list.querySelectorAll(".watchers form").length;
  for (const place of counts) place.textContent = n || "";
}

new MutationObserver(count).observe(list, { childList: true });
count();
