// The filter bar of the analysis views. Without this it is a form and links; with it the address has no empty parts, and a
// chip that is taken out leaves the page where it is.
const form = () => document.getElementById("filters");

document.addEventListener("htmx:configRequest", (event) => {
  if (event.target.id !== "filters") return;
  const said = event.detail.parameters;
  for (const [name, value] of Object.entries(said)) if (!String(value).trim()) delete said[name];
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("#filter-chips [data-unfilter]");
  if (!link || !form() || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const names = link.dataset.unfilter ? [link.dataset.unfilter] : [...new FormData(form()).keys()].filter((name) => form().elements[name].type !== "hidden");
  if (link.closest(".wrong") || document.querySelector("#filter-chips .wrong")) return; // the form doesn't hold those: load the page
  event.preventDefault();
  names.forEach(empty);
  form().dispatchEvent(new Event("change", { bubbles: true }));
  waiting = link.dataset.unfilter ? [...document.querySelectorAll("#filter-chips [data-unfilter]")].indexOf(link) : -1;
});

function empty(name) {
  const field = form().elements[name];
  if (!field) return;
  if (field instanceof RadioNodeList) for (const radio of field) radio.checked = radio.value === "";
  else field.value = "";
}

// The focus goes on to the next chip, or back to the bar.
let waiting = null;
document.addEventListener("htmx:afterSettle", () => {
  if (waiting === null) return;
  const left = [...document.querySelectorAll("#filter-chips [data-unfilter]")];
  const next = waiting < 0 ? null : left[Math.min(waiting, left.length - 2)];
  waiting = null;
  (next ?? form()?.querySelector("input:checked, input:not([type=hidden])"))?.focus({ preventScroll: true });
});

// A filter that didn't come isn't on: what is chosen says again what the page shows. Typed words stay.
function asShown({ target }) {
  if (target.id !== "filters") return;
  const on = new URLSearchParams(location.search);
  for (const field of form().elements) {
    if (field.type === "radio") field.checked = field.value === (on.get(field.name) ?? "");
    else if (field.matches("select, [type=date]")) field.value = on.get(field.name) ?? "";
  }
}
for (const type of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) document.addEventListener(type, asShown);
