// Rows under [data-sortable="URL"] can be dragged; the whole order is posted. Lists of one data-sortable-group
// take rows from each other. Buttons and keys do the same without this.
function token() {
  return JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
}

async function save(list) {
  const body = new URLSearchParams();
  for (const row of list.querySelectorAll(":scope > [data-id]")) body.append("id", row.dataset.id);
  const answer = await fetch(list.dataset.sortable, { method: "POST", body, headers: { "X-CSRFToken": token() } });
  if (answer.ok) location.reload();
}

let dragged = null;
let before = "";
const order = () => [...document.querySelectorAll("[data-sortable] > [data-id]")].map((row) => row.dataset.id + row.parentNode.dataset.sortable).join();
const group = (list) => list.dataset.sortableGroup ?? list.dataset.sortable;

for (const list of document.querySelectorAll("[data-sortable]")) {
  for (const row of list.querySelectorAll(":scope > [data-id]")) row.draggable = true;
  list.addEventListener("dragstart", (event) => {
    dragged = event.target.closest("[data-id]");
    before = order();
    event.dataTransfer.effectAllowed = "move";
    requestAnimationFrame(() => dragged?.classList.add("dragged"));
  });
  list.addEventListener("dragover", (event) => {
    if (!dragged || group(dragged.parentNode) !== group(list)) return;
    event.preventDefault();
    const over = event.target.closest("[data-id]");
    if (!over) { if (!list.querySelector(":scope > [data-id]")) list.append(dragged); return; }
    if (over === dragged) return;
    const below = event.clientY > over.getBoundingClientRect().top + over.offsetHeight / 2;
    list.insertBefore(dragged, below ? over.nextSibling : over);
  });
  list.addEventListener("drop", (event) => event.preventDefault());
}

document.addEventListener("dragend", () => {
  if (!dragged) return;
  dragged.classList.remove("dragged");
  const list = dragged.parentNode;
  dragged = null;
  if (order() !== before) save(list);
});
