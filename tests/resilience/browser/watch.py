"""What a page says of its saving, moment by moment, held against what the server had at that moment."""

from __future__ import annotations

import json
import re
import time
from dataclasses import dataclass, field
from typing import Any

# In the page before its own scripts: every change of the state's words is told with its time, and when the page went.
SCRIPT = """
(() => {
  if (top !== self) return;
  const page = Math.random().toString(36).slice(2);
  const tell = (what) => { try { window.heardByTest?.(JSON.stringify({ page, t: Date.now() / 1000, ...what })); } catch {} };
  let heard = null;
  const look = () => {
    const box = document.querySelector("[data-save]");
    if (!box) return;
    const said = `${box.querySelector("[data-state-lead]")?.textContent ?? ""}${box.querySelector("[data-state-words]")?.textContent ?? ""}`;
    if (said !== heard) tell({ said: (heard = said) });
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true, characterData: true });
  // A page that goes isn't always heard any more: the next one in its tab says when it went.
  const before = "test-page-before";
  try {
    const last = JSON.parse(sessionStorage.getItem(before) ?? "null");
    if (last) tell(last);
    addEventListener("pagehide", () => sessionStorage.setItem(before, JSON.stringify({ page, t: Date.now() / 1000, gone: true })));
  } catch {}
})();
"""
SAVED = re.compile(r"^(All s|S)aved")
# A tab hears from another of the same browser over a channel; the page's clock has whole milliseconds.
OWN, OTHERS = 0.02, 0.5


@dataclass
class Claim:
    page: str
    begin: float
    said: str
    end: float = float("inf")
    tab: Any = None


@dataclass
class Entered:
    """A line whose Enter was answered by the page at `at`; `tab` tells on which."""

    token: str
    at: float
    tab: int = 0


@dataclass
class Watch:
    claims: list[Claim] = field(default_factory=list)
    gone: list[Any] = field(default_factory=list)  # tabs, and whole browsers: what they said last may come in late

    def hear(self, source: Any, words: str) -> None:
        heard = json.loads(words)
        for claim in self.claims:
            if claim.page == heard["page"]:
                claim.end = min(claim.end, heard["t"])
        if "said" in heard:
            tab = source["page"]
            ended = tab in self.gone or tab.context in self.gone
            self.claims.append(
                Claim(heard["page"], heard["t"], heard["said"], heard["t"] if ended else float("inf"), tab)
            )

    def closes(self, tab: Any) -> None:
        """A tab is about to be closed or has crashed."""
        self._end([claim for claim in self.claims if claim.tab == tab], tab)

    def all_gone(self, browser: Any) -> None:
        """The browser was killed."""
        self._end(self.claims, browser)

    def _end(self, claims: list[Claim], gone: Any) -> None:
        self.gone.append(gone)
        now = time.time()
        for claim in claims:
            claim.end = min(claim.end, now)

    def lies(self, entered: list[Entered], committed: dict[str, float], slack: float = OWN) -> list[str]:
        """Moments at which a page said that all is saved while a line hadn't reached the server."""
        found = []
        for claim in self.claims:
            if not SAVED.match(claim.said):
                continue
            for line in entered:
                begin, end = max(claim.begin, line.at + slack), min(claim.end, committed.get(line.token, time.time()))
                if end > begin + 0.001:
                    found.append(f"“{claim.said}” for {end - begin:.3f} s while {line.token!r} wasn’t saved")
        return found
