// Who else has the page open, as initials in the page's head.
const box = document.querySelector("[data-crew]");

/** `others`: name and initials of each; `look`: class names of one. */
export function showCrew(others, look = "av") {
  const names = others.map(({ name }) => name).join(", ");
  if (!box || box.dataset.names === names) return;
  box.dataset.names = names;
  box.hidden = !others.length;
  box.setAttribute("aria-label", `Also here: ${names}`);
  box.title = `Also here: ${names}`;
  box.replaceChildren(...others.map(({ initials }) => Object.assign(document.createElement("span"), { className: look, textContent: initials, ariaHidden: "true" })));
}
