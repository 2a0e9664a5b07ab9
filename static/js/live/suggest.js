// What may be meant by a half-typed #theme or @assumption.
import { slug } from "./tokens.js";

const THEME = /(?:^|\s)#([\p{L}\p{M}\p{N}_-]*)$/u;
const ASSUMPTION = /(?:^|\s)@([\p{L}\p{M}\p{N}]*)$/u;
const MOST = 5;
const STANCES = [["", "touches it"], ["+", "speaks for it"], ["-", "speaks against it"]];

/** `before`: the text up to the caret; `themes()` is asked only where one may be meant. Null, or `typed` (the token so far) and `options`: insert, sign, words, colour, fresh. */
export function suggest(before, { themes, assumptions }) {
  const theme = THEME.exec(before)?.[1];
  if (theme !== undefined) return { typed: `#${theme}`, options: themesLike(theme, themes()) };
  const code = ASSUMPTION.exec(before)?.[1];
  return code === undefined ? null : { typed: `@${code}`, options: assumptionsLike(code, assumptions) };
}

function themesLike(typed, themes) {
  const wanted = slug(typed);
  const found = best(themes, (theme) => rank(slug(theme.name), wanted)).map(({ name, colour }) => ({
    insert: `#${slug(name)}`, sign: `#${slug(name)}`, words: slug(name) === name.toLowerCase() ? "" : name, colour,
  }));
  const exact = found.some(({ insert }) => insert === `#${wanted}`);
  return exact || !/\p{L}/u.test(typed) ? found : [...found, { insert: `#${typed}`, sign: `#${wanted}`, words: "new theme", fresh: true }];
}

function assumptionsLike(typed, assumptions) {
  const exact = assumptions.find(({ code }) => code.toLowerCase() === typed.toLowerCase());
  const stances = exact ? STANCES.map(([sign, words]) => ({ insert: `@${exact.code}${sign}`, sign: `${exact.code}${sign}`, words })) : [];
  const like = ({ code, statement }) => Math.min(rank(code.toLowerCase(), typed.toLowerCase()), rank(slug(statement), slug(typed)));
  const others = best(assumptions.filter((one) => one !== exact), like).map(({ code, statement }) => ({ insert: `@${code}`, sign: code, words: statement }));
  return [...stances, ...others];
}

/** 0 where it begins so, 1 where one of its words does, Infinity where neither. */
function rank(name, wanted) {
  if (name.startsWith(wanted)) return 0;
  return name.includes(`-${wanted}`) ? 1 : Infinity;
}

function best(all, like) {
  const ranked = all.map((one) => [like(one), one]).filter(([at]) => at < Infinity);
  return ranked.sort(([a], [b]) => a - b).slice(0, MOST).map(([, one]) => one);
}
