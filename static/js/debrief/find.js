// Finding a line among many: typing narrows the list, down goes into it, Esc shows all again.
const FEW = 6;

export function findWords(box) {
  if (!box) return;
  const input = box.querySelector("input");
  const list = document.getElementById("words");
  const labels = () => [...list.querySelectorAll("label:not([data-none])")];
  const shown = () => labels().filter((label) => !label.hidden);

  function narrow() {
    const words = plain(input.value).split(/\s+/).filter(Boolean);
    for (const label of labels()) {
      const text = plain(label.textContent);
      label.hidden = !words.every((word) => text.includes(word)) && !label.querySelector(":checked");
    }
    box.querySelector("[data-found]").textContent = words.length ? `${shown().length} of ${labels().length}` : "";
  }

  box.hidden = labels().length <= FEW;
  input.addEventListener("input", narrow);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && input.value) { event.stopPropagation(); input.value = ""; narrow(); }
    if (!["ArrowDown", "Enter"].includes(event.key)) return;
    event.preventDefault(); // Enter saves nothing from here
    shown()[0]?.querySelector("input").focus();
  });
  new MutationObserver(() => { box.hidden = labels().length <= FEW; narrow(); }).observe(list, { childList: true });
}

const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
