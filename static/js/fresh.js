// Pages that follow what others do: the parts a page names by data-fresh are fetched again, from the page's own address, when
// the bell rings, and those that differ are swapped. The focus, what is scrolled and what is unfolded stay where they are.
import { toast } from "./toasts.js";

const KINDS = new Set([
  "tag", "untag", "quote", "quote_gone", "evidence", "insight", "insight_gone", "theme", "theme_merged", "theme_split",
  "theme_gone", "theme_archived", "theme_restored", "interview_finished", "read_through", "transcript_gone", "question",
  "consent", "erased", "off_record",
]);
const SOON = 300;
const APART = 2000; // ms between two looks: somebody tags quickly, and one look shows it all
const SCROLLS = ".mxwrap, .scroller";
const TOKEN = /name="csrfmiddlewaretoken" value="[^"]*"|name="act" value="[^"]*"/g;

const ids = document.body.dataset.fresh?.split(" ") ?? [];
const shown = new Map(); // id -> what came last, to leave alone what is the same
let timer = 0;
let last = 0;
let looking = false;
let missed = false; // out of sight, or what changed was under somebody's hands

function soon(wait = SOON) {
  clearTimeout(timer);
  timer = setTimeout(look, wait);
}

async function look() {
  missed = document.hidden;
  if (missed) return; // made up for when it is seen again
  if (looking) return soon();
  looking = true;
  last = Date.now();
  const address = location.pathname + location.search;
  const answer = await fetch(address).catch(() => null);
  const html = answer?.ok && !answer.redirected ? await answer.text() : null;
  looking = false;
  if (address !== location.pathname + location.search) return soon(); // a filter was quicker
  if (html) put(new DOMParser().parseFromString(html, "text/html"));
  else if (answer?.status === 404) gone();
}

function put(page) {
  for (const number of document.querySelectorAll(".tabs [data-key] .n")) {
    const key = number.closest("[data-key]").dataset.key;
    number.textContent = page.querySelector(`.tabs [data-key="${key}"] .n`)?.textContent ?? number.textContent;
  }
  for (const number of document.querySelectorAll("#filters .pick b")) {
    const value = number.closest("label").querySelector("input").value;
    number.textContent = page.querySelector(`#filters .pick input[value="${CSS.escape(value)}"] + span b`)?.textContent ?? number.textContent;
  }
  for (const id of ids) if (!swap(document.getElementById(id), page.getElementById(id))) missed = true;
}

/** False is "not now". A form that stands open is left alone: its answer brings what is new. One that was saved or closed isn't
    opened again, though the page's address may be that of the form. */
function swap(old, now) {
  if (!old || !now) return true;
  const html = now.outerHTML.replaceAll(TOKEN, "");
  if (shown.get(old.id) === html || old.querySelector("form.stack") || now.querySelector("form.stack")) return true;
  if (isTyping(old)) return false;
  if (!old.dispatchEvent(new CustomEvent("fresh:before", { bubbles: true, cancelable: true }))) return false;
  shown.set(old.id, html);
  const [focus, scrolled, open, top] = [place(old), scrolls(old), unfolded(old), scrollY];
  const fresh = document.adoptNode(now);
  fresh.querySelectorAll("[data-show-with-js]").forEach((node) => { node.hidden = false; });
  fresh.querySelectorAll("[data-hide-with-js]").forEach((node) => { node.hidden = true; });
  old.replaceWith(fresh);
  htmx.process(fresh);
  [...fresh.querySelectorAll("details")].forEach((each, number) => { if (open[number]) each.open = true; });
  [...fresh.querySelectorAll(SCROLLS)].forEach((each, number) => each.scrollTo({ left: scrolled[number]?.[0] ?? 0, top: scrolled[number]?.[1] ?? 0, behavior: "instant" }));
  fresh.dispatchEvent(new CustomEvent("fresh:after", { bubbles: true }));
  if (focus && document.activeElement === document.body) back(fresh, focus);
  if (scrollY !== top) scrollTo({ top, behavior: "instant" });
  return true;
}

const isTyping = (part) => part.contains(document.activeElement) && document.activeElement.matches("input, select, textarea");
const scrolls = (part) => [...part.querySelectorAll(SCROLLS)].map((each) => [each.scrollLeft, each.scrollTop]);
const unfolded = (part) => [...part.querySelectorAll("details")].map((each) => each.open);

/** What has the focus, as it can be found again: by its name, its address or its words, and the how-manieth of those. */
function place(part) {
  const node = document.activeElement;
  if (!part.contains(node)) return null;
  const same = like(part, node);
  return { is: same, at: [...part.querySelectorAll(same)].filter((each) => alike(each, node)).indexOf(node), words: node.textContent.trim(), part: node === part };
}

function like(part, node) {
  if (node.id) return `#${CSS.escape(node.id)}`;
  const href = node.getAttribute("href");
  return node.tagName.toLowerCase() + (href ? `[href="${CSS.escape(href)}"]` : "");
}

const alike = (one, other) => one.hasAttribute("href") || one.id || one.textContent.trim() === other.textContent.trim();

function back(part, { is, at, words }) {
  const all = [...part.querySelectorAll(is)].filter((each) => each.id || each.hasAttribute("href") || each.textContent.trim() === words);
  const node = all[Math.min(Math.max(at, 0), all.length - 1)];
  if (node) return node.focus({ preventScroll: true });
  // What had it is gone: the part itself, so that the next Tab goes on from here.
  part.tabIndex = -1;
  part.focus({ preventScroll: true });
}

let said = false;
function gone() {
  if (said) return;
  said = true;
  toast("This isn’t there any more: somebody merged it, removed it or took it back.", { kind: "error" });
}

if (ids.length) {
  document.body.addEventListener("study:any", ({ detail }) => { if (KINDS.has(detail.kind)) soon(Math.max(SOON, last + APART - Date.now())); });
  document.body.addEventListener("study:resync", () => soon());
  document.body.addEventListener("study:undone", (event) => { event.preventDefault(); soon(0); });
  for (const type of ["visibilitychange", "focusout", "fresh:free"]) document.addEventListener(type, () => { if (missed) soon(); });
  document.addEventListener("htmx:afterSwap", () => shown.clear()); // a filter brought other parts
}
