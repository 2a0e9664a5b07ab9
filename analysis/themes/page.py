"""What a theme's page shows, in a fixed number of queries however many quotes it has.

Everything follows the filters but the lean that decides what contradicts: that is of the whole theme, or narrowing the page to
one persona would change what the theme says.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localtime

from analysis.counting.matrix_counts import by_theme
from analysis.evidence.ledgers import heard, strip_of
from analysis.filtering.filter_bar import filter_bar
from analysis.filtering.filters import Filters
from analysis.models import Tag, Theme
from analysis.themes.interview_bars import Chart, Talk, chart
from analysis.themes.listing import AGAINST, Window, contrary_of, lists, read_against
from analysis.themes.neighbours import Neighbour, neighbours
from interviews.models import Interview, Participant
from studies.models import Study


@dataclass(frozen=True)
class PersonaRow:
    name: str
    heard: int
    people: int
    quotes: int
    strip: list[list[bool]]


@dataclass(frozen=True)
class Spread:
    """How many quotes the theme has from each person and in each interview; and where each theme is spoken of."""

    people: Mapping[int, int]
    interviews: Mapping[int, int]
    everywhere: Mapping[int, set[int]]

    @property
    def quotes(self) -> int:
        return sum(self.people.values())


@dataclass(frozen=True)
class Near:
    theme: Theme
    how: Neighbour


def theme_page(theme: Theme, filters: Filters, window: Window) -> dict[str, Any]:
    study = theme.study
    everybody = heard(study)
    people = filters.people(study, everybody)
    themes = {row.pk: row for row in study.themes.standing()}
    passing = filters.passing(study)
    tags = passing.tags.order_by()
    spread = _spread(theme, tags)
    speakers = spread.people
    against = read_against(theme, passing.people)
    own = tags.filter(theme=theme).order_by("-pk")
    contrary = contrary_of(own, against)
    listed, beside = lists(theme, own, contrary, against, themes, window)
    strong, weak = _near(theme, tags, themes, spread.everywhere, filters.coder)
    return {
        "theme": theme,
        "filters": filters,
        "page": {"filters": filters},  # what the tabs of the views ask for
        "parent": themes.get(theme.parent_id or 0),
        "inside": [row for row in themes.values() if row.parent_id == theme.pk],
        "side": window.side,
        "bar": filter_bar(study, filters, everybody, {"side": AGAINST} if window.side else None),
        "people": people,
        "speaking": [person for person in people if person.pk in speakers],
        "strip": strip_of(people, speakers),
        "quotes": spread.quotes,
        "personas": _personas(people, speakers),
        "chart": _chart(study, people, spread.interviews),
        "listed": listed,
        "beside": beside,
        "n_against": len(contrary),
        "weighed": against.weighed,
        "counts": against.counts,
        "split": against.split,
        "strong": strong,
        "weak": weak,
        **memos_of(theme),
    }


def memos_of(theme: Theme) -> dict[str, Any]:
    return {"theme": theme, "memos": list(theme.memos.in_order())}  # type: ignore[attr-defined]


def _spread(theme: Theme, tags: QuerySet[Tag]) -> Spread:
    """All themes in one statement: the tags are gone through once. An interview is with one person."""
    people: Counter[int] = Counter()
    interviews: Counter[int] = Counter()
    everywhere: dict[int, set[int]] = defaultdict(set)
    rows = tags.values_list("theme", "quote__interview", "quote__participant").annotate(n=Count("pk"))
    for each, interview, person, n in rows:
        everywhere[each].add(interview)
        if each == theme.pk:
            people[person] += n
            interviews[interview] += n
    return Spread(people, interviews, everywhere)


def _personas(people: Sequence[Participant], speakers: Mapping[int, int]) -> list[PersonaRow]:
    rows = []
    for _, group in groupby(people, lambda person: person.persona_id):
        theirs = list(group)
        counts = [speakers[person.pk] for person in theirs if person.pk in speakers]
        name = theirs[0].persona.name if theirs[0].persona else "No persona"
        rows.append(PersonaRow(name, len(theirs), len(counts), sum(counts), strip_of(theirs, speakers)))
    return rows


def _chart(study: Study, people: Sequence[Participant], counts: Mapping[int, int]) -> Chart:
    codes = {person.pk: person.code for person in people}
    rows = study.interviews.held().only("study", "participant", "started_at", "scheduled_at")
    held = [row for row in rows if row.participant_id in codes]
    held.sort(key=lambda row: (row.held_at is None, row.held_at, row.pk))
    return chart([Talk(codes[row.participant_id], _day(row), counts.get(row.pk, 0)) for row in held])


def _day(interview: Interview) -> str:
    return date_format(localtime(interview.held_at), "j M Y") if interview.held_at else ""


def _near(
    theme: Theme,
    tags: QuerySet[Tag],
    themes: Mapping[int, Theme],
    everywhere: Mapping[int, set[int]],
    coder: int | None,
) -> tuple[list[Near], list[Near]]:
    both = by_theme(tags.filter(theme=theme), list(themes), coder).cells
    together = {other: (count.quotes, count.people) for (_, other), count in both.items()}
    interviews = {pk: spoken for pk, spoken in everywhere.items() if pk in themes or pk == theme.pk}
    found = neighbours(theme.pk, together, interviews)
    strong, weak = ([Near(themes[one.theme], one) for one in each] for each in (found.strong, found.weak))
    return strong, weak
