"""Taking words and putting them under a theme in one go."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from accounts.models import User
from analysis.models import Quote, Theme
from interviews.models import Note
from studies.models import Study


@dataclass(frozen=True)
class Stretch:
    """A range of words: from `start` in the first line to `end` in the last, in code points."""

    first: Note
    start: int
    last: Note
    end: int


@dataclass(frozen=True)
class Choice:
    """A theme chosen from the list, or the name of a new one; neither for a quote without a theme."""

    theme: Theme | None = None
    name: str = ""

    def settle(self, study: Study, by: User) -> Theme | None:
        return self.theme or (Theme.called(study, self.name, by) if self.name else None)


def take_under(stretch: Stretch, choice: Choice, by: User) -> Quote:
    """The quote and its tag, or, if either is refused, neither; nor a theme that was made for it."""
    study = stretch.first.interview.study
    with transaction.atomic():
        study.lock()
        quote = Quote.take_locked(stretch.first, stretch.start, stretch.last, stretch.end, by)
        theme = choice.settle(study, by)
        if theme:
            theme.study = study
            theme.tag_locked(quote, by)
    return quote


def tag_also(quote: Quote, choice: Choice, by: User) -> Theme | None:
    with transaction.atomic():
        theme = choice.settle(quote.study, by)
        if theme:
            theme.tag(quote, by)
    return theme
