// Single letters outside fields: ? for the list, g and a letter for a tab. They can be switched off.
import { show } from "./dialogs.js";

const OFF = "throughline-keys-off";
let waiting = 0;

export const keysOn = () => localStorage.getItem(OFF) === null;
export const inField = (target) => target.matches("input, textarea, select, [contenteditable]") || target.closest("dialog[open]");

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || !keysOn() || inField(event.target)) return;
  if (event.key === "?") {
    const sheet = document.getElementById("keys-dialog");
    if (sheet) show(sheet);
  } else if (event.key === "g") {
    waiting = Date.now();
  } else if (Date.now() - waiting < 1200) {
    waiting = 0;
    const tab = document.querySelector(`.tabs [data-key="${CSS.escape(event.key)}"]`);
    if (tab) { event.preventDefault(); tab.click(); }
  }
});

const keySwitch = document.querySelector("[data-keys-switch]");
if (keySwitch) {
  keySwitch.checked = keysOn();
  keySwitch.addEventListener("change", () => (keySwitch.checked ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "1")));
}
