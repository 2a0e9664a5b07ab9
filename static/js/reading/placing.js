// A quote that lost its words waits for others: what is chosen, by mouse or key, is offered as its new place.
import { paint, rangeOf } from "./selection.js";

const box = document.getElementById("placing");
const form = box?.querySelector("form[data-show-with-js]");

export const isOn = Boolean(form);

export function take({ first, start, last, end }, { focus = true } = {}) {
  const values = { first: first.dataset.line, last: last.dataset.line, start, end, first_revision: first.dataset.r, last_revision: last.dataset.r };
  for (const [name, value] of Object.entries(values)) form.elements[name].value = value;
  const words = rangeOf({ first, start, last, end });
  document.getElementById("placing-now").textContent = `“${words.toString().slice(0, 160)}”`;
  paint({ first, start, last, end });
  const button = form.querySelector("button");
  button.disabled = false;
  if (focus) button.focus();
  return true;
}
