"""`python -m bench processor [1% 100%]`: what the counting pages and merging cost in processor time, ours and the database's.

On a shared machine the clock says how long others worked; this doesn't, or less."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import connection
from django.test import Client

TURNS = 20
TICK = os.sysconf("SC_CLK_TCK")


def measure_processor(study: Any, size: str) -> list[tuple[str, str, float, float]]:
    """(case, size, ours, the database's), milliseconds a turn."""
    from analysis.journal.undoing import undo
    from bench.merging import BOTH, QUOTES, _theme

    client = Client()
    client.force_login(study.owner)
    pages = {
        "matrix, themes by people": "matrix/",
        "matrix, themes by themes": "matrix/?across=themes",
        "matrix, themes by questions": "matrix/?across=questions",
        "the largest theme's page": f"themes/{study.themes.order_by('pk')[0].pk}/",
        "enough interviews?": "enough/",
        "all themes with their counts": "themes/",
    }
    rows = [
        (case, size, *spent(lambda path=path: client.get(f"/studies/{study.pk}/{path}")))
        for case, path in pages.items()
    ]
    quotes = list(study.quotes.order_by("pk").values_list("pk", flat=True)[: 2 * QUOTES - BOTH])
    if len(quotes) == 2 * QUOTES - BOTH:
        one, other = _theme(study, "Goes", quotes[:QUOTES]), _theme(study, "Stays", quotes[-QUOTES:])
        taken = [0.0] * 4
        for _ in range(TURNS // 4):
            merged = spent(lambda: study.themes.get(pk=one.pk).merge_into(other, study.owner), 1)
            undone = spent(lambda: undo(study, study.owner), 1)
            taken = [so_far + now / (TURNS // 4) for so_far, now in zip(taken, (*merged, *undone), strict=True)]
        rows += [
            ("merge two themes of 2,000 quotes", size, *taken[:2]),
            ("undo that merge", size, *taken[2:]),
        ]
    return rows  # type: ignore[return-value]


def spent(act: Callable[[], object], turns: int = TURNS) -> tuple[float, float]:
    if turns > 1:
        act()
    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        server = cursor.fetchone()[0]
    ours, theirs = time.process_time(), _of(server)
    for _ in range(turns):
        act()
    return (time.process_time() - ours) * 1000 / turns, (_of(server) - theirs) * 1000 / turns


def _of(process: int) -> float:
    """Seconds of processor time so far, in steps of a hundredth."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def main(fresh_database: Any, analyze: Callable[[], None], names: list[str]) -> None:
    from bench.generate import SIZES, generate

    print("| page or action | size | ours, ms | the database's, ms |\n|---|---|---|---|")
    for name in names or ["1%", "100%"]:
        with fresh_database(name):
            study = generate(SIZES[name])
            analyze()
            for row in measure_processor(study, name):
                print("| {} | {} | {:.0f} | {:.0f} |".format(*row))
