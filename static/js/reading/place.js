// Where a popover stands: beside the words where there is room, else under or above them, never over them.
const GAP = 12;
const MARGIN = 8;
const LEAST = 220; // lower than this a box is of no use: words that fill the screen are partly covered

export function placeBeside(box, range) {
  const words = range.getBoundingClientRect();
  const rects = [...range.getClientRects()];
  const first = rects[0] ?? words, last = rects[rects.length - 1] ?? words;
  const column = (range.startContainer.parentElement ?? range.startContainer).closest(".words").getBoundingClientRect();
  box.style.setProperty("--beside", `${innerWidth - column.right - 34 - MARGIN}px`);
  box.style.setProperty("--room", `${innerHeight - 2 * MARGIN}px`);
  const width = box.offsetWidth, beside = column.right + 34 + width <= innerWidth;
  const above = first.top - GAP - MARGIN, below = innerHeight - last.bottom - GAP - MARGIN;
  if (!beside && Math.max(above, below) < box.offsetHeight) box.style.setProperty("--room", `${Math.max(above, below, LEAST)}px`);
  const height = box.offsetHeight;
  box.classList.toggle("beside", beside);
  const x = beside ? column.right + 34 : Math.min(Math.max(first.left, MARGIN), innerWidth - width - MARGIN);
  const y = beside ? Math.min(first.top + 30, innerHeight - height - MARGIN) : under(first, last, height);
  box.style.setProperty("--x", `${x + scrollX}px`);
  box.style.setProperty("--y", `${Math.max(y, MARGIN) + scrollY}px`);
  if (getComputedStyle(box).position === "fixed") clearOfSheet(box, last);
}

// A sheet from below stays where it is; the page moves so that the words show above it.
function clearOfSheet(box, last) {
  const hidden = last.bottom + GAP - box.getBoundingClientRect().top;
  if (hidden > 0) scrollBy(0, hidden);
}

function under(first, last, height) {
  const below = last.bottom + GAP;
  if (below + height <= innerHeight) return below;
  return first.top - GAP - height >= 0 ? first.top - GAP - height : innerHeight - height - MARGIN;
}
