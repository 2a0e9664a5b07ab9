"""Quotes to choose from, page by page, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from analysis.forms.insights import QuoteFilterForm
from analysis.models import Quote
from studies.models import Study

PAGE = 30


@dataclass(frozen=True)
class Picking:
    """`address` repeats the filter for the next page, which starts after the quote `after`."""

    form: QuoteFilterForm
    quotes: list[Quote]
    address: str
    after: int | None

    @property
    def narrowed(self) -> bool:
        return bool(self.address)


def pick_from(study: Study, data: Any, after: int | None) -> Picking:
    form = QuoteFilterForm(data, study=study)
    rows = form.narrowed(study.quotes.allowed().for_cards()).order_by("-pk")
    found = list((rows.filter(pk__lt=after) if after else rows)[: PAGE + 1])
    shown = found[:PAGE]
    more = shown[-1].pk if len(found) > PAGE else None
    return Picking(form, shown, form.address, more)
