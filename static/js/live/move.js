// Moving the line under change to another question: a step up or down the script, to a number, or from a list.
import { isAlt, meant } from "./alt.js";
import * as stream from "./stream.js";

const menu = document.querySelector("[data-move-menu]");
const under = document.querySelector("[data-editing-under]");
const STEPS = { ArrowUp: -1, ArrowDown: 1 };

export class Move {
  /** `to(question, code)` moves the line under change; `now()` gives that line, or null. */
  constructor({ script, goTo, now, to, focus }) {
    Object.assign(this, { script, goTo, now, to, focus });
    menu.addEventListener("toggle", ({ newState }) => (newState === "open" ? this.#list() : this.focus()));
    menu.addEventListener("click", ({ target }) => {
      const button = target.closest("button");
      if (button) { menu.hidePopover(); this.#to(button.dataset.question); }
    });
    menu.addEventListener("keydown", (event) => this.#walk(event));
  }

  /** Where the line under change belongs. */
  show() {
    const line = this.now();
    under.textContent = line ? `${line.question ? `Under ${this.script.code(line.question)}` : "Under no question of the script"}.` : "";
  }

  /** Whether it was a key of ours. */
  key(event) {
    if (!isAlt(event, true) || !this.now()) return false;
    const key = meant(event);
    if (STEPS[event.key]) this.#step(STEPS[event.key]);
    else if (key === "g") this.goTo.open("Move the line to question", (number) => this.#number(number));
    else if (/^[1-9]$/.test(key)) this.#number(Number(key));
    else return false;
    return true;
  }

  #to(question) {
    const found = this.script.rows.find((row) => row.dataset.question === question);
    this.to(found?.dataset.question ?? null, found?.dataset.code ?? "");
  }

  #number(number) {
    const row = this.script.rows.find(({ dataset }) => dataset.code === `Q${number}`);
    if (row) this.#to(row.dataset.question);
    return Boolean(row);
  }

  /** A line without a question stands between the one above it and the next. */
  #step(way) {
    const ids = this.script.rows.map((row) => row.dataset.question);
    const { id, question } = this.now();
    const above = stream.rows().slice(0, stream.rows().indexOf(stream.row(id))).findLast((row) => row.dataset.question);
    const from = question ? ids.indexOf(String(question)) : ids.indexOf(above?.dataset.question) + (way < 0 ? 1 : 0);
    const to = ids[from + way];
    if (to) this.#to(to);
  }

  #list() {
    const here = String(this.now()?.question ?? "");
    const item = (question, code, words) => {
      const button = document.createElement("button");
      Object.assign(button, { type: "button" });
      button.dataset.question = question;
      if (question === here) button.setAttribute("aria-current", "true");
      button.append(Object.assign(document.createElement("span"), { className: "code", textContent: code }), ` ${words}`);
      return button;
    };
    const asked = this.script.rows.map((row) => item(row.dataset.question, row.dataset.code, row.querySelector(".ask").textContent));
    menu.replaceChildren(...asked, item("", "", "No question of the script"));
    (menu.querySelector("[aria-current]") ?? menu.firstElementChild).focus();
  }

  #walk(event) {
    const way = STEPS[event.key];
    if (!way || event.altKey) return;
    event.preventDefault();
    const all = [...menu.children];
    all[(all.indexOf(document.activeElement) + way + all.length) % all.length].focus();
  }
}
