"""What a theme's page shows, in a fixed number of queries however many quotes it has.

Everything follows the filters but the lean that decides what contradicts: that is of the whole theme, or narrowing the page to
one persona would change what the theme says.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

from django.db.models import Count, QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localtime

from analysis.board.cards import Card, cards_of
from analysis.counting.matrix_counts import by_theme
from analysis.evidence.ledgers import heard, strip_of
from analysis.filtering.filter_bar import filter_bar
from analysis.filtering.filters import Filters
from analysis.models import Evidence, Tag, Theme
from analysis.models.quote import COUNTS_FROM
from analysis.themes.contradicting import Lean, Weighed, contradicting, leans
from analysis.themes.neighbours import Neighbour, neighbours
from analysis.themes.timeline import Chart, Talk, chart
from interviews.models import Interview, Participant
from studies.models import Assumption, Study

PAGE = 30
BESIDE = 8
AGAINST = "against"


@dataclass(frozen=True)
class PersonaRow:
    name: str
    heard: int
    people: int
    quotes: int
    strip: list[list[bool]]


@dataclass(frozen=True)
class Words:
    """A quote with what it says against the rest of the theme: the assumption, its own stance, the lean it leaves."""

    card: Card
    against: Sequence[tuple[Assumption, str, Lean]] = ()


class Said(NamedTuple):
    """One quote of the theme, by ids: all that sorting and paging need."""

    tag: int
    quote: int


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
class Listed:
    """One page of quotes; `more` is the key of the last one, if others follow."""

    words: Sequence[Words]
    more: str = ""


@dataclass(frozen=True)
class Near:
    theme: Theme
    how: Neighbour


def theme_page(theme: Theme, filters: Filters, side: str = "", before: int | None = None) -> dict[str, Any]:
    """`side` "against" lists only what contradicts; `before` is the last quote of the page before."""
    study = theme.study
    everybody = heard(study)
    people = filters.people(study, everybody)
    themes = {row.pk: row for row in study.themes.standing()}
    passing = filters.passing(study)
    tags = passing.tags.order_by()
    spread = _spread(theme, tags)
    speakers = spread.people
    against = _against(theme, passing.people)
    own = tags.filter(theme=theme).order_by("-pk")
    contrary = _said(own.filter(quote__in=list(against.quotes)))
    listed, beside = _lists(theme, own, contrary, against, themes, side, before)
    strong, weak = _near(theme, tags, themes, spread.everywhere, filters.coder)
    return {
        "theme": theme,
        "filters": filters,
        "page": {"filters": filters},  # what the tabs of the views ask for
        "parent": themes.get(theme.parent_id or 0),
        "inside": [row for row in themes.values() if row.parent_id == theme.pk],
        "side": side if side == AGAINST else "",
        "bar": filter_bar(study, filters, everybody, {"side": AGAINST} if side == AGAINST else None),
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


def _said(tags: QuerySet[Tag]) -> list[Said]:
    return [Said(*row) for row in tags.values_list("pk", "quote")]


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
    held = [row for row in study.interviews.held() if row.participant_id in codes]
    held.sort(key=lambda row: (row.held_at is None, row.held_at, row.pk))
    return chart([Talk(codes[row.participant_id], _day(row), counts.get(row.pk, 0)) for row in held])


def _day(interview: Interview) -> str:
    return date_format(localtime(interview.held_at), "j M Y") if interview.held_at else ""


@dataclass(frozen=True)
class Against:
    """`quotes`: what each contradicting quote says against. `weighed`: whether the theme says anything on an assumption;
    `counts`: and anything that counts."""

    quotes: Mapping[int, list[tuple[Assumption, str, Lean]]]
    weighed: bool
    counts: bool
    split: Sequence[tuple[Assumption, Lean]]


def _against(theme: Theme, allow: Sequence[int]) -> Against:
    """`allow`: who still allows to be quoted."""
    rows = Evidence.objects.filter(quote__tags__theme=theme, quote__participant__in=allow).order_by("pk")
    values = rows.values_list("quote", "quote__participant", "assumption", "stance", "quote__grade")
    weighed = [
        Weighed(quote, person, assumption, stance, grade is not None and grade >= COUNTS_FROM)
        for quote, person, assumption, stance, grade in values
    ]
    assumptions = {row.pk: row for row in theme.study.assumptions.all()}
    found = {
        quote: [(assumptions[lean.assumption], stance, lean) for lean, stance in left]
        for quote, left in contradicting(weighed).items()
    }
    split = [(assumptions[pk], lean) for pk, lean in leans(weighed).items() if lean.side is None and lean.ledger.n_for]
    return Against(found, bool(weighed), any(row.counts for row in weighed), split)


def _lists(
    theme: Theme,
    tags: QuerySet[Tag],
    contrary: Sequence[Said],
    against: Against,
    themes: Mapping[int, Theme],
    side: str,
    before: int | None,
) -> tuple[Listed, Listed]:
    """The page of quotes, and what stands beside it: the newest that contradict."""
    beside = [] if side == AGAINST else contrary
    if side == AGAINST:
        rows = [row for row in contrary if before is None or row.tag < before]
    else:
        others = tags.exclude(quote__in=list(against.quotes))
        rows = _said((others if before is None else others.filter(pk__lt=before))[: PAGE + 1])
    shown = [*rows[:PAGE], *beside[:BESIDE]]
    cards = cards_of([(row.tag, theme.pk, row.quote) for row in shown], themes)[theme.pk]
    by_tag = {int(card.at): Words(card, against.quotes.get(int(card.quote), ())) for card in cards}
    return _listed(rows, PAGE, by_tag), _listed(beside, BESIDE, by_tag)


def _listed(rows: Sequence[Said], size: int, words: Mapping[int, Words]) -> Listed:
    shown = rows[:size]
    return Listed([words[row.tag] for row in shown if row.tag in words], str(shown[-1].tag) if rows[size:] else "")


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
