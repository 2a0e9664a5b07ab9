// Finding one's way on the board. A card is named "quote.theme", a column by its theme's id; 0 is the tray. A line that nobody
// has quoted yet is named by its own id in place of a quote's.
export const TRAY = "0";
export const board = () => document.getElementById("board");
export const edits = () => "edits" in board().dataset;
export const column = (key) => document.getElementById(`theme-${key}`);
export const columns = () => [...board().children].filter((each) => each.matches(".col[data-key]"));
/** Without those that are folded away. */
export const columnsInSight = () => columns().filter((col) => !col.hidden);
export const columnOf = (card) => card.closest(".col[data-key]");
export const cardsIn = (col) => [...col.querySelectorAll(":scope > .cards > .qc[data-card]")];
/** Of a column's cards those that are quotes; the tray has lines to be quoted as well. */
export const quotesIn = (col) => cardsIn(col).filter((card) => card.dataset.at);
export const isLine = (card) => !card.dataset.at;
export const cardNamed = (name) => board().querySelector(`.qc[data-card="${CSS.escape(name)}"]`);
/** The ticked cards. Their boxes belong to the bar's form, which knows them; looking for them in the page takes its time. */
export const picked = () => [...document.getElementById("selection")?.elements ?? []].filter(({ name, checked }) => name === "card" && checked).map((box) => box.closest(".qc"));
export const split = (name) => { const [quote, theme] = name.split("."); return { quote, theme }; };
export const count = (number, one, many) => `${number.toLocaleString("en")} ${number === 1 ? one : many}`;

/** All themes of the study, also those without a column on this page. */
export const themes = () => [...document.querySelectorAll("#themes option")].map((option) => (
  { key: option.dataset.key, colour: option.dataset.c, name: option.value }));

export function nameOf(key) {
  return themes().find((theme) => theme.key === key)?.name ?? "";
}

/** To screen readers, politely. */
export function say(words) {
  const place = document.getElementById("board-said");
  if (place) place.textContent = words;
}

/** The card that has the focus or holds it. */
export const focusedCard = () => document.activeElement?.closest?.(".qc[data-card]") ?? null;
