"""Quotes to choose from, page by page, newest first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from accounts.ids import as_id
from accounts.refusal import Refused
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


def pick_from(study: Study, data: Any, stands: Mapping[int, str]) -> Picking:
    """`data`: the address's filter and page. `stands`: where quotes chosen already stand, by quote id."""
    form = QuoteFilterForm(data, study=study)
    after = as_id(data.get("after", ""))
    rows = form.narrowed(study.quotes.allowed().for_cards()).order_by("-pk")
    found = list((rows.filter(pk__lt=after) if after else rows)[: PAGE + 1])
    shown = [stand_at(quote, stands.get(quote.pk, "")) for quote in found[:PAGE]]
    more = shown[-1].pk if len(found) > PAGE else None
    return Picking(form, shown, form.address, more)


def picked(study: Study, pk: int, stand: str) -> Quote:
    """One row of the list again, after its quote was chosen or taken out."""
    quote = study.quotes.allowed().for_cards().filter(pk=pk).first()
    if quote is None:
        raise Refused("This is done. The words may not be shown any more, so load the page again.")
    return stand_at(quote, stand)


def stand_at(quote: Quote, stand: str) -> Quote:
    """The quote with where it stands, for its row in the list; nowhere is an empty string."""
    quote.stand = stand  # type: ignore[attr-defined]
    return quote
