// Ten minutes, from when the page was opened first in this tab. It shows; it never asks for anything.
const TEN = 10;
const EVERY = 5000;

export function tenMinutes(box) {
  if (!box) return;
  const key = `throughline-ten-${box.dataset.ten}`;
  const begun = Number(kept(key) ?? Date.now());

  function show() {
    const minutes = Math.max(0, (Date.now() - begun) / 60_000);
    const left = Math.ceil(TEN - minutes);
    box.querySelector("[data-ten-run]").setAttribute("x2", `${Math.min(100, (100 * minutes) / TEN)}%`);
    box.querySelector("[data-ten-words]").textContent = left > 0 ? `${left} ${left === 1 ? "minute" : "minutes"} left of ten` : "Ten minutes are over. Take the time you need.";
  }

  function kept(name) {
    try {
      if (!sessionStorage.getItem(name)) sessionStorage.setItem(name, String(Date.now()));
      return sessionStorage.getItem(name);
    } catch {
      return null;
    }
  }

  show();
  setInterval(show, EVERY);
}
