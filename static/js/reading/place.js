// Where a popover stands: beside the words where there is room, else under or above them, never over them.
const GAP = 12;
const MARGIN = 8;

export function placeBeside(box, range) {
  const words = range.getBoundingClientRect();
  const rects = [...range.getClientRects()];
  const first = rects[0] ?? words, last = rects[rects.length - 1] ?? words;
  const column = (range.startContainer.parentElement ?? range.startContainer).closest(".words").getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = box;
  const beside = column.right + 34 + width <= innerWidth;
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
  return below + height <= innerHeight || first.top - GAP - height < 0 ? below : first.top - GAP - height;
}
