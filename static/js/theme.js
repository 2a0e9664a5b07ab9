// Runs before the first paint, so that a chosen scheme never flashes.
(() => {
  const chosen = localStorage.getItem("throughline-theme");
  if (chosen) document.documentElement.dataset.theme = chosen;
})();
