// The script beside the notes. Turning to another question happens here at once; the server is told, in order, as soon
// as it can be. A line carries its own question, so it is right even when the turn is told late.
import { short } from "./clock.js";
import { card, underWay } from "./off-script.js";
import { storedAt } from "./opened.js";
import { post } from "./post.js";
import { uuid } from "./uuid.js";

const box = document.querySelector("[data-script]");
const aim = document.querySelector("[data-to]");
const budgets = [...document.querySelectorAll("[data-budget]")];
const TURNS_KEPT = 12;
const WIDE = matchMedia("(min-width: 66.01rem)");

export class Script extends EventTarget {
  #pending;
  #told; // turns the server knows and a page stored on this device may not yet
  #telling = false;
  #made = 0; // turns on this page
  #turned; // when the last turn was
  #off = null; // the row of an off-script question asked since

  constructor({ clock, ground }) {
    super();
    Object.assign(this, { clock, ground, key: `throughline-turns-${ground.user}-${ground.interview}` });
    this.#pending = remembered(this.key) ?? [];
    this.#told = remembered(`throughline-asked-${this.ground.user}-${this.ground.interview}`) ?? [];
    box.addEventListener("click", (event) => {
      const button = event.target.closest("[data-turn]");
      if (button) this.turn(button.dataset.turn);
    });
    box.addEventListener("change", ({ target }) => {
      if (target.dataset.probe) sessionStorage.setItem(this.#probe(target), target.checked ? "1" : "");
    });
    addEventListener("online", () => this.tell());
    const missed = storedAt ? this.#told.filter(({ at_ms: at }) => at > told(box)) : [];
    this.#turned = Math.max(told(box), ...[...missed, ...this.#pending].map(({ at_ms: at }) => at));
    for (const { to, left_as: leftAs, at_ms: at } of [...missed, ...this.#pending]) this.#move(this.#row(to), leftAs, at);
    this.heed(true);
    this.tell();
  }

  get rows() {
    return [...box.querySelectorAll("[data-question]")];
  }

  get now() {
    return this.rows.find((row) => row.dataset.state === "now") ?? null;
  }

  /** Of the script, for a line typed now; a line under an off-script question belongs to that one, by its place. */
  get question() {
    return this.#off ? null : this.now?.dataset.question ?? null;
  }

  /** How a question is called, also where there is none. */
  code(id) {
    return this.#row(id)?.dataset.code ?? "no question";
  }

  /** The lines have changed: one of them may be a question that is under way now, or not any more. */
  heed(anew = false) {
    const off = underWay(this.#turned);
    if (off === this.#off && !anew) return; // as after nearly every line: nothing here to draw or to scroll to
    this.#off = off;
    this.paint();
  }

  /** To the question with this number; false if there is none. */
  jump(number) {
    const row = this.rows.find(({ dataset }) => dataset.code === `Q${number}`);
    if (row) this.turn(row.dataset.question);
    return Boolean(row);
  }

  #row(id) {
    return this.rows.find((row) => row.dataset.question === String(id)) ?? null;
  }

  /** next, back, skip, or a question's id. */
  turn(to) {
    const target = this.#target(to);
    if (target === undefined || (target === this.now && !this.#off)) return;
    const leftAs = to === "back" || target === this.now ? "" : to === "skip" ? "skipped" : "asked";
    const at = Math.max(this.clock.now(), Number(this.#off?.dataset.at ?? 0));
    this.#turned = at;
    this.#off = null;
    if (target !== this.now) this.#move(target, leftAs, at);
    this.#made += 1;
    this.#pending.push({ to: target?.dataset.question ?? "", left_as: leftAs, at_ms: at, act: uuid() });
    this.#remember();
    this.paint();
    this.dispatchEvent(new Event("turned"));
    this.tell();
  }

  #target(to) {
    const { rows, now } = this;
    const at = rows.indexOf(now);
    if (to === "back" && now && this.#off) return now;
    if (to === "back") return now ? rows[at - 1] : rows.at(-1);
    if (to !== "next" && to !== "skip") return this.#row(to) ?? undefined;
    if (now) return rows[at + 1] ?? null; // past the last one
    return rows.find((row) => row.dataset.state === "ahead");
  }

  #move(target, leftAs, at) {
    const { now } = this;
    if (now) now.dataset.state = leftAs || now.dataset.was || "ahead";
    if (!target) return;
    target.dataset.was = target.dataset.state;
    target.dataset.state = "now";
    target.dataset.begun ||= at;
  }

  #remember() {
    try {
      localStorage.setItem(this.key, JSON.stringify(this.#pending));
      localStorage.setItem(`throughline-asked-${this.ground.user}-${this.ground.interview}`, JSON.stringify(this.#told));
    } catch { /* the turns of this page are still told from here */ }
  }

  async tell() {
    if (this.#telling) return;
    this.#telling = true;
    let last = null;
    while (this.#pending.length) {
      const answer = await post(this.ground.questionUrl, this.#pending[0]);
      last = answer?.ok ? await answer.text().catch(() => null) : null;
      const heard = answer?.ok ? isScript(last) : answer && answer.status < 500;
      if (!heard) { last = null; break; }
      const turn = this.#pending.shift(); // told, or refused for good: what the server shows is right
      if (answer.ok) this.#told = [...this.#told, turn].slice(-TURNS_KEPT);
      this.#remember();
      if (!answer.ok) break;
    }
    this.#telling = false;
    if (last) this.adopt(last);
  }

  /** The script as the server has it, once nothing is left to tell it. */
  adopt(html) {
    if (!isScript(html)) return;
    const fresh = document.createElement("template");
    fresh.innerHTML = html;
    if (this.#pending.length || signature(fresh.content) === signature(box)) return;
    box.replaceChildren(fresh.content);
    this.#turned = told(box);
    this.heed(true);
  }

  async refresh() {
    const before = this.#made;
    const answer = await fetch(this.ground.scriptUrl, { redirect: "error", signal: AbortSignal.timeout(10000) }).catch(() => null);
    const html = answer?.ok && (await answer.text().catch(() => null));
    if (html && this.#made === before) this.adopt(html); // else it was asked for before the last turn, and doesn't know it
  }

  #probe(input) {
    return `throughline-probe-${this.ground.interview}-${input.dataset.probe}`;
  }

  paint() {
    const { rows, now } = this;
    box.querySelector("[data-off]")?.remove();
    const reached = rows.findLastIndex((row) => row.dataset.state !== "ahead");
    for (const row of rows) {
      const { state, begun } = row.dataset;
      const held = state === "now" && this.#off;
      row.className = held ? "q held" : `q ${state}`;
      if (state === "now" && !held) row.setAttribute("aria-current", "step");
      else row.removeAttribute("aria-current");
      row.querySelector("[data-when]").textContent = state === "skipped" ? "skipped" : (state === "asked" || held) && begun ? short(Number(begun)) : "";
      row.querySelector("[data-since]").textContent = begun ? `since ${short(Number(begun))}` : "";
    }
    for (const [index, section] of this.#sections().entries()) {
      const past = section.rows.length && rows.indexOf(section.rows[0]) <= reached;
      section.head.classList.toggle("past", index > 0 && Boolean(past));
      section.head.classList.toggle("ahead", index > 0 && !past);
    }
    for (const input of box.querySelectorAll("[data-probe]")) input.checked = sessionStorage.getItem(this.#probe(input)) === "1";
    box.querySelector("[data-all-asked]").hidden = Boolean(now || this.#off) || !rows.length || reached < 0;
    const aside = this.#off && card(this.#off, (now ?? rows.at(-1))?.dataset.code);
    if (aside) this.#place(aside, now ?? rows.at(-1));
    aim.innerHTML = "";
    const aimed = aside ? "off script" : now?.dataset.code;
    if (aimed) aim.append("to ", Object.assign(document.createElement("b"), { textContent: aimed }));
    if (WIDE.matches) (aside ?? now)?.scrollIntoView({ block: "nearest" });
    this.budget();
  }

  #place(aside, row) {
    if (row) { row.after(aside); return; }
    const list = document.createElement("ol"); // the script is empty
    list.setAttribute("role", "list");
    list.append(aside);
    box.querySelector("[data-off]")?.parentElement.remove();
    box.prepend(list);
  }

  #sections() {
    const heads = [...box.querySelectorAll("[data-section]")];
    return heads.map((head) => ({ head, rows: [...head.nextElementSibling.querySelectorAll("[data-question]")] }));
  }

  /** Minutes used of each section's own, from when its first question began to when another section's did. */
  budget() {
    const sections = this.#sections().map((section) => ({
      ...section, begun: Math.min(...section.rows.filter((row) => row.dataset.begun !== "").map((row) => Number(row.dataset.begun))),
    }));
    const starts = sections.map((section) => section.begun).filter(Number.isFinite);
    const said = sections.map(({ head, begun }, index) => {
      const minutes = Number(head.dataset.minutes);
      const until = Math.min(...starts.filter((start) => start > begun), this.clock.now());
      const used = Number.isFinite(begun) ? Math.max(0, until - begun) : null;
      const time = used === null ? `${minutes} min` : `${Math.round(used / 60000)} of ${minutes} min`;
      write(head.querySelector("[data-used]"), time);
      head.querySelector("[data-used]").classList.toggle("over", used > minutes * 60000);
      const words = `${head.firstElementChild.textContent} ${time}`;
      if (budgets[index]) write(budgets[index], words);
      return words;
    });
    const time = document.querySelector("[data-time]");
    if (time.getAttribute("aria-label") !== said.join(". ")) time.setAttribute("aria-label", said.join(". "));
  }
}

function write(node, words) {
  if (node.textContent !== words) node.textContent = words;
}

/** And not a page that something between the server and us answers with. */
const isScript = (html) => Boolean(html?.includes("data-turned"));

/** The last turn the server knows of. */
const told = (root) => Number(root.querySelector("[data-turned]").dataset.turned);

const signature = (root) => `${told(root)} ${[...root.querySelectorAll("[data-question]")].map((row) => `${row.dataset.question} ${row.dataset.state}`)}`;

function remembered(key) {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null");
  } catch {
    return null;
  }
}
