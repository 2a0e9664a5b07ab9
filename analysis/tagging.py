"""Taking words and putting them under a theme in one go, and taking that back."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core import signing
from django.db import transaction

from accounts.models import User
from accounts.refusal import Refused
from analysis.models import Quote, Tag, Theme
from interviews.models import Note
from studies.models import Study
from studies.models.event import record

SALT = "analysis.undo-quote"
UNDO_SECONDS = 24 * 60 * 60
TOO_LATE = "It’s too late to take this back: the words, or what they were tagged with, have changed since."


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
    with transaction.atomic():
        quote = Quote.take(stretch.first, stretch.start, stretch.last, stretch.end, by)
        theme = choice.settle(stretch.first.interview.study, by)
        if theme:
            theme.tag(quote, by)
    return quote


def tag_also(quote: Quote, choice: Choice, by: User) -> Theme | None:
    with transaction.atomic():
        theme = choice.settle(quote.study, by)
        if theme:
            theme.tag(quote, by)
    return theme


def discard(quote: Quote, by: User) -> str:
    """Delete the quote. Returns a signed slip by which it can be put back; the slip holds ids, never words."""
    with transaction.atomic():
        slip = {
            "study": str(quote.study_id),
            "place": [str(quote.first_note_id), quote.start, str(quote.last_note_id), quote.end],
            "digest": _digest(quote.text),
            "taken": [quote.author_id, quote.created_at.isoformat()],
            "grade": quote.grade,
            "tags": [[tag.theme_id, tag.author_id, tag.created_at.isoformat()] for tag in quote.tags.all()],
            "evidence": list(quote.evidence.values_list("assumption", "stance")),
            "citations": list(quote.citations.values_list("insight", "side")),
        }
        quote.discard(by)
    return signing.dumps(slip, salt=SALT, compress=True)


def put_back(study: Study, signed: str, by: User) -> Quote:
    """Undo a deletion: the quote with its first author, tags, evidence and citations, as far as those still exist."""
    slip = _read(study, signed)
    first, start, last, end = slip["place"]
    with transaction.atomic():
        notes = {str(pk): note for pk, note in study.notes.standing().in_bulk([first, last]).items()}
        if first not in notes or last not in notes:
            raise Refused(TOO_LATE)
        taken_anew = study.quotes.filter(first_note=first, start=start, last_note=last, end=end).exists()
        quote = Quote.take(notes[first], start, notes[last], end, by)
        if _digest(quote.text) != slip["digest"]:
            raise Refused(TOO_LATE)
        members = set(study.workspace.memberships.values_list("user", flat=True))
        if not taken_anew:
            _sign_again(quote, slip, members)
        _tag_again(quote, slip, members, by)
        _use_again(quote, slip, by)
    return quote


def _sign_again(quote: Quote, slip: Mapping[str, Any], members: set[int]) -> None:
    author, taken_at = slip["taken"]
    quote.author_id = author if author in members else None
    quote.created_at = datetime.fromisoformat(taken_at)
    quote.grade = slip["grade"]
    quote.save(update_fields=["author", "created_at", "grade"])


def _tag_again(quote: Quote, slip: Mapping[str, Any], members: set[int], by: User) -> None:
    themes = quote.study.themes.in_bulk([theme for theme, _, _ in slip["tags"]])
    for theme, tagger, at in slip["tags"]:
        if theme in themes:
            first = {"author_id": tagger if tagger in members else None, "created_at": datetime.fromisoformat(at)}
            Tag.objects.get_or_create(theme=themes[theme], quote=quote, defaults=first)
            record(quote.study, "tag", by, theme=theme, quote=quote.pk)


def _use_again(quote: Quote, slip: Mapping[str, Any], by: User) -> None:
    for pk, stance in slip["evidence"]:
        for assumption in quote.study.assumptions.filter(pk=pk):
            quote.weigh(assumption, stance, by)
    for pk, side in slip["citations"]:
        for insight in quote.study.insights.filter(pk=pk):
            insight.cite(quote, side, by)


def _read(study: Study, signed: str) -> dict[str, Any]:
    try:
        slip: dict[str, Any] = signing.loads(signed, salt=SALT, max_age=UNDO_SECONDS)
    except signing.BadSignature:
        raise Refused(TOO_LATE) from None
    if slip["study"] != str(study.pk):
        raise Refused("These words belong to another study.")
    return slip


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:24]
