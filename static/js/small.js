// Small comforts that pages work without.
document.querySelectorAll("[data-show-with-js]").forEach((part) => { part.hidden = false; });
document.querySelectorAll("[data-hide-with-js]").forEach((part) => { part.hidden = true; });

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submit-on-change]")) event.target.form.requestSubmit();
});

document.addEventListener("click", (event) => {
  if (event.target.matches("[data-select]")) event.target.select();
  const copier = event.target.closest("[data-copy]");
  if (copier) navigator.clipboard?.writeText(copier.dataset.copy);
  const scheme = event.target.closest("[data-theme-choice]");
  if (scheme) choose(scheme.dataset.themeChoice);
  document.querySelectorAll("details[data-menu][open]").forEach((menu) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
});

document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && event.target.closest("details[data-menu][open]");
  if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
});

function choose(scheme) {
  if (scheme) document.documentElement.dataset.theme = scheme;
  else delete document.documentElement.dataset.theme;
  if (scheme) localStorage.setItem("throughline-theme", scheme);
  else localStorage.removeItem("throughline-theme");
}

// Phone: the current tab is in sight.
document.querySelector(".tabs [aria-current]")?.scrollIntoView({ inline: "center", block: "nearest" });
