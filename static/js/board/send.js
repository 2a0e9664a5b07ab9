// Every act goes to the server as the same form a page without scripts would post; the answer is the changed columns.
import { toast } from "../toasts.js";
import { board, cardNamed, column, say, split, themes } from "./dom.js";
import { apply, onScreen, queue } from "./refresh.js";

export const token = () => JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];

/** Post a form's data; gives { status, html }, status 0 when the server was not reached. */
export function post(address, body) {
  const url = new URL(address, location.href);
  url.search = board().dataset.query;
  return queue(async () => {
    body.set("after", board().dataset.seq);
    for (const shown of onScreen()) body.append("on_screen", shown);
    try {
      const answer = await fetch(url, { method: "POST", body, headers: { "HX-Request": "true", "X-CSRFToken": token() } });
      if (answer.redirected) location.reload(); // signed out in the meantime
      return { status: answer.status, html: await answer.text() };
    } catch {
      return { status: 0, html: "" };
    }
  });
}

/** Put an answer into the page; gives its toasts, or null if the server wasn't reached or broke. */
export function take({ status, html }) {
  if (status === 200 || status === 409 || status === 422) return apply(html);
  toast(status ? "That didn’t work. Nothing was changed. Load the page and try again." : "No connection. Nothing was changed.");
  return null;
}

/** Move cards to a theme, or tag them with one more. `to` is a key; `name` may be a new theme's. */
export async function place(cards, { to, name, copy = false }) {
  const names = cards.map((card) => card.dataset.card);
  const undoMove = to === undefined ? () => {} : show(cards, to, copy);
  const body = new FormData();
  for (const each of names) body.append("card", each);
  if (to === undefined) body.set("theme", name);
  else body.set("to", to);
  const answer = await post(copy ? board().dataset.tag : board().dataset.move, body);
  if (answer.status !== 200) undoMove();
  const toasts = take(answer);
  if (answer.status !== 200) return showWhere(names);
  const key = to ?? themes().find((theme) => theme.name.toLowerCase() === name.trim().replace(/\s+/g, " ").toLowerCase())?.key;
  focusAfter(names, key);
  if (toasts?.at(-1)?.querySelector("[data-undo]")) say("Control Z undoes it."); // the toast says the rest
}

/** Show it at once; the answer sets it right. Gives the way back. */
function show(cards, to, copy) {
  if (copy || !column(to)) return () => {};
  const places = cards.map((card) => ({ card, parent: card.parentNode, next: card.nextSibling }));
  for (const card of cards.toReversed()) column(to).querySelector(".cards").prepend(card);
  return () => places.toReversed().forEach(({ card, parent, next }) => parent.insertBefore(card, next?.parentNode === parent ? next : null));
}

function focusAfter(names, key) {
  const there = cardNamed(`${split(names[0]).quote}.${key}`);
  if (!there) return;
  there.focus({ preventScroll: true });
  there.scrollIntoView({ block: "nearest", inline: "nearest" });
}

/** Somebody was quicker: where the first of the cards stands now. */
function showWhere(names) {
  const { quote } = split(names[0]);
  const there = [...board().querySelectorAll(".qc[data-card]")].find((card) => split(card.dataset.card).quote === quote);
  const col = there?.closest(".col");
  if (!there) return;
  if (col.hidden) document.dispatchEvent(new CustomEvent("board:unfold", { detail: col }));
  there.focus({ preventScroll: true });
  there.scrollIntoView({ block: "nearest", inline: "nearest" });
  there.classList.add("found");
  there.addEventListener("animationend", () => there.classList.remove("found"), { once: true });
}

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-act]");
  if (!form || event.defaultPrevented) return;
  event.preventDefault();
  const body = new FormData(form, event.submitter);
  const answer = await post(event.submitter?.getAttribute("formaction") ?? form.getAttribute("action"), body);
  document.dispatchEvent(new CustomEvent("board:answered", { detail: { form, answer } }));
});
