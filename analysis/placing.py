"""Moving quotes between themes, so that of two people who move one card neither is silently overruled."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction

from accounts.models import User
from accounts.refusal import Refused
from analysis.models import Quote, Theme
from studies.models import Study


class MovedOn(Refused):
    """The card isn't where the mover saw it any more."""


@dataclass(frozen=True)
class Place:
    """A card as somebody saw it: this quote, in the column of this theme; None is the tray."""

    quote_id: int
    theme_id: int | None

    @classmethod
    def parse(cls, value: str) -> Place | None:
        """From "12.3", quote and theme; theme 0 is the tray. None if damaged."""
        quote, _, theme = value.partition(".")
        if not (quote.isdecimal() and theme.isdecimal() and len(value) < 36):
            return None
        return cls(int(quote), int(theme) or None)

    def __str__(self) -> str:
        return f"{self.quote_id}.{self.theme_id or 0}"


@dataclass(frozen=True)
class Placed:
    """`already`: how many of the quotes were under the target before; those can't be taken back by moving them."""

    quotes: int
    already: int


def move(study: Study, places: Sequence[Place], target: Theme | None, by: User) -> Placed:
    """Take each quote from the theme it was seen in and put it under `target` (None: under none). All or nothing.

    A quote that is under the target already stays there, with its first author. Raises MovedOn, and moves
    nothing, if one of them has left its place.
    """
    with transaction.atomic():
        study.lock()
        quotes = _quotes(study, places)
        already = _already(target, quotes)
        themes = study.themes.in_bulk([place.theme_id for place in places if place.theme_id])
        for place in places:
            quote, origin = quotes[place.quote_id], themes.get(place.theme_id or 0)
            if origin is not None and origin == target:
                continue
            _leave(quote, place, origin, by)
            if target is not None:
                target.tag(quote, by)
    return Placed(len(quotes), already)


def also_tag(study: Study, quote_ids: Iterable[int], target: Theme, by: User) -> Placed:
    """Put the quotes under one more theme."""
    with transaction.atomic():
        study.lock()
        quotes = _quotes(study, [Place(quote_id, None) for quote_id in quote_ids])
        already = _already(target, quotes)
        for quote in quotes.values():
            target.tag(quote, by)
    return Placed(len(quotes), already)


def _already(target: Theme | None, quotes: Iterable[int]) -> int:
    return target.tags.filter(quote__in=quotes).count() if target else 0


def _quotes(study: Study, places: Iterable[Place]) -> dict[int, Quote]:
    wanted = {place.quote_id for place in places}
    quotes = study.quotes.allowed().select_related("participant").in_bulk(wanted)
    if wanted - quotes.keys():
        raise MovedOn("A quote is gone, or may not be used any more. Nothing was changed.")
    return quotes


def _leave(quote: Quote, place: Place, origin: Theme | None, by: User) -> None:
    code = quote.participant.code
    if place.theme_id is None:
        if quote.tags.exists():
            raise MovedOn(f"Somebody gave {code}’s quote a theme in the meantime. Nothing was moved.")
        return
    if origin is None:
        raise MovedOn(f"The theme that {code}’s quote was in is gone. Nothing was moved.")
    if not origin.untag(quote, by):
        raise MovedOn(f"{code}’s quote isn’t in “{origin}” any more: somebody moved it. Nothing was moved.")
