// What a line that begins with a slash does instead of being saved. Nothing is lost by a slip: what is no command stays in the
// composer, and a space before the slash makes it a line like any other.
const STANCES = { for: "for", against: "against" };
const COMMANDS = [
  ["skip", "skip this question"],
  ["q", "to a question by its number: /q 7"],
  ["for", "speaks for an assumption: /for A4"],
  ["against", "speaks against one: /against A4"],
  ["stop", "off the record, and back on it"],
  ["end", "end the interview"],
];
const NAMES = "There are /skip, /q 7, /for A4, /against A4, /stop and /end.";
const AS_A_LINE = "For a line that begins with a slash, type a space before it.";
const MOST = 5;

export const isCommand = (value) => value.startsWith("/");

/** A line's text as it is typed when it begins with a slash itself. */
export const notACommand = (value) => (isCommand(value) ? ` ${value}` : value);

export class Commands {
  /** `script`: the questions, with jump, turn and now. `link(assumption, stance)` tells whether there was a line to link. */
  constructor({ script, assumptions, link, stop, end }) {
    Object.assign(this, { script, assumptions, link, stop, end });
  }

  /** One of: `problem`, why it can't be done; `act`, what does it; `words` with `token`, a line to save with its assumption. */
  read(value) {
    const [, typed, rest] = /^\/(\p{L}*)\s*([\s\S]*)$/u.exec(value);
    const name = typed.toLowerCase();
    if (name in STANCES) return this.#stance(name, rest.trim());
    if (name === "q") return this.#jump(rest.trim());
    if (!COMMANDS.some(([known]) => known === name)) return { problem: `${typed ? `There is no command /${typed}.` : "A slash begins a command."} ${NAMES} ${AS_A_LINE}` };
    if (rest.trim()) return { problem: `/${name} stands alone. ${AS_A_LINE}` };
    if (name === "stop") return { act: this.stop };
    if (name === "end") return { act: this.end };
    return this.script.now ? { act: () => this.script.turn("skip") } : { problem: "No question is under way, so there is none to skip." };
  }

  #jump(rest) {
    const number = /^[Qq]?(\d+)$/.exec(rest)?.[1];
    if (!number) return { problem: "Say the question’s number, as in /q 7." };
    const there = this.#questions().some(({ code }) => code === `Q${Number(number)}`);
    return there ? { act: () => this.script.jump(Number(number)) } : { problem: `The script has no Q${Number(number)}.` };
  }

  #stance(name, rest) {
    const [, number, words] = /^[Aa]?(\d+)(?:\s+([\s\S]*))?$/.exec(rest) ?? [];
    if (!number) return { problem: `Say which assumption, as in /${name} ${this.assumptions[0]?.code ?? "A4"}.` };
    const found = this.assumptions.find(({ code }) => code === `A${Number(number)}`);
    if (!found) return { problem: `This study has no A${Number(number)}.` };
    const token = `@${found.code}${name === "for" ? "+" : "-"}`;
    return { token, words: words ?? "", act: () => this.link(found, STANCES[name]) };
  }

  #questions() {
    return this.script.rows.map((row) => ({ code: row.dataset.code, text: row.querySelector(".ask").textContent }));
  }

  /** For the row of suggestions, see suggest.js; null where nothing of it is meant. */
  suggest(before) {
    const name = /^\/(\p{L}*)$/u.exec(before)?.[1].toLowerCase();
    if (name !== undefined) return { typed: `/${name}`, options: COMMANDS.filter(([known]) => known.startsWith(name)).map(([known, words]) => ({ insert: `/${known}`, sign: `/${known}`, words })) };
    const about = /^\/(?:for|against)\s+(\w*)$/iu.exec(before)?.[1];
    if (about !== undefined) return { typed: about, options: best(this.assumptions.map(({ code, statement }) => ({ insert: code, sign: code, words: statement })), about) };
    const number = /^\/q\s*(\d*)$/iu.exec(before)?.[1];
    if (number === undefined) return null;
    return { typed: number, options: best(this.#questions().map(({ code, text }) => ({ insert: code.slice(1), sign: code, words: text })), number) };
  }
}

const best = (options, typed) => options.filter(({ insert }) => insert.toLowerCase().startsWith(typed.toLowerCase())).slice(0, MOST);
