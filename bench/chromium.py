"""What the measurements in a browser share: a Chromium, a page of somebody signed in, and what a page says of itself."""

from __future__ import annotations

import json
import os
import shutil
import statistics
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

from bench.served import cookie_of

BROWSERS = "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"
SIZES = {"1440": (1440, 900), "390": (390, 844)}
HERE = Path(__file__).parent


@contextmanager
def chromium() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright runs an event loop in this thread
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


def context_for(browser: Any, address: str, user: Any, size: tuple[int, int], probe: str = "") -> Any:
    """A browser of its own, signed in. Its pages have probe.js, and `probe` beside it where one is named."""
    name, value = cookie_of(user)
    context = browser.new_context(viewport={"width": size[0], "height": size[1]})
    context.add_cookies([{"name": name, "value": value, "url": address}])
    # One script, since each is a scope of its own.
    context.add_init_script("\n".join((HERE / file).read_text() for file in ("probe.js", probe) if file))
    return context


class Used:
    """Processor time of the page's main thread since it was last asked, in milliseconds."""

    PARTS = {
        "TaskDuration": "all",
        "ScriptDuration": "script",
        "RecalcStyleDuration": "style",
        "LayoutDuration": "layout",
    }

    def __init__(self, context: Any, page: Any) -> None:
        self.session = context.new_cdp_session(page)
        self.session.send("Performance.enable", {"timeDomain": "threadTicks"})
        self.last = self.now()

    def now(self) -> dict[str, float]:
        said = self.session.send("Performance.getMetrics")["metrics"]
        return {one["name"]: one["value"] * 1000 for one in said if one["name"] in self.PARTS}

    def since(self) -> dict[str, float]:
        before, self.last = self.last, self.now()
        return {name: value - before[name] for name, value in self.last.items()}

    def each(self, count: int) -> str:
        return ", ".join(f"{self.PARTS[name]} {value / count:.2f}" for name, value in self.since().items())


def frames(page: Any) -> list[float]:
    """The times between frames since `window.__watch()`."""
    taken: list[float] = page.evaluate("window.__stop()")
    return taken


def on_screen(browser: Any, page: Any, scroll: Callable[[], None]) -> str:
    """What somebody sees while it scrolls, by the browser's own record of its frames (the one behind the frame chart of its
    developer tools): the compositor moves what is painted by itself, whether or not the page's main thread is ready."""
    browser.start_tracing(page=page, categories=["cc", "benchmark", "disabled-by-default-devtools.timeline.frame"])
    scroll()
    events = json.loads(browser.stop_tracing())["traceEvents"]
    reports = [
        one["args"]["frame_reporter"] for one in events if one["name"] == "PipelineReporter" and one["ph"] == "b"
    ]
    due = [one for one in reports if one["scroll_state"] != "SCROLL_NONE" and one["state"] != "STATE_NO_UPDATE_DESIRED"]
    dropped = sum(one["state"] == "STATE_DROPPED" for one in due)
    blank = sum(one["has_missing_content"] for one in due)
    drawn = sorted(one["ts"] / 1000 for one in events if one["name"] == "DrawFrame")[1:]  # the first ends a rest
    gaps = [later - before for before, later in pairwise(drawn)]
    late = 100 * sum(gap > 25 for gap in gaps) / len(gaps)
    return f"{spread(gaps, 1)}, over 25: {late:.1f} %; dropped {dropped} of {len(due)}, with a place not painted yet {blank}"


def inp(page: Any, keys: int) -> str:
    """What the browser itself says of the last so many keys; it tells of those from 16 ms on, in steps of 8."""
    slow = sorted(page.evaluate("[...window.__events.values()]"))
    every = [0.0] * max(0, keys - len(slow)) + slow
    at = [every[int(share * (len(every) - 1))] for share in (0.5, 0.95, 1)]
    median, p95, worst = (f"{time:.0f}" if time else "< 16" for time in at)
    return f"median {median}, p95 {p95}, worst {worst} ({len(slow)} of {keys} keys took 16 ms or more)"


def spread(times: list[float], digits: int = 0) -> str:
    p95 = statistics.quantiles(times, n=20)[-1] if len(times) > 9 else max(times)
    word = "p95" if len(times) > 9 else "worst"
    return f"median {statistics.median(times):.{digits}f}, {word} {p95:.{digits}f} (of {len(times)})"
