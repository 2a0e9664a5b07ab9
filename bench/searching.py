"""`python -m bench search [1% 10% 100% 1000%]`: searching while one types, and the page of results.

100 % is 600,000 words, 1000 % six million, each in a database of its own. Each search takes turns with its own statements
through psycopg alone.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

from bench.generate import SIZES, Size
from bench.measure import ROUNDS, Row, measure_page, table

ALL_SIZES = {**SIZES, "1000%": Size("1000%", 600, 100_000)}
DIFFERENT = 60  # searches, each for something else, so that nothing is answered from memory twice


def main(fresh_database: Any, analyze: Callable[[], None]) -> None:
    names = [name for name in sys.argv[1:] if name in ALL_SIZES] or ["100%"]
    rows: list[Row] = []
    for name in names:
        with fresh_database(name):
            from bench.generate import generate

            begun = time.monotonic()
            study = generate(ALL_SIZES[name])
            analyze()
            print(f"{name}: generated in {time.monotonic() - begun:.0f} s", flush=True)
            rows += measure_search(study, name)
            spread(study, name)
            suggesting(study, name)
    print(f"\nMedian (p95) of {ROUNDS} rounds, each taking its turn; fsync on; one process.\n")
    print(table(rows))


def client_of(study: Any) -> Any:
    from django.test import Client

    client = Client()
    client.force_login(study.owner)
    return client


def measure_search(study: Any, size: str) -> list[Row]:
    note = study.notes.order_by("pk").first()
    words = note.text.split()
    cases = {
        "one word": words[3],
        "two letters typed": words[3][:2],
        "four letters typed": next((word[:4] for word in words if len(word) > 5), words[3]),
        "two words": f"{words[5]} {words[9]}",
        "a phrase": f'"{words[7]} {words[8]} {words[9]}"',
        "a word without another": f"{words[5]} -{words[9]}",
        "nothing there": "qqqqqq",
    }
    from urllib.parse import urlencode

    client, rows = client_of(study), []
    for case, typed in cases.items():
        rows.append(measure_page(f"while typing: {case}", size, client, f"/search/quick/?{urlencode({'q': typed})}"))
    asked = urlencode({"q": f"{words[3]} "})
    rows.append(measure_page("the page: one word", size, client, f"/search/?{asked}"))
    return rows


def spread(study: Any, size: str) -> None:
    """p95 over many different searches, once each: what a person meets who types this and that."""
    dice = random.Random(3)
    notes = list(study.notes.order_by("pk").values_list("text", flat=True)[:DIFFERENT])
    client = client_of(study)
    for name, make in (("words", whole), ("beginnings of words", beginning)):
        times = [timed(client, make(dice, text.split())) for text in notes]
        print(f"{size}: {DIFFERENT} different {name}: median {median(times)}, p95 {p95(times)} ms", flush=True)


def whole(dice: random.Random, words: Sequence[str]) -> str:
    return dice.choice(words) + " "


def beginning(dice: random.Random, words: Sequence[str]) -> str:
    word = dice.choice(words)
    return word[: dice.randint(2, max(2, len(word)))]


def timed(client: Any, typed: str) -> float:
    begun = time.perf_counter()
    client.get("/search/quick/", {"q": typed})
    return (time.perf_counter() - begun) * 1000


def median(times: Sequence[float]) -> str:
    return f"{statistics.median(times):.1f}"


def p95(times: Sequence[float]) -> str:
    return f"{statistics.quantiles(times, n=20)[-1]:.1f}"


def suggesting(study: Any, size: str) -> None:
    from analysis.quoting import suggestions

    study.revise(suggests_themes=True)
    note = study.notes.order_by("pk").first()
    for name in ("learning and the first", "the next"):
        begun = time.perf_counter()
        suggestions.suggest(study, note.text)
        print(f"{size}: suggestions, {name}: {(time.perf_counter() - begun) * 1000:.1f} ms", flush=True)
