// Questions kept for later: a list beside the notes, ticked there or on their line.
import { toast } from "../toasts.js";
import { short } from "./clock.js";
import { post } from "./post.js";
import * as stream from "./stream.js";

const list = document.querySelector("[data-follow-ups]");

export class FollowUps {
  constructor(ground) {
    this.ground = ground;
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
    list.replaceChildren(...nodes.map(item));
    document.querySelector("[data-no-follow-ups]").hidden = nodes.length > 0;
    document.querySelector("[data-follow-open]").textContent = nodes.length ? `${open} open` : "";
    document.querySelector("[data-follow-count]").textContent = open || "";
  }

  async #tick(node, done) {
    const answer = await post(`${this.ground.noteUrl.replace("/ID/", `/${node.dataset.id}/`)}followed-up/`, { done: done ? "1" : "0" });
    const said = answer?.ok ? await answer.json() : null;
    if (said) {
      node.dataset.revision = said.revision;
      if (done) node.dataset.done = "";
      else delete node.dataset.done;
      stream.tail(node);
    } else {
      toast(node.classList.contains("unsaved") ? "This line isn’t on the server yet. Tick it once it is saved." : "No connection. The follow-up stays as it was.");
    }
    this.show();
    document.querySelector("[data-text]").focus({ preventScroll: true });
  }
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
