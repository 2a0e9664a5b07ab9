"""`python -m bench reading`: the reading page of 10,000 words with 500 quotes in a real Chromium, at 1440 and at 390 px.

- scrolling: the wheel turned fifty times by 120 px each, while the page counts its frames; at 60 a second one takes 16.7 ms.
- key to paint: from a key's own time stamp to the task after the next animation frame, for each kind of key.
- INP: the browser's own word on the same keys (PerformanceObserver "event", threshold 16 ms, in steps of 8).
- highlight: from the time stamp of Enter in the picker to the frame after the words are marked, before the server has answered.
- processor time: what the page's main thread used, by its own clock; other work on the machine hardly makes it longer.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from bench.chromium import SIZES, Used, chromium, context_for, frames, inp, spread
from bench.served import served

QUOTES, TAGGED, WHEELS = 500, 20, 50
MOVES = ["ArrowDown"] * 4 + [
    "ArrowRight",
    "Shift+ArrowRight",
    "Shift+ArrowRight",
    "s",
    "Shift+S",
    "Shift+ArrowDown",
    "Escape",
]


def filled(study: Any) -> Any:
    """An interview with as many quotes as are measured, each under one theme."""
    from analysis.models import Quote, Tag

    dice = random.Random(5)
    interview = study.interviews.order_by("pk").last()
    said = list(interview.notes.filter(speaker__role="participant").order_by("position"))
    themes = list(study.themes.all())
    base = {"study": study, "interview": interview, "participant": interview.participant, "author": study.owner}
    quotes = []
    for n in range(QUOTES - interview.quotes.count()):
        note = said[n % len(said)]
        start = dice.randrange(len(note.text) - 80)
        end = start + dice.randint(30, 80)
        quotes.append(Quote(**base, first_note=note, start=start, last_note=note, end=end, text=note.text[start:end]))
    made = Quote.objects.bulk_create(quotes)
    Tag.objects.bulk_create(Tag(quote=quote, theme=dice.choice(themes), author=study.owner) for quote in made)
    return interview


def measured(browser: Any, address: str, url: str, user: Any, size: tuple[int, int]) -> list[tuple[str, str]]:
    context = context_for(browser, address, user, size, "reading_probe.js")
    page = context.new_page()
    page.goto(url)
    page.locator("#lines.with-keys").wait_for()
    page.wait_for_timeout(1_000)
    used = Used(context, page)
    rows = [scrolled(page), ("processor time a turn of the wheel, ms", used.each(WHEELS))]
    page.evaluate("scrollTo(0, 0)")
    rows += keyed(page)
    used.since()
    rows += tagged(page)
    rows.append(("processor time a passage tagged, answer and all, ms", used.each(TAGGED)))
    context.close()
    return rows


def scrolled(page: Any) -> tuple[str, str]:
    page.mouse.move(400, 400)
    page.evaluate("window.__watch()")
    for _ in range(WHEELS):
        page.mouse.wheel(0, 120)
        page.wait_for_timeout(16)
    taken = frames(page)
    late = sum(frame > 25 for frame in taken)
    return "scrolling, ms a frame", f"{spread(taken)}, {late} later than 25 ms"


def keyed(page: Any) -> list[tuple[str, str]]:
    page.keyboard.press("j")
    page.evaluate("(window.__keys.length = 0, window.__events.clear())")
    for _ in range(8):
        for key in MOVES:
            page.keyboard.press(key)
            page.wait_for_timeout(30)
    page.wait_for_timeout(500)
    times: dict[str, list[float]] = defaultdict(list)
    for key, time in page.evaluate("window.__keys"):
        times[key].append(time)
    return [
        ("INP, ms", inp(page, 8 * len(MOVES))),
        *((f"{key} to paint, ms", spread(several)) for key, several in times.items()),
    ]


def tagged(page: Any) -> list[tuple[str, str]]:
    while not page.locator(".turn.now[data-quotable]").count():  # ours and theirs take turns
        page.keyboard.press("j")
    page.evaluate("(window.__keys.length = 0, window.__events.clear(), window.__highlights.length = 0)")
    for _ in range(TAGGED):
        for key in ("j", "j", "s", "t", "Enter"):
            page.keyboard.press(key)
            page.wait_for_timeout(60)
        page.wait_for_timeout(100)
    page.wait_for_timeout(2_000)
    found = page.evaluate("window.__highlights")
    assert len(found) > TAGGED * 0.8, f"{len(found)} of {TAGGED} passages were marked"
    opened = [time for key, time in page.evaluate("window.__keys") if key == "t"]
    return [
        ("Enter to highlight, ms", spread(found)),
        ("t to the picker, ms", spread(opened)),
        ("INP while tagging, ms", inp(page, 5 * TAGGED)),
    ]


def main(fresh_database: Callable[[str], Any]) -> None:
    from bench.generate import SIZES as OF
    from bench.generate import generate

    with fresh_database("1%"):
        study = generate(OF["1%"])
        interview = filled(study)
        rows = ["| reading page with 500 quotes | figure |", "|---|---|"]
        with served() as address, chromium() as browser:
            url = f"{address}/studies/{study.pk}/interviews/{interview.pk}/transcript/"
            for name, size in SIZES.items():
                for what, value in measured(browser, address, url, study.owner, size):
                    rows.append(f"| {what}, {name} px | {value} |")
        print("\n".join(rows))
