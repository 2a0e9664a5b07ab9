"""Negative controls: what keeps lines safe is broken from outside, in the browser alone, and the runs must notice.

Each is a script that the harness puts into the page before the page's own; the product knows nothing of it.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.browser.live.cable import CUT, DEAF, PORTAL

# `send(request, ask)` stands in for fetch where a line is sent; the rest passes.
AROUND_SENDING = """
(() => {
  const ask = window.fetch.bind(window);
  const isLine = (url, options) => options?.method === "PUT" && String(url).includes("/notes/");
  const saved = (id) => new Response(JSON.stringify({ id, saved: true, revision: 1, elapsed_ms: 0 }), { headers: { "Content-Type": "application/json" } });
  const idOf = (url) => String(url).match(/notes\\/([0-9a-f-]{36})/)[1];
  const send = SEND;
  window.fetch = (url, options) => (isLine(url, options) ? send(url, options) : ask(url, options));
})();
"""
CLEARED_EARLY = """async (url, options) => {
  const base = await new Promise((resolve) => { const r = indexedDB.open("throughline-capture"); r.onsuccess = () => resolve(r.result); });
  await new Promise((resolve) => { const t = base.transaction("lines", "readwrite"); t.objectStore("lines").delete(idOf(url)); t.oncomplete = resolve; });
  base.close();
  return ask(url, options);
}"""
ANY_200 = """async (url, options) => {
  const answer = await ask(url, options);
  return answer.status === 200 ? saved(idOf(url)) : answer;
}"""
NEW_ID_EACH_TRY = """async (url, options) => {
  const id = idOf(url), fresh = crypto.randomUUID();
  const answer = await ask(url.replace(id, fresh), options);
  const text = (await answer.text()).replace(fresh, id);
  return new Response(text, { status: answer.status, headers: answer.headers });
}"""
# A line counts as being in the database at once, and is put there three seconds later.
BEFORE_IT_IS_DURABLE = """
(() => {
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (record) {
    if (this.name !== "lines") return put.call(this, record);
    const base = this.transaction.db;
    setTimeout(() => put.call(base.transaction("lines", "readwrite").objectStore("lines"), record), 3000);
  };
})();
"""


@dataclass(frozen=True)
class Control:
    script: str
    how: str  # the network that brings it to light
    acts: tuple[str, ...] = ()


CONTROLS = {
    "the outbox is cleared before the answer": Control(AROUND_SENDING.replace("SEND", CLEARED_EARLY), CUT),
    "any answer with status 200 counts as saved": Control(AROUND_SENDING.replace("SEND", ANY_200), PORTAL),
    "a line counts as kept before it is durable": Control(BEFORE_IT_IS_DURABLE, CUT, ("reload", "reload")),
    "a line has a new id at each try": Control(AROUND_SENDING.replace("SEND", NEW_ID_EACH_TRY), DEAF),
}
