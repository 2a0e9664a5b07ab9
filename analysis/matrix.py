"""The matrix of a study: themes against people, themes or questions, counted by three grouped queries.

Only people with a held interview, as everywhere people are counted, and only quotes they still allow; so every number in the
table adds up with the others.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db import models
from django.db.models import Exists, OuterRef

from accounts.ids import as_id
from analysis.boards import Filters
from analysis.evidence import heard
from analysis.grids import Count, Grid, Head, Measure, Order, grid, ordered
from analysis.models import Tag
from analysis.models.quote import QuoteQuerySet
from interviews.models import Participant
from studies.models import Study

MOST_COLUMNS = 80
NO_QUESTION = 0


class Across(enum.StrEnum):
    PEOPLE = "people"
    THEMES = "themes"
    QUESTIONS = "questions"


# Where a tag's quote finds its column.
COLUMN_OF_TAG = {
    Across.PEOPLE: "quote__participant",
    Across.THEMES: "quote__tags__theme",
    Across.QUESTIONS: "quote__first_note__question",
}
COLUMN_OF_QUOTE = {Across.PEOPLE: "participant", Across.QUESTIONS: "first_note__question"}


@dataclass(frozen=True)
class View:
    """What of the matrix is shown, from the address: what runs across, what is counted, in which order, from which column."""

    across: Across = Across.PEOPLE
    measure: Measure = Measure.QUOTES
    order: Order = Order.BOARD
    start: int = 0

    @classmethod
    def read(cls, query: Mapping[str, str]) -> View:
        """People make a theme wide, so they are what is counted; against people themselves only quotes differ."""
        across = _one_of(Across, query.get("across", ""), Across.PEOPLE)
        usual = Measure.QUOTES if across is Across.PEOPLE else Measure.PEOPLE
        measure = _one_of(Measure, query.get("count", ""), usual)
        order = _one_of(Order, query.get("order", ""), Order.BOARD)
        return cls(across, measure, order, as_id(query.get("start", "")) or 0)

    def parts(self, **other: Any) -> dict[str, str]:
        """As an address names it; `other` in place of its own."""
        named = {"across": self.across, "count": self.measure, "order": self.order, "start": self.start, **other}
        return {name: str(value) for name, value in named.items() if value and value != Order.BOARD}


def _one_of(kind: Any, value: str, usual: Any) -> Any:
    return kind(value) if value in list(kind) else usual


@dataclass(frozen=True)
class Matrix:
    view: View
    filters: Filters
    everybody: Sequence[Participant]
    heard: Sequence[Participant]
    themes: int
    grid: Grid
    columns: int

    def address(self, **other: Any) -> str:
        """The matrix seen in another way, with the same filters."""
        return f"?{urlencode(self.view.parts(**other))}{self.filters.tail}"

    @property
    def ways(self) -> list[tuple[str, str, bool]]:
        """(name, address, whether it is this one): what can run across."""
        names = {Across.PEOPLE: "People", Across.THEMES: "Themes", Across.QUESTIONS: "Questions"}
        return [
            (name, self.address(across=across, count="", start=0), across is self.view.across)
            for across, name in names.items()
        ]

    @property
    def measures(self) -> list[tuple[str, str, bool]]:
        names = {Measure.PEOPLE: "People", Measure.QUOTES: "Quotes"}
        return [(name, self.address(count=it), it is self.view.measure) for it, name in names.items()]

    @property
    def by_people(self) -> str:
        return self.address(order="" if self.view.order is Order.PEOPLE else Order.PEOPLE)

    @property
    def by_quotes(self) -> str:
        return self.address(order="" if self.view.order is Order.QUOTES else Order.QUOTES)

    @property
    def cell_tail(self) -> str:
        """What the address of a cell ends with, after its own column."""
        return f"&across={self.view.across}{self.filters.tail}"

    @property
    def last(self) -> int:
        return self.view.start + len(self.grid.columns)

    @property
    def before(self) -> str:
        return self.address(start=max(0, self.view.start - MOST_COLUMNS)) if self.view.start else ""

    @property
    def after(self) -> str:
        return self.address(start=self.last) if self.last < self.columns else ""

    @property
    def personas(self) -> list[tuple[int, str, int]]:
        counts: dict[tuple[int, str], int] = {}
        for person in self.everybody:
            if person.persona:
                key = (person.persona.pk, person.persona.name)
                counts[key] = counts.get(key, 0) + 1
        return [(pk, name, number) for (pk, name), number in counts.items()]


def read_matrix(study: Study, filters: Filters, view: View, most: int | None = MOST_COLUMNS) -> Matrix:
    """`most` columns from the view's start on; None for all of them, as a file has them."""
    everybody = heard(study)
    people = filters.people(study, everybody)
    themes = [Head(theme.pk, theme.name, colour=theme.colour) for theme in study.themes.all()]
    quotes = counted(study, filters)
    totals = _totals(quotes)
    rows = ordered([head for head in themes if filters.theme in {None, head.key}], totals, view.order)
    columns = {
        Across.PEOPLE: lambda: [_person(person) for person in people],
        Across.THEMES: lambda: list(themes),
        Across.QUESTIONS: lambda: question_heads(study),
    }[view.across]()
    counts = _counts(quotes, view.across)
    if view.across is Across.QUESTIONS and any(column == NO_QUESTION for _, column in counts):
        columns.append(Head(NO_QUESTION, "None", "Said without a question", "No question"))
    shown = columns if most is None else columns[view.start : view.start + most]
    foot = _foot(quotes, view.across) if view.across in COLUMN_OF_QUOTE else {}
    table = grid(rows, shown, counts, totals, foot, view.measure, own=view.across is Across.THEMES)
    return Matrix(view, filters, everybody, people, len(themes), table, len(columns))


