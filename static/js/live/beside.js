// On small screens the script, what to listen for and the follow-ups open over the notes, one at a time, above the dock.
const main = document.querySelector(".lv");
const openers = [...document.querySelectorAll(".dock [data-open]")];

export function beside(focusComposer) {
  const show = (name) => {
    main.dataset.open = name;
    for (const opener of openers) opener.setAttribute("aria-expanded", String(opener.dataset.open === name));
  };
  for (const opener of openers) {
    opener.addEventListener("click", () => show(main.dataset.open === opener.dataset.open ? "" : opener.dataset.open));
  }
  const close = () => { show(""); focusComposer(); };
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && main.dataset.open) close(); });
  document.addEventListener("click", ({ target }) => {
    if (main.dataset.open && !target.closest(".lv-rail, .lv-script, .dock, .comp, .toasts")) show("");
  });
  // They end where dock and composer begin, and the composer grows. Told to them alone: what the whole page inherits would have
  // every line of it styled anew.
  const over = [...document.querySelectorAll(".lv-rail, .moves")];
  const below = [document.querySelector(".dock"), document.querySelector("[data-off-bar]"), document.querySelector(".comp")];
  const measure = new ResizeObserver(() => {
    const height = `${below.reduce((sum, part) => sum + part.offsetHeight, 0)}px`;
    for (const part of over) part.style.setProperty("--below", height);
  });
  below.forEach((part) => measure.observe(part));
}
