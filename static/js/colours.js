// System, light or dark, from the account menu; theme.js applies the choice before the next page paints.
const KEY = "throughline-theme";

function choose(scheme) {
  if (scheme) {
    document.documentElement.dataset.theme = scheme;
    localStorage.setItem(KEY, scheme);
  } else {
    delete document.documentElement.dataset.theme;
    localStorage.removeItem(KEY);
  }
  show();
}

function show() {
  const chosen = document.documentElement.dataset.theme ?? "";
  for (const button of document.querySelectorAll("[data-theme-choice]")) {
    button.setAttribute("aria-pressed", String(button.dataset.themeChoice === chosen));
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-theme-choice]");
  if (button) choose(button.dataset.themeChoice);
});

// Another tab chose: this one follows.
addEventListener("storage", (event) => { if (event.key === KEY) choose(event.newValue ?? ""); });

show();
