// Kinds of lines as the page's hint buttons name them: prefix, knot, word, look.
export const hints = [...document.querySelectorAll(".hints [data-kind]")];
const KINDS = new Map(hints.map((hint) => [hint.dataset.kind, { ...hint.dataset, word: hint.lastChild.textContent.trim() }]));
KINDS.set("mark", { kind: "mark", prefix: "", knot: "…", word: "marker", look: "mark" });
const BY_PREFIX = new Map([...KINDS.values()].filter((kind) => kind.prefix).map((kind) => [kind.prefix, kind.kind]));
BY_PREFIX.set("“", "verbatim").set("„", "verbatim").set("«", "verbatim");

export const kindOf = (prefix) => BY_PREFIX.get(prefix);
export const lookOf = (kind) => KINDS.get(kind) ?? KINDS.get("note");

/** A quote typed with its closing mark is kept without it, unless the mark closes one inside. */
export function bare(kind, text) {
  const words = text.trim();
  const marks = words.match(/["“”„«»]/g)?.length ?? 0;
  return kind === "verbatim" && marks % 2 ? words.replace(/\s*["”“»]$/, "") : words;
}
