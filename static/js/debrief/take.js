// Lines marked ! in the call, taken over into what surprised you: a start, not an answer.
export function takeOver(box, field) {
  if (!box || !field) return;
  const has = (text) => field.value.split("\n").some((row) => row.trim() === text);

  function take(text) {
    if (has(text)) return;
    field.value = [field.value.trimEnd(), text].filter(Boolean).join("\n");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function show() {
    const rows = [...box.querySelectorAll("li")];
    box.hidden = rows.length === 0;
    for (const row of rows) {
      const button = row.querySelector("[data-take]");
      const taken = has(textOf(row));
      button.textContent = taken ? "Taken over" : "Take over";
      button.setAttribute("aria-disabled", taken);
    }
    box.querySelector("[data-take-all]").hidden = rows.filter((row) => !has(textOf(row))).length < 2;
  }

  box.addEventListener("click", ({ target }) => {
    if (target.closest("[data-take]")) take(textOf(target.closest("li")));
    if (target.closest("[data-take-all]")) box.querySelectorAll("li").forEach((row) => take(textOf(row)));
  });
  field.addEventListener("input", show);
  new MutationObserver(show).observe(box.querySelector("ul"), { childList: true });
  show();
}

// A line of several rows becomes one row, as it stands on the page.
const textOf = (row) => row.querySelector("[data-aha]").textContent.trim().replace(/\s*\n\s*/g, " ");
