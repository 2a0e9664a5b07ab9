// The table as a grid: one stop for Tab, and arrow keys from cell to cell.
import { cellOf, label, rows, spot, table, words } from "./dom.js";

const PAGE = 10;
const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0], PageUp: [-PAGE, 0], PageDown: [PAGE, 0] };
let stop = null;

/** Tab comes to this cell from now on. */
function rest(cell) {
  if (stop) stop.tabIndex = -1;
  stop = spot(cell);
  stop.tabIndex = 0;
  if (cell.tagName === "TD") stop.setAttribute("aria-label", label(cell));
}

function there(cell, { key, ctrlKey, metaKey }) {
  const all = rows();
  const [row, column] = [all.indexOf(cell.parentElement), cell.cellIndex];
  const far = ctrlKey || metaKey;
  if (key === "Home") return all[far ? Math.min(1, all.length - 1) : row].cells[0];
  if (key === "End") return [...(far ? all.at(-1) : all[row]).cells].at(-1);
  if (far || !(key in STEPS)) return null;
  const [down, right] = STEPS[key];
  const to = Math.max(0, Math.min(all.length - 1, row + down));
  return all[to].cells[column + right];
}

/** A table that comes from the server is walked from its first number on. */
function prepare() {
  if (!table() || table().getAttribute("role") === "grid") return;
  table().setAttribute("role", "grid");
  for (const link of table().querySelectorAll("tr[data-row] a")) link.tabIndex = -1;
  stop = null;
  const first = table().querySelector("tbody td > a") ?? table().querySelector("tbody a");
  if (first) rest(cellOf(first));
}

document.addEventListener("keydown", (event) => {
  const cell = cellOf(event.target);
  const next = cell && !event.altKey && !event.shiftKey && there(cell, event);
  if (!next) return;
  event.preventDefault();
  rest(next);
  stop.focus();
});
document.addEventListener("focusin", (event) => {
  const cell = cellOf(event.target);
  if (cell && spot(cell) !== stop) rest(cell);
});

// A table that others changed while one stands in it: one goes on in the same row and column, wherever they are now.
let held = null;
document.addEventListener("fresh:before", (event) => {
  const cell = stop && event.target.contains(stop) ? cellOf(stop) : null;
  held = cell && { row: cell.parentElement.dataset.row, column: words(rows()[0].cells[cell.cellIndex]), at: cell.cellIndex, end: cell.parentElement.cells.length - cell.cellIndex, focused: document.activeElement === stop };
});
document.addEventListener("fresh:after", () => {
  prepare();
  if (!held || !table()) return;
  const all = rows();
  const row = all.find((each) => each.dataset.row === held.row) ?? all[Math.min(1, all.length - 1)];
  const columns = [...all[0].cells].map(words);
  const column = held.end <= 2 ? row.cells.length - held.end : columns.indexOf(held.column);
  rest(row.cells[column < 0 ? Math.min(held.at, row.cells.length - 1) : column]);
  if (held.focused) stop.focus({ preventScroll: true });
  held = null;
});
document.addEventListener("htmx:afterSettle", prepare);
prepare();
