// A dialog over the board by which nothing else becomes inert: showModal styles all of a full page anew, 80 ms a time. What
// it would do is done here: the focus stays inside, Escape and a click outside close it, and the focus goes back.
let shown = null;
let before = null;

export function open(dialog) {
  before = dialog.open ? before : document.activeElement;
  shown = dialog;
  dialog.show();
}

export function close(dialog) {
  dialog.close();
  if (document.activeElement === document.body) before?.focus({ preventScroll: true });
}

const showing = () => shown?.open && !document.querySelector("dialog:modal");
const stops = () => [...shown.querySelectorAll("input, button")];

document.addEventListener("keydown", (event) => {
  if (!showing() || event.isComposing || event.defaultPrevented) return;
  if (event.key === "Escape") close(shown);
  else if (event.key === "Tab") {
    const all = stops();
    const at = all.indexOf(document.activeElement);
    (event.shiftKey ? all.at(at < 1 ? -1 : at - 1) : all[(at + 1) % all.length]).focus();
  } else return;
  event.preventDefault();
});
document.addEventListener("focusin", (event) => { if (showing() && !shown.contains(event.target)) stops()[0].focus(); });
// The focus would be lost on the shade before the click that closes.
document.addEventListener("mousedown", (event) => { if (event.target.matches(".shade")) event.preventDefault(); });
document.addEventListener("click", (event) => { if (showing() && event.target.matches(".shade")) close(shown); });
