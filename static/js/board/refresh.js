// Columns that come from the server: changed ones after an act or a knock of the doorbell, later ones when they come
// into view. They are replaced by id; focus, ticks and scroll stay where they were.
import { board, cardNamed, cardsIn, column, columns, focusedCard, quotesIn } from "./dom.js";
import { carried } from "./carry.js";

const KINDS = new Set(["tag", "untag", "theme", "theme_merged", "theme_split", "theme_gone", "theme_archived", "theme_restored", "note", "quote", "quote_gone", "insight", "insight_gone", "interview_finished"]);
const A_PAGE = 30;
const A_FEW = 4; // cards a frame, while a column arrives
let line = Promise.resolve();

/** One request after the other, so that an older answer never lands on a newer one. */
export function queue(job) {
  line = line.then(job, job);
  return line;
}

/** What the page shows, for the server: every column with cards, and the last card where more than a page is shown. */
export function onScreen() {
  return columns().filter((col) => !col.dataset.load).map((col) => {
    const cards = quotesIn(col);
    return `${col.dataset.key}.${cards.length > A_PAGE ? cards.at(-1).dataset.at : 0}`;
  });
}

/** Put an answer of the server into the page; gives the toasts it brought. */
export function apply(html) {
  const answer = new DOMParser().parseFromString(html, "text/html");
  const toasts = [...answer.querySelectorAll("[data-toast]")].map((node) => document.importNode(node, true));
  document.getElementById("messages")?.append(...toasts);
  const fresh = answer.getElementById("board-changes");
  if (!fresh) return toasts;
  const back = keepFocus();
  for (const id of ["board-sum", "themes"]) document.getElementById(id)?.replaceWith(answer.getElementById(id));
  const arrived = [...fresh.children];
  arrange(fresh.dataset.order.split(" "), arrived);
  arrived.forEach(replace);
  board().dataset.seq = fresh.dataset.seq;
  countThemes();
  settle(back);
  return toasts;
}

function countThemes() {
  const tab = document.querySelector('.tabs [data-key="t"] .n');
  if (tab) tab.textContent = document.querySelectorAll("#themes option").length;
}

/** Columns that are gone go; new ones and moved ones find their place. */
function arrange(order, arrived) {
  columns().filter((col) => !order.includes(col.dataset.key)).forEach((col) => col.remove());
  let before = document.getElementById("new-theme");
  for (const key of order.toReversed()) {
    const col = column(key) ?? arrived.find((each) => each.dataset.key === key);
    if (!col) continue;
    if (col.parentNode !== board() || col.nextElementSibling !== before) board().insertBefore(col, before);
    before = col;
  }
}

function replace(col) {
  const old = column(col.dataset.key);
  if (old === col || !old) return;
  const ticked = [...old.querySelectorAll(".chk input:checked")].map((box) => box.value);
  old.replaceWith(col);
  for (const box of col.querySelectorAll(".chk input")) box.checked = ticked.includes(box.value);
}

function keepFocus() {
  const card = focusedCard();
  if (!card) return () => {};
  const [col, at] = [card.closest(".col"), cardsIn(card.closest(".col")).indexOf(card)];
  const [name, key] = [card.dataset.card, col.dataset.key];
  return () => {
    if (document.activeElement !== document.body) return;
    const cards = column(key) ? cardsIn(column(key)) : [];
    // Where it stands now, if it moved; else what stands in its place.
    const moved = board().querySelector(`.qc[data-card^="${CSS.escape(name.split(".")[0])}."]`);
    (cardNamed(name) ?? moved ?? cards[Math.min(at, cards.length - 1)] ?? board()).focus({ preventScroll: true });
  };
}

function settle(back) {
  back();
  watchShells();
  document.dispatchEvent(new CustomEvent("board:fresh"));
}

/* later columns */
let observer;

function watchShells() {
  observer?.disconnect();
  observer = new IntersectionObserver((seen) => seen.filter((each) => each.isIntersecting).forEach((each) => load(each.target)), { root: board(), rootMargin: "0px 900px" });
  columns().filter((col) => col.dataset.load).forEach((col) => observer.observe(col));
}

function load(col) {
  const url = col.dataset.load;
  if (!url || col.dataset.loading) return;
  col.dataset.loading = "1";
  queue(async () => {
    const answer = await fetch(url);
    if (!answer.ok || !col.isConnected) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".col");
    if (!col.isConnected) return;
    const back = keepFocus();
    const list = fresh.querySelector(":scope > .cards");
    const later = [...list.children].slice(A_FEW);
    later.forEach((card) => card.remove());
    col.replaceWith(fresh);
    while (later.length) {
      await aFrame();
      list.append(...later.splice(0, A_FEW));
    }
    settle(back);
  });
}

/** Frames don't come while the page is out of sight; what waits in line goes on all the same. */
const aFrame = () => new Promise((done) => { requestAnimationFrame(done); setTimeout(done, 100); });

/* thirty more */
document.addEventListener("click", (event) => {
  const more = event.target.closest("#board [data-more]");
  if (!more || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  more.setAttribute("aria-busy", "true");
  queue(async () => {
    const answer = await fetch(more.dataset.more);
    if (!answer.ok || !more.isConnected) return;
    const cards = [...new DOMParser().parseFromString(await answer.text(), "text/html").body.children];
    more.closest("li").replaceWith(...cards);
    cards[0]?.focus();
    document.dispatchEvent(new CustomEvent("board:fresh"));
  });
});

/* the doorbell */
let newest = 0;
let timer = 0;

function soon(wait = 300) {
  clearTimeout(timer);
  timer = setTimeout(look, wait);
}

/** Not while a card is in the air or somebody types in a menu: nothing is swapped away under a hand. */
function look() {
  if (!board()) return;
  if (carried() || document.activeElement?.closest("#board form")) return soon(600);
  queue(async () => {
    if (newest && newest <= Number(board().dataset.seq)) return;
    const url = new URL(board().dataset.changes, location.href);
    url.search = board().dataset.query;
    url.searchParams.set("after", newest ? board().dataset.seq : 0);
    for (const shown of onScreen()) url.searchParams.append("on_screen", shown);
    const answer = await fetch(url);
    if (answer.ok && !carried()) apply(await answer.text());
    else if (carried()) soon(600);
  });
}

document.body.addEventListener("study:any", ({ detail }) => {
  if (!KINDS.has(detail.kind)) return;
  newest = Math.max(newest, detail.seq ?? 0);
  soon();
});
document.body.addEventListener("study:undoing", ({ detail }) => detail.push(queue(() => {})));
document.body.addEventListener("study:undone", (event) => {
  event.preventDefault();
  newest = Math.max(newest, event.detail.seq);
  soon(0);
});
// A changed consent takes quotes away or brings them back in any column: read everything again, as after a gap.
for (const kind of ["resync", "consent"]) document.body.addEventListener(`study:${kind}`, () => { newest = 0; soon(); });

/* a filter brings a new board, with later columns */
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id === "board") settle(() => {});
});

watchShells();
