"""The numbers of a matrix, counted by the database: one statement for the cells, one for the row below them.

People are counted in two steps, first by theme, column and person and then the rows of that: counting distinct people at once
would have all the tags sorted.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models import Exists, OuterRef, QuerySet

from analysis.counting.grids import Count
from analysis.models import Quote, Tag

NOWHERE = 0  # the column of what has none

Pairs = dict[tuple[int, int], Count]
CELLS = """
with said (theme, at, person, quotes) as materialized ({said})
select theme, coalesce(at, 0), sum(quotes)::int, count(*) from said group by 1, 2
union all
select theme, -1, sum(quotes)::int, count(*) from (select theme, sum(quotes) as quotes from said group by theme, person) as whole
group by 1
"""
FOOT = """
with said (at, person, quotes) as materialized ({said})
select coalesce(at, 0), sum(quotes)::int, count(*) from said group by 1
"""
WHOLE = -1  # in place of a column: the row's own total


@dataclass(frozen=True)
class Counts:
    """`cells` by (theme, column), `totals` by theme, `foot` by column: quotes with a theme, each counted once."""

    cells: Pairs
    totals: dict[int, Count]
    foot: dict[int, Count] = field(default_factory=dict)


def by_person(tags: QuerySet[Tag], quotes: QuerySet[Quote]) -> Counts:
    """A column for each person, so a row's people are the columns that have something."""
    cells: Pairs = {}
    totals: dict[int, Count] = {}
    for theme, person, n in tags.values_list("theme", "quote__participant").annotate(n=models.Count("pk")):
        cells[theme, person] = Count(n, 1)
        so_far = totals.get(theme, Count())
        totals[theme] = Count(so_far.quotes + n, so_far.people + 1)
    foot = quotes.order_by().values_list("participant").annotate(n=models.Count("pk"))
    return Counts(cells, totals, {person: Count(n, 1) for person, n in foot})


def by_theme(tags: QuerySet[Tag], themes: Collection[int], coder: int | None) -> Counts:
    """Where a theme meets itself stands all of it."""
    others: dict[str, Any] = {"quote__tags__theme__in": themes}
    if coder is not None:
        others["quote__tags__author"] = coder
    cells = _cells(tags.filter(**others), "quote__tags__theme", whole=False)
    return Counts(cells, {theme: count for (theme, other), count in cells.items() if theme == other})


def by_question(tags: QuerySet[Tag], quotes: QuerySet[Quote]) -> Counts:
    cells = _cells(tags, "quote__first_note__question", whole=True)
    totals = {theme: cells.pop((theme, at)) for theme, at in list(cells) if at == WHOLE}
    said = quotes.order_by().values_list("first_note__question", "participant").annotate(n=models.Count("pk"))
    return Counts(cells, totals, {at: Count(n, people) for at, n, people in _rows(FOOT, said)})


def with_a_theme(quotes: QuerySet[Quote], themes: Collection[int], coder: int | None) -> QuerySet[Quote]:
    tags = Tag.objects.filter(quote=OuterRef("pk"), theme__in=themes)
    return quotes.filter(Exists(tags if coder is None else tags.filter(author=coder)))


def _cells(tags: QuerySet[Tag], column: str, whole: bool) -> Pairs:
    said = tags.values_list("theme", column, "quote__participant").annotate(n=models.Count("pk"))
    statement = CELLS if whole else CELLS.partition("union all")[0]
    return {(theme, at): Count(n, people) for theme, at, n, people in _rows(statement, said)}


def _rows(statement: str, said: Any) -> list[tuple[int, ...]]:
    try:
        sql, values = said.query.sql_with_params()
    except EmptyResultSet:  # nobody to ask, or no theme
        return []
    with connection.cursor() as cursor:
        cursor.execute(statement.format(said=sql), values)
        return cursor.fetchall()
