// How often this call spoke for and against each assumption so far, counted from the lines on the page.
import { signalsOf } from "./chips.js";
import * as stream from "./stream.js";

const items = [...document.querySelectorAll("[data-assumption]")];

export const assumptions = items.map(({ dataset }) => ({ id: Number(dataset.assumption), code: dataset.code, statement: dataset.statement }));

export function listening() {
  const signals = stream.rowsThat("[data-signals]").flatMap(signalsOf);
  const count = (id, stance) => signals.filter((one) => one.assumption === id && one.stance === stance).length || "";
  for (const item of items) {
    write(item.querySelector("[data-for]"), count(Number(item.dataset.assumption), "for"));
    write(item.querySelector("[data-against]"), count(Number(item.dataset.assumption), "against"));
  }
}

function write(node, words) {
  if (node.textContent !== String(words)) node.textContent = words;
}
