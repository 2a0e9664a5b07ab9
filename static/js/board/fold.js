// Themes that stand inside another fold under it. What is folded stays so in this browser, study by study.
import { board, column, columns } from "./dom.js";

const store = () => `throughline-folded-${board().dataset.study}`;
const folded = () => new Set(JSON.parse(localStorage.getItem(store()) ?? "[]"));
const inside = (key) => columns().filter((col) => col.dataset.parent === key);

function keep(keys) {
  if (keys.size) localStorage.setItem(store(), JSON.stringify([...keys]));
  else localStorage.removeItem(store());
}

/** Fold a column's own nest, or open it again; from one of those inside, the nest it belongs to. */
export function fold(col) {
  const key = col.dataset.parent ?? col.dataset.key;
  if (!inside(key).length) return;
  const keys = folded();
  if (!keys.delete(key)) keys.add(key);
  keep(keys);
  show();
  if (!keys.has(key)) return;
  const top = column(key);
  if (!document.activeElement || document.activeElement === document.body) top.querySelector("[data-fold]")?.focus({ preventScroll: true });
  top.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function show() {
  if (!board()) return;
  const keys = folded();
  for (const col of columns()) {
    const away = keys.has(col.dataset.parent);
    if (away && col.contains(document.activeElement)) column(col.dataset.parent).querySelector("[data-fold]")?.focus({ preventScroll: true });
    col.hidden = away;
    const button = col.querySelector(":scope > header [data-fold]");
    col.classList.toggle("folded", Boolean(button) && keys.has(col.dataset.key));
    button?.setAttribute("aria-expanded", String(!keys.has(col.dataset.key)));
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("#board [data-fold]");
  if (button) fold(button.closest(".col"));
});
document.addEventListener("board:unfold", ({ detail }) => fold(detail));
document.addEventListener("board:fresh", show);
addEventListener("storage", (event) => { if (board() && event.key === store()) show(); });
show();
