// The preview follows the answers: whose turns are large, and under which label.
const form = document.getElementById("cast");

function show(row) {
  const role = row.querySelector("input[type=radio]:checked")?.value;
  const label = row.querySelector("input[type=text]").value;
  row.classList.toggle("is-participant", role === "participant");
  for (const turn of document.querySelectorAll(`.turn[data-voice="${CSS.escape(row.dataset.voice)}"]`)) {
    turn.classList.toggle("guest", role === "participant");
    turn.classList.toggle("host", role !== "participant");
    const speaker = turn.querySelector(".spk");
    speaker.textContent = role === "participant" ? speaker.dataset.code : label || "…";
  }
}

for (const row of form.querySelectorAll("[data-voice]")) {
  row.addEventListener("input", () => show(row));
  show(row);
}
