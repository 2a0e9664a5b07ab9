// Questions kept for later: a list beside the notes, ticked there or on their line.
import { short } from "./clock.js";
import * as stream from "./stream.js";

const list = document.querySelector("[data-follow-ups]");

/** A row's item stays the same while the row does, so that a long list isn't laid out again at every line. */
const items = new WeakMap();

export class FollowUps {
  constructor(lines) {
    this.lines = lines;
    document.querySelector("[data-lines]").addEventListener("click", (event) => {
      const button = event.target.closest("[data-asked]");
      if (button) this.#tick(button.closest("[data-id]"), true);
    });
    list.addEventListener("change", ({ target }) => this.#tick(stream.row(target.value), target.checked));
    this.show();
  }

  show() {
    const nodes = stream.rowsThat("[data-kind=follow_up]");
    const open = nodes.filter((node) => !("done" in node.dataset)).length;
    const shown = nodes.map(itemOf);
    if (shown.length !== list.children.length || shown.some((made, place) => made !== list.children[place])) list.replaceChildren(...shown);
    document.querySelector("[data-no-follow-ups]").hidden = nodes.length > 0;
    document.querySelector("[data-follow-open]").textContent = nodes.length ? `${open} open` : "";
    document.querySelector("[data-follow-count]").textContent = open || "";
  }

  #tick(node, done) {
    const line = stream.lineOf(node);
    this.lines.change(line, { ...line, done });
    document.querySelector("[data-text]").focus({ preventScroll: true });
  }
}

function itemOf(node) {
  const done = "done" in node.dataset;
  const known = items.get(node);
  if (known?.classList.contains("done") === done) return known;
  const made = item(node);
  items.set(node, made);
  return made;
}

function item(node) {
  const done = "done" in node.dataset;
  const box = Object.assign(document.createElement("input"), { type: "checkbox", checked: done, value: node.dataset.id });
  const what = Object.assign(document.createElement("span"), { textContent: stream.textOf(node) });
  const when = Object.assign(document.createElement("span"), { className: "ts", textContent: short(Number(node.dataset.at)) });
  const label = document.createElement("label");
  label.append(box, what, when);
  const made = document.createElement("li");
  made.className = done ? "done" : "";
  made.append(label);
  return made;
}
