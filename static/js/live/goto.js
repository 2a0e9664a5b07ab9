// A question by its number: Alt and a figure for the first nine, Alt G and the number for any.
const form = document.querySelector("[data-goto]");
const field = form.querySelector("input");
const why = form.querySelector("[data-goto-why]");

export class GoTo {
  /** `jump(number)` tells whether there is such a question; `done` gives the focus back. */
  constructor(jump, done) {
    Object.assign(this, { jump, done });
    form.addEventListener("submit", (event) => { event.preventDefault(); this.#go(); });
    form.addEventListener("keydown", (event) => { if (event.key === "Escape") this.#close(); });
    form.addEventListener("focusout", ({ relatedTarget }) => { if (!form.contains(relatedTarget)) form.hidden = true; });
  }

  open() {
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
