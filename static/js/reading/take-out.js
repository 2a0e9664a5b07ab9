// Words that one has chosen are taken out of the study: the page that shows where they stand is asked for.
import { rangeOf } from "./selection.js";

// Sent as a form: an address is kept in many places, and these words shouldn't be.
export function takeOut(stretch) {
  const form = document.getElementById("take-out");
  if (!form || !stretch) return false;
  form.elements.words.value = rangeOf(stretch).toString().replace(/\s+/g, " ").trim().slice(0, 400);
  form.submit();
  return true;
}
