"""`python -m bench board`: the theme board with 40 full columns in a real Chromium at 1440 px, on the real server.

What each figure means:
- on the screen: the time between two frames that were drawn while the board scrolls, sideways over all columns and down, by a
  gesture of Chromium's own at a steady speed; and how many the browser itself says it dropped. 16.7 ms are 60 a second.
- frames: the time between two animation frames of the page's main thread, in the same scrolling and while a card is dragged
  over the columns by the mouse. A board scrolls without the main thread; a dragged card is moved by it.
- INP: the browser's own word on keys (PerformanceObserver "event", in steps of 8 ms from 16): the longest event of each press.
  Walking by arrows, ticking with x, and opening and leaving the list of themes (m) and of keys (?), with every column's cards there.
- processor time: what the page's main thread used, by its own clock (Performance.getMetrics in threadTicks). Other work on the
  machine makes everything above longer, and this hardly.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bench.chromium import SIZES, Used, chromium, context_for, frames, inp, on_screen, spread
from bench.served import served

SPEED = 2_400  # px a second
TURNS = 3
KEYS = 30
FULL = "!document.querySelector('#board .col[data-load]')"
CARDS = "document.querySelectorAll('#board .qc').length"
ELEMENTS = "document.querySelectorAll('*').length"


def measure_board(study: Any) -> list[list[str]]:
    with served() as address, chromium() as browser:
        context = context_for(browser, address, study.owner, SIZES["1440"])
        page = context.new_page()
        page.goto(f"{address}/studies/{study.pk}/board/")
        page.locator('#board .qc[tabindex="-1"]').first.wait_for(state="attached")
        return Board(browser, context, page).all()


class Board:
    def __init__(self, browser: Any, context: Any, page: Any) -> None:
        self.browser, self.page, self.session = browser, page, context.new_cdp_session(page)
        self.used = Used(context, page)

    def all(self) -> list[list[str]]:
        rows = self.scrolling("sideways for the first time, columns arriving", lambda: self.scroll(x=-12_000))
        self.fill()
        rows.append(
            ["cards and elements on the page", f"{self.page.evaluate(CARDS)} and {self.page.evaluate(ELEMENTS)}"]
        )
        rows += self.scrolling("sideways, all columns there", lambda: self.there_and_back(x=-9_000))
        rows += self.scrolling("down, all columns there", lambda: self.there_and_back(y=-3_600))
        rows += self.frames("dragging a card over the columns", self.drag)
        self.page.locator("#board .qc[data-card]").first.focus()
        rows += self.keys("arrows", ["ArrowDown", "ArrowRight", "ArrowDown", "ArrowLeft"])
        rows += self.keys("x, ticking and unticking", ["x"])
        rows += self.keys("m and Escape, the list of themes", ["m", "Escape"])
        rows += self.keys("? and Escape, the keys", ["?", "Escape"])
        return rows

    def fill(self) -> None:
        """Until the last column has its cards."""
        for _ in range(60):
            if self.page.evaluate(FULL):
                break
            self.page.evaluate("document.querySelector('#board .col[data-load]')?.scrollIntoView({ inline: 'center' })")
            self.page.wait_for_timeout(300)
        else:
            raise SystemExit("Some columns didn't get their cards.")
        self.page.evaluate("document.getElementById('board').scrollTo(0, 0)")
        self.page.wait_for_timeout(500)

    def scrolling(self, what: str, act: Callable[[], None]) -> list[list[str]]:
        seen: list[str] = []
        rows = self.frames(what, lambda: seen.append(on_screen(self.browser, self.page, act)))
        return [[f"on the screen {what}, ms", *seen], *rows]

    def frames(self, what: str, act: Callable[[], None]) -> list[list[str]]:
        self.used.since()
        self.page.evaluate("window.__watch()")
        act()
        taken = frames(self.page)
        slow = sum(time > 25 for time in taken)
        said = f"{spread(taken, 1)}, over 25: {100 * slow / len(taken):.0f} %"
        return [[f"frames {what}, ms", said], [f"processor time a frame {what}, ms", self.used.each(len(taken))]]

    def there_and_back(self, x: int = 0, y: int = 0) -> None:
        for _ in range(TURNS):
            self.scroll(x, y)
            self.scroll(-x, -y)

    def scroll(self, x: int = 0, y: int = 0) -> None:
        self.session.send(
            "Input.synthesizeScrollGesture",
            {"x": 900, "y": 600, "xDistance": x, "yDistance": y, "speed": SPEED, "gestureSourceType": "mouse"},
        )

    def drag(self) -> None:
        """Over four columns and back, up and down, held at the edge for a while so that the board scrolls along."""
        box = self.page.locator("#board .qc[data-card] .said").nth(1).bounding_box()
        mouse = self.page.mouse
        mouse.move(box["x"] + 20, box["y"] + 10)
        mouse.down()
        for x, y in [(500, 400), (1_100, 700), (400, 350), (1_000, 500), (1_425, 500)]:
            mouse.move(x, y, steps=40)
        self.page.wait_for_timeout(1_500)
        assert self.page.locator(".dragging").count() == 1, "Nothing is being dragged."
        self.page.keyboard.press("Escape")
        mouse.up()

    def keys(self, what: str, keys: list[str]) -> list[list[str]]:
        self.page.evaluate("window.__events.clear()")
        self.used.since()
        for number in range(KEYS):
            self.page.keyboard.press(keys[number % len(keys)])
            self.page.wait_for_timeout(60)
        self.page.wait_for_timeout(300)
        cost = self.used.each(KEYS)
        return [
            [f"INP of {what}, ms", inp(self.page, KEYS)],
            [f"processor time a key, {what}, ms", cost],
        ]


def table(rows: list[list[str]]) -> str:
    return "\n".join(
        ["| the board with 40 columns, 1440 px | figure |", "|---|---|", *(f"| {a} | {b} |" for a, b in rows)]
    )


def main(fresh_database: Callable[[str], Any], analyze: Callable[[], None]) -> None:
    from bench.generate import SIZES, generate

    with fresh_database("100%"):
        study = generate(SIZES["100%"])
        analyze()
        print(table(measure_board(study)))
