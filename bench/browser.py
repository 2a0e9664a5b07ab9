"""`python -m bench browser`: the capture page with 1,000 lines in a real Chromium, at 1440 and at 390 px.

How it is measured, all of it inside the page, from the time the browser took the key or began to load:
- key to paint: from a key's own time stamp to the task after the next animation frame, which is the first moment at which the
  frame with the letter in it has been handed over. At 60 frames a second a page that does nothing needs 8 ms in the median.
- INP: the browser's own word on the same keys (PerformanceObserver "event", threshold 16 ms, in steps of 8): the longest
  event of each interaction; keys it doesn't report took less than 16 ms.
- Enter to line: from Enter's time stamp to the frame after the line's row is in the list: with the network, without one, and
  with one that answers after two seconds.
- first load: an empty cache, four times less processor than there is; until `data-capture=ready` is painted and the last
  line is in sight.
- processor time: what the page's main thread used, by its own clock (Performance.getMetrics in threadTicks). Other work on
  the machine makes everything above longer, and this hardly.
- script: what the browser loaded, as it came over the wire (encodedBodySize).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bench.chromium import SIZES, Used, chromium, context_for, inp, spread
from bench.served import served

KEYS, ENTERS, LOADS = 200, 20, 5
SETTLE = 2_000  # what follows a load, earlier lines and the stored copy, is over before the next one begins
SENTENCE = "so the thing that really gets in my way is when i have to copy the notes over after the call "


def measure_in_browser(study: Any) -> list[list[str]]:
    from bench.capture import call_with

    with served() as address, chromium() as browser:
        rows = []
        for name, size in SIZES.items():
            call = call_with(study)
            url = f"{address}/studies/{study.pk}/interviews/{call.pk}/live/"
            rows += [
                [f"{what}, {name} px", value] for what, value in Visit(browser, address, url, study.owner, size).all()
            ]
    return rows


class Visit:
    def __init__(self, browser: Any, address: str, url: str, user: Any, size: tuple[int, int]) -> None:
        self.browser, self.address, self.url, self.user, self.size = browser, address, url, user, size

    def context(self) -> Any:
        return context_for(self.browser, self.address, self.user, self.size, "capture_probe.js")

    def all(self) -> list[tuple[str, str]]:
        loads = [self.load(4) for _ in range(LOADS)]
        quick = [self.load(1) for _ in range(LOADS)]
        return [
            ("first load, 4x CPU throttle, ms", spread([load["ready"] for load in loads])),
            ("first load, no throttle, ms", spread([load["ready"] for load in quick])),
            ("of it processor time of the main thread, ms", spread([load["used"] for load in quick])),
            ("of it until the page's HTML is there, ms", spread([load["html"] for load in quick])),
            ("script as loaded, kB", f"{loads[0]['script'] / 1000:.1f} in {loads[0]['files']} files"),
            *self.typed(),
        ]

    def load(self, throttle: int) -> dict[str, float]:
        context = self.context()
        page = context.new_page()
        context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": throttle})
        used = Used(context, page)
        page.goto(self.url, wait_until="commit")
        said = ready(page)
        assert said["seen"], "The last line isn't in sight."
        said["used"] = used.since()["TaskDuration"]
        page.wait_for_timeout(SETTLE)
        context.close()
        return said

    def typed(self) -> list[tuple[str, str]]:
        context = self.context()
        page = context.new_page()
        page.goto(self.url)
        ready(page)
        page.wait_for_timeout(2_000)
        used = Used(context, page)
        rows = self.keys(page)
        rows.append(("processor time a key, ms", used.each(KEYS)))
        rows.append(("Enter to line, ms", spread(self.enters(page))))
        rows.append(("processor time a line, typed at once, saved and heard of again, ms", used.each(ENTERS)))
        context.set_offline(True)
        rows.append(("Enter to line without a network, ms", spread(self.enters(page))))
        context.set_offline(False)
        slow = {"offline": False, "latency": 2_000, "downloadThroughput": -1, "uploadThroughput": -1}
        context.new_cdp_session(page).send("Network.emulateNetworkConditions", slow)
        rows.append(("Enter to line with answers after 2 s, ms", spread(self.enters(page))))
        context.close()
        return rows

    def keys(self, page: Any) -> list[tuple[str, str]]:
        page.evaluate("window.__keys.length = 0; window.__events.clear()")
        for number in range(KEYS):
            page.keyboard.press(
                "Space" if SENTENCE[number % len(SENTENCE)] == " " else SENTENCE[number % len(SENTENCE)]
            )
            page.wait_for_timeout(20)
        page.wait_for_timeout(500)
        paints = page.evaluate("window.__keys")
        return [("key to paint, ms", spread(paints)), ("INP, ms", inp(page, KEYS))]

    def enters(self, page: Any) -> list[float]:
        page.evaluate("window.__lines.length = 0")
        for number in range(ENTERS):
            page.keyboard.insert_text(f"A line of the measurement {number}")
            page.keyboard.press("Enter")
            page.wait_for_timeout(150)
        lines: list[float] = page.evaluate("window.__lines")
        assert len(lines) == ENTERS, f"{len(lines)} of {ENTERS} lines were shown"
        return lines


def ready(page: Any) -> dict[str, float]:
    """Asked from outside: the page's policy lets nothing be evaluated in it."""
    for _ in range(1_200):
        said: dict[str, float] | None = page.evaluate("window.__ready ?? null")
        if said:
            return said
        page.wait_for_timeout(100)
    raise SystemExit("The capture page didn't get ready.")


def table(rows: list[list[str]]) -> str:
    return "\n".join(["| capture page with 1,000 lines | figure |", "|---|---|", *(f"| {a} | {b} |" for a, b in rows)])


def main(fresh_database: Callable[[str], Any]) -> None:
    from bench.generate import SIZES as OF
    from bench.generate import generate

    with fresh_database("1%"):
        print(table(measure_in_browser(generate(OF["1%"]))))