def counted(study: Study, filters: Filters) -> QuoteQuerySet:
    """The quotes that the matrix counts: of people who count as heard."""
    return filters.quotes(study).filter(participant__in=study.interviews.held().values("participant"))


def cell_quotes(study: Study, filters: Filters, across: Across, theme: int, column: int | None) -> QuoteQuerySet:
    """What stands behind one number; `column` None for a whole row."""
    quotes = counted(study, filters).filter(Exists(Tag.objects.filter(quote=OuterRef("pk"), theme=theme)))
    if column is None:
        return quotes
    if across is Across.THEMES:
        return quotes.filter(Exists(Tag.objects.filter(quote=OuterRef("pk"), theme=column)))
    if across is Across.QUESTIONS and column == NO_QUESTION:
        return quotes.filter(first_note__question=None)
    return quotes.filter(**{COLUMN_OF_QUOTE[across]: column})


def column_name(study: Study, across: Across, column: int) -> str | None:
    """What a column is about, in words; None if the study has no such column."""
    if across is Across.PEOPLE:
        person = study.participants.filter(pk=column).first()
        return person.code if person else None
    if across is Across.THEMES:
        theme = study.themes.filter(pk=column).first()
        return theme.name if theme else None
    if column == NO_QUESTION:
        return "No question"
    return next((head.full for head in question_heads(study) if head.key == column), None)


def question_heads(study: Study) -> list[Head]:
    """Q1, Q2 … as the script's page numbers them, section by section."""
    rows = study.questions.order_by("section__position", "section", "position", "pk")
    values = rows.values_list("pk", "text", "section__title")
    return [Head(pk, f"Q{number}", text, section) for number, (pk, text, section) in enumerate(values, start=1)]


def _person(person: Participant) -> Head:
    persona = person.persona.name if person.persona else "No persona"
    return Head(person.pk, person.code, group=persona)


def _pairs() -> dict[str, Any]:
    return {"n": models.Count("quote", distinct=True), "who": models.Count("quote__participant", distinct=True)}


def _counts(quotes: QuoteQuerySet, across: Across) -> dict[tuple[int, int], Count]:
    """By theme and column, however many there are."""
    tags = Tag.objects.filter(quote__in=quotes).order_by()
    rows = tags.values_list("theme", COLUMN_OF_TAG[across]).annotate(**_pairs())
    return {(theme, column or NO_QUESTION): Count(n, who) for theme, column, n, who in rows}


def _totals(quotes: QuoteQuerySet) -> dict[int, Count]:
    rows = Tag.objects.filter(quote__in=quotes).order_by().values_list("theme").annotate(**_pairs())
    return {theme: Count(n, who) for theme, n, who in rows}


def _foot(quotes: QuoteQuerySet, across: Across) -> dict[int, Count]:
    """By column: quotes with a theme, each counted once however many it has."""
    tagged = quotes.filter(Exists(Tag.objects.filter(quote=OuterRef("pk")))).order_by()
    rows = tagged.values_list(COLUMN_OF_QUOTE[across]).annotate(
        n=models.Count("pk"), who=models.Count("participant", distinct=True)
    )
    return {column or NO_QUESTION: Count(n, who) for column, n, who in rows}
