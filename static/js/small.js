// Small comforts that pages work without.
function reveal(root) {
  root.querySelectorAll("[data-show-with-js]").forEach((part) => { part.hidden = false; });
  root.querySelectorAll("[data-hide-with-js]").forEach((part) => { part.hidden = true; });
}

reveal(document);
document.addEventListener("htmx:load", (event) => reveal(event.detail.elt.parentNode ?? event.detail.elt));

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submit-on-change]")) event.target.form.requestSubmit();
});

document.addEventListener("click", (event) => {
  if (event.target.matches("[data-select]")) event.target.select();
  const copier = event.target.closest("[data-copy]");
  if (copier) navigator.clipboard?.writeText(copier.dataset.copy);
  closeMenus(event.target);
});

// A menu closes when the focus or a click goes elsewhere, and on Esc with the focus back on its button.
document.addEventListener("focusin", (event) => closeMenus(event.target));

function closeMenus(outside) {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (!menu.contains(outside)) menu.open = false;
  }
}

document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && event.target.closest("details[data-menu][open]");
  if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
});

// Phone: the current tab is in sight.
for (const tab of document.querySelectorAll(".tabs [aria-current], .subnav [aria-current]")) tab.scrollIntoView({ inline: "center", block: "nearest" });
