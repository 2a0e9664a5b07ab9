// Finding one's way in the table. Without scripts it is a plain one, and every number in it a link.
export const table = () => document.getElementById("matrix");
/** The rows that are walked: the head with the names of the columns, and the themes. */
export const rows = () => [...table().querySelectorAll("tr[data-row]")];
export const cellOf = (node) => node.closest?.("#matrix tr[data-row] > :is(td, th)") ?? null;
/** What of a cell has the focus: its link, or the cell itself where there is none. */
export const spot = (cell) => cell.querySelector("a") ?? cell;
export const words = (cell) => (cell.dataset.full ?? cell.textContent).replace(/\s+/g, " ").trim();

/** As in "Waste is invisible, P07: 3 quotes", for who can't see the heads. */
export function label(cell) {
  const row = cell.parentElement;
  const [theme, column] = [words(row.cells[0]), words(rows()[0].cells[cell.cellIndex])];
  return `${theme}, ${column}: ${words(cell) || "none"}`;
}
