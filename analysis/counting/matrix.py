"""The matrix of a study: themes against people, themes or questions, counted by two grouped queries.

Only people with a held interview, as everywhere people are counted, and only quotes they still allow; so every number in the
table adds up with the others.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet

from accounts.ids import as_id
from analysis.counting.grids import Grid, Head, Measure, Order, grid, ordered
from analysis.counting.matrix_counts import NOWHERE, Counts, by_person, by_question, by_theme, with_a_theme
from analysis.evidence.ledgers import heard
from analysis.filtering.filters import Filters
from analysis.models import Tag
from analysis.models.nesting import in_tree_order
from interviews.models import Participant
from studies.models import Study

NO_QUESTION = NOWHERE


class Across(enum.StrEnum):
    PEOPLE = "people"
    THEMES = "themes"
    QUESTIONS = "questions"


# Where a tag finds its column.
COLUMN = {
    Across.PEOPLE: "quote__participant",
    Across.THEMES: "quote__tags__theme",
    Across.QUESTIONS: "quote__first_note__question",
}


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
    most: int | None
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
    def by_board(self) -> str:
        return self.address(order="")

    @property
    def cell_tail(self) -> str:
        """What the address of a cell ends with, after its own column."""
        return f"&across={self.view.across}{self.filters.tail}"

    @property
    def last(self) -> int:
        return self.view.start + len(self.grid.columns)

    @property
    def before(self) -> str:
        return self.address(start=max(0, self.view.start - (self.most or 0))) if self.view.start else ""

    @property
    def after(self) -> str:
        return self.address(start=self.last) if self.last < self.columns else ""


def read_matrix(study: Study, filters: Filters, view: View, most: int | None = None) -> Matrix:
    """`most` columns from the view's start on; None for all of them."""
    everybody = heard(study)
    people = filters.people(study, everybody)
    standing = in_tree_order(study.themes.standing())
    themes = [Head(row.pk, row.name, colour=row.colour, inside=bool(row.parent_id)) for row in standing]
    counts = _counts(study, filters, view.across, [theme.key for theme in themes], [person.pk for person in everybody])
    rows = ordered(themes, counts.totals, view.order)
    columns = {
        Across.PEOPLE: lambda: [_person(person) for person in people],
        Across.THEMES: lambda: list(rows),
        Across.QUESTIONS: lambda: question_heads(study),
    }[view.across]()
    if view.across is Across.QUESTIONS and any(column == NO_QUESTION for _, column in counts.cells):
        columns.append(Head(NO_QUESTION, "None", "Said without a question"))  # and in no section
    view = replace(view, start=view.start if most and view.start < len(columns) else 0)
    shown = columns[view.start : view.start + most] if most else columns
    own = view.across is Across.THEMES
    table = grid(rows, shown, counts.cells, counts.totals, counts.foot, view.measure, own)
    return Matrix(view, filters, most, everybody, people, len(themes), table, len(columns))


def _counts(study: Study, filters: Filters, across: Across, themes: list[int], people: list[int]) -> Counts:
    """Of words of people who count as heard, under the themes that stand."""
    passing = filters.passing(study)
    tags = passing.tags.filter(quote__participant__in=people, theme__in=themes).order_by()
    if across is Across.THEMES:
        return by_theme(tags, themes, filters.coder)
    quotes = with_a_theme(passing.quotes.filter(participant__in=people), themes, filters.coder)
    return by_person(tags, quotes) if across is Across.PEOPLE else by_question(tags, quotes)


def _tags(study: Study, filters: Filters) -> QuerySet[Tag]:
    held = study.interviews.held().values("participant")
    return filters.tags(study).filter(quote__participant__in=held).order_by()


def cell_tags(study: Study, filters: Filters, across: Across, theme: int, column: int | None) -> QuerySet[Tag]:
    """What stands behind one number, a tag for each quote; `column` None for a whole row."""
    tags = _tags(study, filters).filter(theme=theme)
    if column is None:
        return tags
    if across is Across.THEMES:
        return tags.filter(quote__in=filters.tags(study).filter(theme=column).order_by().values("quote"))
    if across is Across.QUESTIONS and column == NO_QUESTION:
        return tags.filter(quote__first_note__question=None)
    return tags.filter(**{COLUMN[across]: column})


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
