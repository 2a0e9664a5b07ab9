"""Moving quotes between themes, so that of two people who move one card neither is silently overruled.

A line that nobody has quoted yet moves like a quote: moving it quotes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from accounts.models import User
from accounts.refusal import Refused
from analysis.models import Quote, Theme
from studies.models import Study

HEXADECIMAL = set("0123456789abcdef")


class MovedOn(Refused):
    """The card isn't where the mover saw it any more."""


@dataclass(frozen=True)
class Place:
    """A card as somebody saw it: this quote, or this line still to be quoted, in the column of this theme; None is the tray."""

    quote_id: int | None
    theme_id: int | None
    note_id: UUID | None = None

    @classmethod
    def parse(cls, value: str) -> Place | None:
        """From "12.3", quote and theme, or a line's id in hexadecimal and theme; theme 0 is the tray. None if damaged."""
        what, _, theme = value.partition(".")
        if not (theme.isascii() and theme.isdecimal() and len(theme) < 18):
            return None
        if len(what) == 32:
            return cls(None, int(theme) or None, UUID(what)) if set(what) <= HEXADECIMAL else None
        return cls(int(what), int(theme) or None) if what.isascii() and what.isdecimal() and len(what) < 18 else None

    def __str__(self) -> str:
        what = self.note_id.hex if self.note_id else self.quote_id
        return f"{what}.{self.theme_id or 0}"


@dataclass(frozen=True)
class Placed:
    """`already`: how many of the quotes were under the target before; those can't be taken back by moving them."""

    quotes: int
    already: int


def move(study: Study, places: Sequence[Place], target: Theme | None, by: User) -> Placed:
    """Take each quote from the theme it was seen in and put it under `target` (None: under none). All or nothing.

    A quote that is under the target already stays there, with its first author. Raises MovedOn, and moves
    nothing, if one of them has left its place. A line that was quoted by being moved is given up again when it is
    moved back to the tray and nobody uses the quote.
    """
    with transaction.atomic():
        study.lock()
        found = _quotes(study, places, by)
        already = _already(target, found.values())
        themes = study.themes.in_bulk([place.theme_id for place in places if place.theme_id])
        for place in places:
            quote, origin = found[place], themes.get(place.theme_id or 0)
            if origin is not None and origin == target:
                continue
            _leave(quote, place, origin, by)
            if target is not None:
                target.tag(quote, by)
            elif place.note_id and origin is not None:
                _let_go(quote, by)
    return Placed(len({quote.pk for quote in found.values()}), already)


def also_tag(study: Study, places: Iterable[Place], target: Theme, by: User) -> Placed:
    """Put the quotes under one more theme."""
    with transaction.atomic():
        study.lock()
        found = _quotes(study, places, by)
        already = _already(target, found.values())
        for quote in found.values():
            target.tag(quote, by)
    return Placed(len({quote.pk for quote in found.values()}), already)


def _already(target: Theme | None, quotes: Iterable[Quote]) -> int:
    return target.tags.filter(quote__in=[quote.pk for quote in quotes]).count() if target else 0


def _quotes(study: Study, places: Iterable[Place], by: User) -> dict[Place, Quote]:
    """The quote in each place. Lines are quoted whole; whoever did that meanwhile has made the same quote."""
    places = list(places)
    wanted = {place.quote_id for place in places if place.quote_id}
    quotes = study.quotes.allowed().select_related("participant").in_bulk(wanted)
    lines = [place.note_id for place in places if place.note_id]
    notes = study.notes.typed().select_related("interview__participant").in_bulk(lines) if lines else {}
    if wanted - quotes.keys() or set(lines) - notes.keys():
        raise MovedOn("A quote is gone, or may not be used any more. Nothing was changed.")
    return {
        place: Quote.whole(notes[place.note_id], by) if place.note_id else quotes[place.quote_id]  # type: ignore[index]
        for place in places
    }


def _leave(quote: Quote, place: Place, origin: Theme | None, by: User) -> None:
    code = quote.participant.code
    if place.theme_id is None:
        if quote.tags.exists():
            raise MovedOn(f"Somebody gave {code}’s quote a theme in the meantime{_where(quote)}. Nothing was moved.")
        return
    if origin is None:
        raise MovedOn(f"The theme that {code}’s quote was in is gone{_where(quote)}. Nothing was moved.")
    if not origin.untag(quote, by):
        raise MovedOn(
            f"{code}’s quote isn’t in “{origin}” any more: somebody moved it{_where(quote)}. Nothing was moved."
        )


def _where(quote: Quote) -> str:
    """Where the card stands now, to go on in the sentence."""
    names = [f"“{tag.theme}”" for tag in quote.tags.select_related("theme")]
    if not names:
        return ", and it has no theme now"
    return f". It is in {' and '.join(names)} now"


def _let_go(quote: Quote, by: User) -> None:
    used = quote.tags.exists() or quote.evidence.exists() or quote.citations.exists() or quote.grade is not None
    if not used and quote.author_id == by.pk:
        quote.discard(by)
