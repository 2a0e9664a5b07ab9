// Choosing words of one line by key: right and left go from word to word, with Shift the choice grows and shrinks.
import { codePoints, textOf } from "./selection.js";

// [start, end] of each word, in code points.
export function wordsOf(text) {
  return [...text.matchAll(/\S+/gu)].map((found) => {
    const start = codePoints(text.slice(0, found.index));
    return [start, start + codePoints(found[0])];
  });
}

let turn = null, anchor = 0, head = 0;

export function forget() { turn = null; }

// The stretch after a step of +1 or -1 in this line.
export function step(line, by, grow) {
  const words = wordsOf(textOf(line).textContent);
  if (!words.length) return null;
  if (line !== turn) {
    turn = line;
    anchor = head = by > 0 ? 0 : words.length - 1;
  } else {
    head = Math.min(Math.max(head + by, 0), words.length - 1);
    if (!grow) anchor = head;
  }
  const [from, to] = [Math.min(anchor, head), Math.max(anchor, head)];
  return { first: line, start: words[from][0], last: line, end: words[to][1] };
}
