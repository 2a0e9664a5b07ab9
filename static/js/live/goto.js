// A question by its number: Alt and a figure for the first nine, Alt G and the number for any; with Shift too, to move the line
// under change there.
const form = document.querySelector("[data-goto]");
const field = form.querySelector("input");
const label = form.querySelector("label");
const why = form.querySelector("[data-goto-why]");

export class GoTo {
  /** `done` gives the focus back. */
  constructor(done) {
    this.done = done;
    form.addEventListener("submit", (event) => { event.preventDefault(); this.#go(); });
    form.addEventListener("keydown", (event) => { if (event.key === "Escape") this.#close(); });
    form.addEventListener("focusout", ({ relatedTarget }) => { if (!form.contains(relatedTarget)) form.hidden = true; });
  }

  /** `jump(number)` tells whether there is such a question. */
  open(words, jump) {
    label.textContent = words;
    this.jump = jump;
    form.hidden = false;
    field.value = why.textContent = "";
    field.focus();
  }

  #go() {
    if (this.jump(Number(field.value))) this.#close();
    else { why.textContent = "No question has this number."; field.select(); }
  }

  #close() {
    form.hidden = true;
    this.done();
  }
}
