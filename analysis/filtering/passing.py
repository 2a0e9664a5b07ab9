"""The words that pass the filters, as rows: quotes, and the tags on them.

Who allows to be quoted is asked once a page, and both are narrowed by the same conditions. Tags reach their quote by a join and
not by a list of quotes, so that the newest thirty of a theme are found without looking through all the others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet

from analysis.models import Evidence, Grade, Quote, Tag
from analysis.models.quote import COUNTS_FROM, QuoteQuerySet
from interviews.models import Purpose
from interviews.models.consent import people_who_allow
from studies.models import Study

if TYPE_CHECKING:
    from analysis.filtering.filters import Filters

# By the grade an address names: the end of a lookup, and its value.
GRADED = {
    "counts": ("grade__gte", COUNTS_FROM),
    **{str(grade): ("grade", grade) for grade in reversed(Grade.values)},
    "none": ("grade__isnull", True),
}


class Passing:
    """Ask anew for every page: people change their minds."""

    def __init__(self, study: Study, filters: Filters) -> None:
        self.study, self.filters = study, filters
        self.people = people_who_allow(study, Purpose.QUOTES)

    @property
    def quotes(self) -> QuoteQuerySet:
        return Quote.objects.filter(*self._words(""))

    @property
    def tags(self) -> QuerySet[Tag]:
        tags = Tag.objects.filter(*self._words("quote__"))
        return tags if self.filters.coder is None else tags.filter(author=self.filters.coder)

    def _words(self, to: str) -> list[Q | Exists]:
        """`to` leads to the quote: "quote__", or nothing where the rows are quotes."""
        filters = self.filters
        conditions: list[Q | Exists] = [
            Q(**{f"{to}study": self.study, f"{to}participant__in": self.people}),
            filters.whose(to, "interview__"),
            *(Q(**{f"{to}text__icontains": term}) for term in filters.terms),
        ]
        if filters.question is not None:
            conditions.append(Q(**{f"{to}first_note__question": filters.question}))
        if filters.assumption is not None:
            conditions.append(self._has(Evidence.objects.filter(assumption=filters.assumption), to))
        if filters.coder is not None:
            conditions.append(self._has(Tag.objects.filter(author=filters.coder), to))
        if filters.grade:
            lookup, value = GRADED[filters.grade]
            conditions.append(Q(**{f"{to}{lookup}": value}))
        return conditions

    @staticmethod
    def _has(rows: QuerySet[Evidence] | QuerySet[Tag], to: str) -> Exists:
        return Exists(rows.filter(quote=OuterRef(f"{to}pk")))
