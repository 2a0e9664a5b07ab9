// What is typed inside a line and is no words of it: #theme and @A2, @A2+, @A2-. They stay in the text while it is typed, so
// a half-typed line is kept whole, and are taken out of it when it is saved. \# and \@ stand for themselves.
const TOKEN = /(^|\s)(?:#([\p{L}\p{N}][\p{L}\p{M}\p{N}_-]*)|@([Aa]\d+)(?:([+−–-])|[ \t]([+−–-])(?=\s|$))?)(?![\p{L}\p{M}\p{N}_])/gu;
const LINE_START = "\u0000"; // stands for a token at the start of a row until the space behind it is gone too
const SIGNS = { for: "+", against: "-", touches: "" };

/** A theme's name in words joined by hyphens; nothing where no letter or figure is left. */
export const slug = (name) => name.normalize("NFC").toLowerCase().replace(/[^\p{L}\p{M}\p{N}_]+/gu, "-").replace(/^-+|-+$/g, "");
const stanceOf = (sign) => (!sign ? "touches" : sign === "+" ? "for" : "against");

export class Tokens {
  /** `assumptions`: id, code, statement. `themes()`: what themes there are, each with a name. */
  constructor(assumptions, themes) {
    Object.assign(this, { assumptions, themes });
  }

  /** What is typed, apart: words, themes by name, signals. `before`: the line that is changed, if one is. */
  parse(value, before = null) {
    const names = new Map((before?.themes ?? []).filter((name) => !slug(name)).map((name) => [name, name])); // can't be typed
    const signals = new Map((before?.signals ?? []).filter(({ assumption }) => !this.#by("id", assumption)).map((one) => [one.assumption, one]));
    const rest = value.normalize("NFC").replace(TOKEN, (all, lead, theme, code, close, apart) => {
      const [name, assumption] = this.#meant(theme, code, before?.themes);
      if (!assumption && !name) return all;
      if (name) names.set(slug(name), name);
      else signals.set(assumption.id, { assumption: assumption.id, stance: stanceOf(close ?? apart) });
      return lead === "\n" ? `\n${LINE_START}` : lead ? "" : LINE_START;
    });
    const words = rest.replace(/\u0000[ \t]*/g, "").replace(/\\([#@])/g, "$1");
    return { words, themes: [...names.values()], signals: [...signals.values()] };
  }

  /** A standing line as it is typed. */
  write({ text, themes = [], signals = [] }) {
    const escaped = text.replace(TOKEN, (all, lead, theme, code) => (
      this.#meant(theme, code, themes).some(Boolean) ? `${lead}\\${all.slice(lead.length)}` : all
    ));
    const known = signals.filter(({ assumption }) => this.#by("id", assumption));
    const typed = [
      ...themes.map(slug).filter(Boolean).map((name) => `#${name}`),
      ...known.map(({ assumption, stance }) => `@${this.#by("id", assumption).code}${SIGNS[stance]}`),
    ];
    return [escaped, ...typed].filter(Boolean).join(" ");
  }

  code(id) {
    return this.#by("id", id)?.code ?? "";
  }

  #meant(theme, code, more = []) {
    return [theme && this.#name(theme, more), code && this.#by("code", code.toUpperCase())];
  }

  #by(field, value) {
    return this.assumptions.find((one) => one[field] === value);
  }

  /** The theme that is meant; a new one needs a letter, or every #3 would be a theme. */
  #name(typed, more) {
    const wanted = slug(typed);
    const known = [...more, ...this.themes().map(({ name }) => name)].find((name) => slug(name) === wanted);
    return known ?? (/\p{L}/u.test(typed) ? typed.replace(/-+/g, " ").trim() : "");
  }
}
