// Text as it is searched: without capitals, accents and other marks, so that "cafe" finds "Café".
const LIKE = { ł: "l", ø: "o", đ: "d", ð: "d", þ: "th", ß: "ss", æ: "ae", œ: "oe", ı: "i", ς: "σ", "’": "'", "‘": "'", "“": '"', "”": '"', "„": '"', "–": "-", "—": "-", "\u00a0": " " };
const ASCII = /^[\x00-\x7f]*$/;

export const fold = (text) => (ASCII.test(text) ? text.toLowerCase() : [...text].map(one).join(""));

function one(sign) {
  const bare = sign.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
  return LIKE[bare] ?? bare;
}

/** For each place in the folded text, and for its end, where that stands in `text`. */
export function places(text) {
  const all = [];
  let at = 0;
  for (const sign of text) {
    for (let n = one(sign).length; n > 0; n--) all.push(at);
    at += sign.length;
  }
  return [...all, at];
}

export const isPlain = (text) => ASCII.test(text);
