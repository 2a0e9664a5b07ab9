// Choosing by key: word by word, sentence by sentence, line by line; what is chosen may run over several lines.
import { lines } from "./lines.js";
import { textOf } from "./selection.js";

const sentences = globalThis.Intl?.Segmenter && new Intl.Segmenter(undefined, { granularity: "sentence" });

// Pieces of a text as [start, end] in code points. `found`: the pieces as [index, words], in order.
function counted(text, found) {
  let units = 0, points = 0;
  const to = (index) => {
    for (const character of text.slice(units, index)) { points += 1; units += character.length; }
    return points;
  };
  return found.map(([index, words]) => [to(index), to(index + words.length)]);
}

export const wordsOf = (text) => counted(text, [...text.matchAll(/\S+/gu)].map((found) => [found.index, found[0]]));

export function sentencesOf(text) {
  const parts = sentences ? [...sentences.segment(text)].map(({ index, segment }) => [index, segment])
    : [...text.matchAll(/[^.!?…]+[.!?…]*/gu)].map((found) => [found.index, found[0]]);
  return counted(text, parts.filter(([, words]) => words.trim())
    .map(([index, words]) => [index + words.length - words.trimStart().length, words.trim()]));
}

// What was chosen first, and what was reached from there: each a piece of a line.
let anchor = null, head = null;

export function forget() { anchor = head = null; }

const turnOf = (piece) => document.getElementById(piece.line);
const textIn = (turn) => textOf(turn).textContent;
const pieces = (turn, cut) => cut(textIn(turn)).map(([start, end]) => ({ line: turn.id, start, end }));
const whole = (turn) => {
  const words = pieces(turn, wordsOf);
  return words.length ? { ...words[0], end: words.at(-1).end } : null;
};

// The next line of theirs, or the one before: what others say in between is left out of a quote.
function beyond(turn, by) {
  const all = [...lines.querySelectorAll("[data-line]")];
  for (let at = all.indexOf(turn) + by; all[at]; at += by) {
    if (all[at].matches("[data-quotable]") && whole(all[at])) return all[at];
  }
  return null;
}

function isBefore(one, other) {
  if (one.line === other.line) return one.start < other.start;
  return Boolean(turnOf(one).compareDocumentPosition(turnOf(other)) & Node.DOCUMENT_POSITION_FOLLOWING);
}

function stretch() {
  const [from, to] = isBefore(head, anchor) ? [head, anchor] : [anchor, head];
  const end = from.line === to.line ? Math.max(from.end, to.end) : to.end;
  turnOf(head).scrollIntoView({ block: "nearest" });
  return { first: turnOf(from), start: from.start, last: turnOf(to), end };
}

function begin(piece) {
  anchor = head = piece ?? null;
  return piece ? stretch() : null;
}

// Lines are swapped when others tag; only one that is gone ends the choice.
const chosenHere = (turn) => anchor && turnOf(anchor) && turnOf(head) && (anchor.line === turn.id || head.line === turn.id);

export function step(turn, by, grow) {
  if (!chosenHere(turn)) return begin(pieces(turn, wordsOf).at(by > 0 ? 0 : -1));
  toWords();
  const words = pieces(turnOf(head), wordsOf);
  const at = words.findIndex((word) => word.start === head.start) + by;
  const next = words[at] ?? (grow ? edgeOf(beyond(turnOf(head), by), wordsOf, by) : null);
  if (next) head = next;
  if (!grow) anchor = head;
  return stretch();
}

// Sentences and lines that were chosen can be taken back word by word.
function toWords() {
  const back = isBefore(head, anchor);
  const at = (piece, last) => pieces(turnOf(piece), wordsOf).filter((word) => word.end > piece.start && word.start < piece.end).at(last ? -1 : 0);
  [anchor, head] = [at(anchor, back) ?? anchor, at(head, !back) ?? head];
}

const edgeOf = (turn, cut, by) => (turn ? pieces(turn, cut).at(by > 0 ? 0 : -1) : null);

// The next sentence; growing, up to the end of the next one.
export function sentence(turn, grow) {
  const all = pieces(turn, sentencesOf);
  if (!chosenHere(turn)) return begin(all[0]);
  const here = pieces(turnOf(head), sentencesOf);
  const now = here.findIndex((piece) => piece.start <= head.start && head.start < piece.end);
  const unfinished = here[now] && head.end < here[now].end;
  const next = (unfinished && grow ? here[now] : here[now + 1]) ?? edgeOf(beyond(turnOf(head), 1), sentencesOf, 1);
  if (!grow) return next && next.line === turn.id ? begin(next) : begin(all.at(-1));
  if (next) head = next;
  return stretch();
}

// The whole line; after that the next one too, or, where the choice began further down, one less.
export function wholeLines(turn, by) {
  if (!chosenHere(turn)) return begin(whole(turn));
  const [from, to] = [whole(turnOf(anchor)), whole(turnOf(head))];
  const covers = (piece, all) => piece.start <= all.start && all.end <= piece.end;
  const done = anchor.line !== head.line || (covers(anchor, from) && covers(head, to));
  anchor = from;
  head = done ? whole(beyond(turnOf(head), by) ?? turnOf(head)) : to;
  return stretch();
}
