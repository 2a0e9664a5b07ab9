// The interview's record as Markdown, straight onto the clipboard.
import { token } from "./live/post.js";

for (const form of document.querySelectorAll("[data-record]")) {
  const said = form.querySelector("[data-copied]");
  form.querySelector("[data-copy-record]").addEventListener("click", async () => {
    said.textContent = "";
    const text = fetched(form.action);
    said.textContent = (await copied(text)) ? "Copied." : "It couldn’t be copied. Download it instead.";
  });
}

async function fetched(url) {
  const answer = await fetch(url, { method: "POST", headers: { "X-CSRFToken": token() }, redirect: "error" });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.text();
}

/** The clipboard gets a promise where it takes one: some browsers forget the click while the text is on its way. */
async function copied(text) {
  try {
    if (self.ClipboardItem) {
      const blob = text.then((words) => new Blob([words], { type: "text/plain" }));
      await navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
    } else await navigator.clipboard.writeText(await text);
    return true;
  } catch {
    text.catch(() => {});
    return false;
  }
}
