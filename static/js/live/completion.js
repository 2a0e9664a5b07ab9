// The row of suggestions under the line: arrows move in it, Enter or Tab takes one, Esc closes it.
const GONE_AFTER = 300;
const box = document.querySelector("[data-suggest]");

export class Completion {
  #found = null;
  #at = 0;
  #moved = false;
  #closed = null; // the token for which it was closed

  /** `look(before)`: what may be meant, see suggest.js; `taken()` is called once the text has changed. */
  constructor(text, look, taken) {
    Object.assign(this, { text, find: look, taken });
    for (const type of ["input", "click", "focus"]) text.addEventListener(type, () => this.look());
    text.addEventListener("keyup", ({ key }) => { if (["ArrowLeft", "ArrowRight", "Home", "End"].includes(key)) this.look(); });
    // Not at once: the row going away would pull what is being pressed from under the pointer.
    text.addEventListener("blur", () => setTimeout(() => this.look(), GONE_AFTER));
    box.addEventListener("pointerdown", (event) => event.preventDefault()); // the caret stays where it is
    box.addEventListener("click", ({ target }) => {
      const option = target.closest("[role=option]");
      if (option) this.#take(this.#found.options[[...box.children].indexOf(option)]);
    });
  }

  get open() {
    return !box.hidden;
  }

  shut() {
    this.#show(null);
  }

  look() {
    const { value, selectionStart: at, selectionEnd: end } = this.text;
    const inside = /[\p{L}\p{M}\p{N}_-]/u.test(value[at] ?? "");
    const found = at === end && !inside && document.activeElement === this.text ? this.find(value.slice(0, at)) : null;
    if (found?.typed !== this.#closed) this.#closed = null;
    this.#show(found?.options.length && this.#closed === null ? found : null);
  }

  /** Whether the key was meant for the suggestions. */
  key(event) {
    if (!this.open || event.ctrlKey || event.metaKey || event.altKey) return false;
    const { typed, options } = this.#found;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.#move(step);
    else if (event.key === "Escape") { this.#closed = typed; this.#show(null); }
    else if (event.key === "Tab" && !event.shiftKey) this.#take(options[this.#at]);
    else if (event.key === "Enter" && !event.shiftKey && this.#means()) this.#take(options[this.#at]);
    else return false;
    event.preventDefault();
    return true;
  }

  /** Enter saves the line where nothing is left to complete: a bare # or @, a token typed out, the name of a new theme. */
  #means() {
    const { typed, options } = this.#found;
    const { insert, fresh } = options[this.#at];
    return this.#moved || (typed.length > 1 && !fresh && insert.toLowerCase() !== typed.toLowerCase());
  }

  #move(step) {
    const { length } = this.#found.options;
    this.#at = (this.#at + step + length) % length;
    this.#moved = true;
    this.#paint();
  }

  #take({ insert }) {
    const { typed } = this.#found;
    const at = this.text.selectionStart;
    // After @A2 a sign may follow at once; everything else is done.
    const space = this.text.value[at] === " " || /^@\w+$/.test(insert) && insert.toLowerCase() !== typed.toLowerCase() ? "" : " ";
    this.text.setRangeText(insert + space, at - typed.length, at, "end");
    this.taken();
    this.look();
  }

  #show(found) {
    if (found?.typed !== this.#found?.typed) { this.#at = 0; this.#moved = false; }
    this.#found = found;
    box.hidden = !found;
    box.replaceChildren(...(found?.options ?? []).map(drawn));
    this.#paint();
  }

  #paint() {
    for (const [index, option] of [...box.children].entries()) option.setAttribute("aria-selected", String(index === this.#at));
    const chosen = box.children[this.#at];
    chosen?.scrollIntoView({ block: "nearest", inline: "nearest" });
    if (chosen) this.text.setAttribute("aria-activedescendant", chosen.id);
    else this.text.removeAttribute("aria-activedescendant");
  }
}

function drawn({ sign, words, colour, fresh }, index) {
  const option = document.createElement("div");
  Object.assign(option, { id: `suggest-${index}`, className: colour ? "tag" : "new" });
  option.setAttribute("role", "option");
  if (colour) { option.dataset.c = colour; option.append(mark(colour)); }
  if (fresh) option.append("+ ");
  option.append(Object.assign(document.createElement("b"), { textContent: sign }));
  if (words) option.append(Object.assign(document.createElement("span"), { className: "full", textContent: words }));
  return option;
}

/** The shape that goes with a theme's colour. */
function mark(colour) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "m");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${box.dataset.icons}#m-${colour}`);
  svg.append(use);
  return svg;
}
