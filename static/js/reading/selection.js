// Between what is selected on the page and a range of words as the server counts it: in code points, line by line.

export const codePoints = (text) => [...text].length;

// The same place as an index into a JavaScript string, which counts UTF-16 units.
export function unitsAt(text, points) {
  let units = 0;
  for (const character of text) {
    if (points-- <= 0) break;
    units += character.length;
  }
  return units;
}

// Whether any of the words may be a quote: what was said by them, and not by us.
export function mayBeQuoted({ first, last }) {
  return turnsOf({ first, last }).some((turn) => turn.matches("[data-quotable]"));
}

function turnsOf({ first, last }) {
  const turns = [...first.parentElement.querySelectorAll("[data-line]")];
  return turns.slice(turns.indexOf(first), turns.indexOf(last) + 1);
}

export const textOf = (turn) => turn.querySelector("[data-text]");

function pointsBefore(text, container, offset) {
  const before = document.createRange();
  before.selectNodeContents(text);
  before.setEnd(container, offset);
  return codePoints(before.toString());
}

// Spaces at either end don't belong to the words.
function trimmed(text, start, end) {
  const points = [...text];
  while (start < end && !points[start].trim()) start += 1;
  while (end > start && !points[end - 1].trim()) end -= 1;
  return { start, end };
}

// The range of words under a DOM range; null when it holds no words of any line.
export function stretchOf(range, lines) {
  const texts = [...lines.querySelectorAll("[data-text]")].filter((text) => range.intersectsNode(text));
  const parts = texts.map((text) => {
    const whole = text.textContent;
    const start = text.contains(range.startContainer) ? pointsBefore(text, range.startContainer, range.startOffset) : 0;
    const end = text.contains(range.endContainer) ? pointsBefore(text, range.endContainer, range.endOffset) : codePoints(whole);
    return { turn: text.closest("[data-line]"), ...trimmed(whole, start, end) };
  }).filter((part) => part.end > part.start);
  if (!parts.length) return null;
  const first = parts[0], last = parts[parts.length - 1];
  return { first: first.turn, start: first.start, last: last.turn, end: last.end };
}

export function wholeLine(turn) {
  const text = textOf(turn).textContent;
  return { first: turn, last: turn, ...trimmed(text, 0, codePoints(text)) };
}

// A place inside a line, as a DOM container and offset.
function boundary(text, points) {
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  let left = unitsAt(text.textContent, points), node;
  for (node = walker.nextNode(); node && left > node.length; node = walker.nextNode()) left -= node.length;
  return node ? [node, left] : [text, text.childNodes.length];
}

export function rangeOf({ first, start, last, end }) {
  const range = document.createRange();
  range.setStart(...boundary(textOf(first), start));
  range.setEnd(...boundary(textOf(last), end));
  return range;
}

// The words keep their tint while the caret is in the picker; the browser's own selection would fade. Of several lines the
// words alone, and of those only what can be quoted, if there is any.
export function paint(stretch) {
  if (!CSS.highlights) return;
  if (stretch) CSS.highlights.set("chosen", new Highlight(...wordsIn(stretch)));
  else CSS.highlights.delete("chosen");
}

function wordsIn(stretch) {
  const turns = turnsOf(stretch), theirs = turns.filter((turn) => turn.matches("[data-quotable]"));
  return (theirs.length ? theirs : turns).map((turn) => {
    const range = document.createRange();
    range.selectNodeContents(textOf(turn));
    if (turn === stretch.first) range.setStart(...boundary(textOf(turn), stretch.start));
    if (turn === stretch.last) range.setEnd(...boundary(textOf(turn), stretch.end));
    return range;
  });
}
