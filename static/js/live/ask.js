// One question before an act that can't be undone: its reach first, the safe way out has the focus.
const box = document.querySelector("[data-ask]");
const part = (name) => box.querySelector(`[data-ask-${name}]`);

/** Whether the act was chosen. */
export function ask({ title, lines, keep, act }) {
  part("title").textContent = title;
  part("keep").textContent = keep;
  part("act").textContent = act;
  part("lines").replaceChildren(...lines.map((words) => Object.assign(document.createElement("li"), { textContent: words })));
  box.returnValue = "";
  box.showModal();
  part("keep").focus();
  return new Promise((resolve) => { box.addEventListener("close", () => resolve(box.returnValue === "act"), { once: true }); });
}

part("keep").addEventListener("click", () => box.close("keep"));
part("act").addEventListener("click", () => box.close("act"));
