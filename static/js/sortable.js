// Rows under [data-sortable="URL"] can be dragged; the whole order is posted. The up and down buttons work without this.
function token() {
  return JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
}

async function save(list) {
  const body = new URLSearchParams();
  for (const row of list.querySelectorAll(":scope > [data-id]")) body.append("id", row.dataset.id);
  const answer = await fetch(list.dataset.sortable, { method: "POST", body, headers: { "X-CSRFToken": token() } });
  if (answer.ok) location.reload();
}

for (const list of document.querySelectorAll("[data-sortable]")) {
  let dragged = null;
  for (const row of list.querySelectorAll(":scope > [data-id]")) row.draggable = true;
  list.addEventListener("dragstart", (event) => { dragged = event.target.closest("[data-id]"); dragged?.classList.add("dragged"); });
  list.addEventListener("dragover", (event) => {
    const over = event.target.closest("[data-id]");
    if (!dragged || !over || over === dragged || over.parentNode !== list) return;
    event.preventDefault();
    const below = event.clientY > over.getBoundingClientRect().top + over.offsetHeight / 2;
    list.insertBefore(dragged, below ? over.nextSibling : over);
  });
  list.addEventListener("drop", (event) => event.preventDefault());
  list.addEventListener("dragend", () => { dragged?.classList.remove("dragged"); dragged = null; save(list); });
}
