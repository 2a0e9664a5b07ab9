// The quotes behind a number, in a panel beside it: the same part as their own page has, to which the link leads without us.
import { toast, whatHappened } from "../toasts.js";
import { cellOf } from "./dom.js";

const GAP = 6;
const ENOUGH = 320; // px in which some quotes can be read
const panel = document.getElementById("cell-panel");
let opener = null;
let asked = 0;

async function open(link) {
  const mine = ++asked;
  link.setAttribute("aria-busy", "true");
  const part = await fetched(link.href);
  link.removeAttribute("aria-busy");
  if (mine !== asked) return;
  if (part === undefined) { toast(whatHappened(0), { kind: "error" }); return; }
  if (!part) { location.assign(link.href); return; }
  opener?.removeAttribute("aria-expanded");
  opener = link;
  panel.replaceChildren(part);
  if (!panel.matches(":popover-open")) panel.showPopover();
  place(link);
  link.setAttribute("aria-expanded", "true");
  panel.scrollTop = 0;
  panel.focus();
}

/** The quotes; null where the answer has none, undefined where there is no answer. */
async function fetched(address) {
  try {
    const answer = await fetch(address);
    const part = answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("cell");
    if (!part) return null;
    const [heading, title] = [part.querySelector("h1"), document.createElement("h2")];
    title.id = heading.id;
    title.append(...heading.childNodes);
    heading.replaceWith(title);
    part.querySelectorAll("[data-show-with-js]").forEach((node) => { node.hidden = false; });
    return document.importNode(part, true);
  } catch {
    return undefined;
  }
}

/** Below the number, or above it when there is more room; on a phone the stylesheet lays it along the lower edge. */
function place(link) {
  panel.style.insetInlineStart = panel.style.insetBlockStart = panel.style.maxBlockSize = "";
  if (getComputedStyle(panel).getPropertyValue("--sheet-below").trim()) return;
  const [at, own] = [link.getBoundingClientRect(), panel.getBoundingClientRect()];
  const [below, above] = [innerHeight - at.bottom - 2 * GAP, at.top - 2 * GAP];
  const under = own.height <= below || below >= Math.min(above, ENOUGH);
  panel.style.maxBlockSize = `${Math.max(160, under ? below : above)}px`;
  const high = Math.min(own.height, Math.max(160, under ? below : above));
  panel.style.insetBlockStart = `${under ? at.bottom + GAP : at.top - GAP - high}px`;
  panel.style.insetInlineStart = `${Math.max(GAP, Math.min(at.left, innerWidth - own.width - GAP))}px`;
}

if (panel?.showPopover) {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("#matrix td > a");
    if (!link || !cellOf(link) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(link);
  });
  panel.addEventListener("click", (event) => { if (event.target.closest("[data-close-panel]")) panel.hidePopover(); });
  panel.addEventListener("beforetoggle", (event) => {
    if (event.newState !== "closed" || !opener) return;
    const inside = panel.contains(document.activeElement) || document.activeElement === document.body;
    opener.removeAttribute("aria-expanded");
    if (inside) opener.focus({ preventScroll: true });
    opener = null;
    document.dispatchEvent(new CustomEvent("fresh:free")); // what others did meanwhile may come now
  });
  document.addEventListener("fresh:before", (event) => {
    if (opener && event.target.contains(opener)) event.preventDefault();
  });
}
