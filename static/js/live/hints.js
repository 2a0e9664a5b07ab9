// The row of marks is there for those who don't know them yet. After a few marked lines it goes out of the way; who opens it
// again keeps it. Remembered on this device.
const KEY = "throughline-hints";
const KNOWN_AFTER = 6;
const toggle = document.querySelector("[data-hints-toggle]");
const row = document.getElementById("kinds");

export function quietHints(composer) {
  let state = remembered();
  const keep = (change) => {
    state = { ...state, ...change };
    try { localStorage.setItem(KEY, JSON.stringify(state)); } catch { /* asked again next time */ }
    show(state);
  };
  toggle.addEventListener("click", () => { keep({ open: row.hidden }); composer.focus(); });
  composer.addEventListener("line", ({ detail: { kind, editing } }) => {
    if (editing || ["note", "mark"].includes(kind) || state.n >= KNOWN_AFTER) return;
    keep({ n: state.n + 1, ...(state.n + 1 === KNOWN_AFTER && state.open === null ? { open: false } : {}) });
  });
  show(state);
}

function show({ open }) {
  row.hidden = open === false;
  toggle.setAttribute("aria-expanded", String(!row.hidden));
}

function remembered() {
  try {
    return { n: 0, open: null, ...JSON.parse(localStorage.getItem(KEY) ?? "{}") };
  } catch {
    return { n: 0, open: null };
  }
}
