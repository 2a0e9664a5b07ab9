// The table as text that a spreadsheet takes: tabs between cells. Where the browser gives no clipboard, the same as a file.
import { toast } from "../toasts.js";
import { rows, table, words } from "./dom.js";

const FORMULA = /^[\s']*[=+\-@＝＋－＠]/;

/** No cell may start a formula where it is pasted. */
const harmless = (cell) => (FORMULA.test(cell) ? `'${cell}` : cell);

function text() {
  return rows().map((row) => [...row.cells].map((cell) => harmless(value(cell))).join("\t")).join("\r\n");
}

function value(cell) {
  const said = words(cell);
  return cell.tagName === "TD" && !said ? "0" : said;
}

function download(content) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(["\ufeff", content], { type: "text/tab-separated-values" }));
  link.download = `${table().dataset.file}.tsv`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

document.addEventListener("click", async (event) => {
  if (!event.target.closest("[data-copy-table]") || !table()) return;
  const content = text();
  try {
    await navigator.clipboard.writeText(content);
    toast("Copied. Paste it into a spreadsheet.");
  } catch {
    download(content);
    toast("This browser keeps its clipboard to itself, so the table is saved as a file.");
  }
});
