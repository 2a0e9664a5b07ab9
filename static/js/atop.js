// A dialog of the class "atop" lies over a page by which nothing becomes inert: showModal styles all of a full board anew, 80 ms
// a time. What it would do is done here: the focus stays inside, Escape and a click outside close it, and the focus goes back.
const shade = Object.assign(document.createElement("div"), { className: "shade" });
let shown = null;
let before = null;

export function lay(dialog) {
  before = document.activeElement;
  shown = dialog;
  dialog.ariaModal = "true";
  dialog.tabIndex = -1; // a click on its words leaves the focus inside
  if (dialog.nextElementSibling !== shade) dialog.after(shade); // not moved where it stands: that styles what follows anew
  dialog.show();
}

const showing = () => shown?.open && !document.querySelector("dialog:modal");
const stops = () => [...shown.querySelectorAll(":is(button, input, select, textarea):enabled, a[href], summary")].filter((stop) => stop.checkVisibility());

document.addEventListener("keydown", (event) => {
  if (!showing() || event.isComposing || event.defaultPrevented) return;
  if (event.key === "Escape") shown.close();
  else if (event.key === "Tab") {
    const [all, at] = [stops(), document.activeElement];
    const turned = event.shiftKey ? [all[0], shown].includes(at) && all.at(-1) : at === all.at(-1) && all[0];
    if (!turned) return;
    turned.focus();
  } else return;
  event.preventDefault();
});
document.addEventListener("focusin", (event) => { if (showing() && !shown.contains(event.target)) (stops()[0] ?? shown).focus(); });
// The focus would be lost on the shade before the click that closes.
shade.addEventListener("mousedown", (event) => event.preventDefault());
shade.addEventListener("click", () => shown.close());
document.addEventListener("close", (event) => {
  if (event.target !== shown) return;
  shown = null;
  if (document.activeElement === document.body) before?.focus({ preventScroll: true });
}, true);
