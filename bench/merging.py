"""Merging a theme of 2,000 quotes into another, and undoing it: each a whole act with its commit, the journal's rows included."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from analysis.journal.undoing import undo
from analysis.models import Tag, Theme
from bench.bare import transaction
from bench.measure import ROUNDS, WARM_UP, Figures, Row

QUOTES, BOTH = 2_000, 500
GO = "delete from analysis_tag where theme_id = %(one)s and quote_id in (select quote_id from analysis_tag where theme_id = %(other)s)"
MOVE = "update analysis_tag set theme_id = %(other)s where theme_id = %(one)s"


def measure_merging(study: Any, size: str) -> list[Row]:
    """Two themes of 2,000 quotes, 500 of them in both. Below that many quotes in the study there is nothing to measure."""
    quotes = list(study.quotes.order_by("pk").values_list("pk", flat=True)[: 2 * QUOTES - BOTH])
    if len(quotes) < 2 * QUOTES - BOTH:
        return []
    other = _theme(study, "Stays", quotes[-QUOTES:])
    name = "Goes into the other"
    taken: dict[str, list[float]] = {"merge": [], "undo": [], "bare": []}
    one = _theme(study, name, quotes[:QUOTES])
    with CaptureQueriesContext(connection) as merging:
        one.merge_into(other, study.owner)
    with CaptureQueriesContext(connection) as undoing:
        undo(study, study.owner)
    for round_ in range(WARM_UP + ROUNDS // 2):
        acts: dict[str, Callable[[], object]] = {
            "merge": lambda: study.themes.get(name=name).merge_into(other, study.owner),
            "undo": lambda: undo(study, study.owner),
            "bare": lambda: _bare(study.themes.get(name=name), other),
        }
        for act, do in acts.items():
            begun = time.perf_counter()
            do()
            if round_ >= WARM_UP:
                taken[act].append((time.perf_counter() - begun) * 1000)
        _again(study, name, quotes[:QUOTES], other, quotes[-QUOTES:])
    figures = {
        act: Figures(statistics.median(times), statistics.quantiles(times, n=20)[-1]) for act, times in taken.items()
    }
    return [
        Row("merge two themes of 2,000 quotes", size, len(merging), 0, figures["merge"], figures["bare"], None),
        Row("undo that merge", size, len(undoing), 0, figures["undo"], figures["bare"], None),
    ]


def _theme(study: Any, name: str, quotes: list[int]) -> Theme:
    theme = Theme.called(study, name, study.owner)
    Tag.objects.bulk_create(Tag(theme=theme, quote_id=pk, author=study.owner) for pk in quotes)
    with connection.cursor() as cursor:
        cursor.execute("analyze analysis_tag")
    return theme


def _bare(one: Theme, other: Theme) -> None:
    with transaction() as cursor:
        for statement in (GO, MOVE):
            cursor.execute(statement, {"one": one.pk, "other": other.pk})


def _again(study: Any, name: str, here: list[int], other: Theme, there: list[int]) -> None:
    """As it was before the bare statements, which nobody can undo."""
    one = study.themes.get(name=name)
    Tag.objects.filter(theme__in=[one, other]).delete()
    for theme, quotes in ((one, here), (other, there)):
        Tag.objects.bulk_create(Tag(theme=theme, quote_id=pk, author=study.owner) for pk in quotes)
