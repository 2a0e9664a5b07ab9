"""What a merge, a removal or archiving will change, in numbers, before anybody agrees to it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from accounts.counted import counted
from analysis.models import Quote, Tag, Theme


@dataclass(frozen=True)
class MergeReach:
    """`twice`: quotes that are under both themes already and so don't move."""

    moving: int
    twice: int
    people: int

    @property
    def words(self) -> str:
        if not self.moving + self.twice:
            return "No quote moves: this theme is empty."
        parts = [f"{counted(self.moving, 'quote', 'quotes')} {'moves' if self.moving == 1 else 'move'}"]
        if self.twice:
            parts.append(f"{counted(self.twice, 'is', 'are')} in both already")
        return f"{', '.join(parts)}, from {counted(self.people, 'person', 'people')}."


@dataclass(frozen=True)
class RemovalReach:
    """`loose`: quotes that have no other theme."""

    quotes: int
    loose: int
    people: int

    @property
    def words(self) -> str:
        if not self.quotes:
            return "No quote is under it."
        verb = "stays" if self.quotes == 1 else "stay"
        stay = f"{counted(self.quotes, 'quote', 'quotes')} from {counted(self.people, 'person', 'people')} {verb} in the study."
        if not self.loose:
            return f"{stay} All have another theme."
        return f"{stay} {counted(self.loose, 'goes', 'go')} back to “Without a theme”."


FIRST_WORDS = 5


def moving_words(theme: Theme, other: Theme) -> list[Quote]:
    """The first few quotes that a merge moves, to be read before it is agreed to."""
    quotes = theme.study.quotes.allowed().filter(tags__theme=theme)
    there = Exists(Tag.objects.filter(theme=other, quote=OuterRef("pk")))
    return list(quotes.filter(~there).select_related("participant__persona").order_by("-pk")[:FIRST_WORDS])


def archive_words(theme: Theme) -> str:
    """What was put away with an archived theme, in a sentence."""
    reach = removal_reach(theme)
    inside = theme.nested.archived().filter(archived_at=theme.archived_at).count()
    words = f"“{theme}” is archived"
    if inside:
        words += f", with {'the theme' if inside == 1 else f'the {inside} themes'} inside it"
    if not reach.quotes:
        return f"{words}."
    stay = f"{counted(reach.quotes, 'quote', 'quotes')} {'stays' if reach.quotes == 1 else 'stay'} under it"
    alone = f", {reach.loose} of them under no other theme" if reach.loose else ""
    return f"{words}. {stay}{alone}."


def merge_reach(theme: Theme, other: Theme) -> MergeReach:
    there = Exists(Tag.objects.filter(theme=other, quote=OuterRef("quote")))
    counts = _shown(theme).aggregate(
        moving=Count("pk", filter=~Q(there)),
        twice=Count("pk", filter=Q(there)),
        people=Count("quote__participant", distinct=True),
    )
    return MergeReach(**counts)


def removal_reach(theme: Theme) -> RemovalReach:
    elsewhere = Exists(Tag.objects.filter(quote=OuterRef("quote")).exclude(theme=theme))
    counts = _shown(theme).aggregate(
        quotes=Count("pk"),
        loose=Count("pk", filter=~Q(elsewhere)),
        people=Count("quote__participant", distinct=True),
    )
    return RemovalReach(**counts)


def _shown(theme: Theme) -> QuerySet[Tag]:
    return theme.tags.filter(quote__in=theme.study.quotes.allowed())
