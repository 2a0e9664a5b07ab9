// How often this call spoke for and against each assumption so far, counted from the lines on the page.
import { signalsOf } from "./chips.js";
import * as stream from "./stream.js";

const items = [...document.querySelectorAll("[data-assumption]")];

export const assumptions = items.map(({ dataset }) => ({ id: Number(dataset.assumption), code: dataset.code, statement: dataset.statement }));

export function listening() {
  const signals = stream.rows().flatMap(signalsOf);
  const count = (id, stance) => signals.filter((one) => one.assumption === id && one.stance === stance).length || "";
  for (const item of items) {
    item.querySelector("[data-for]").textContent = count(Number(item.dataset.assumption), "for");
    item.querySelector("[data-against]").textContent = count(Number(item.dataset.assumption), "against");
  }
}
