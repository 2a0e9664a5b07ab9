// <button data-dialog="id"> opens a <dialog>; the browser gives the focus back when it closes.
import { lay } from "./atop.js";

export const show = (dialog) => (dialog.matches(".atop") ? lay(dialog) : dialog.showModal());

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  const asked = opener && document.getElementById(opener.dataset.dialog);
  if (asked) show(asked);
  if (event.target.closest("[data-close-dialog]")) event.target.closest("dialog")?.close();
  if (event.target.matches("dialog[open]") && isOutside(event, event.target)) event.target.close();
});

// A click on the backdrop has the dialog as its target, and so has one on the dialog's own padding.
function isOutside({ clientX, clientY }, dialog) {
  const box = dialog.getBoundingClientRect();
  return clientX < box.left || clientX > box.right || clientY < box.top || clientY > box.bottom;
}
