"""What people said word for word and nobody has quoted yet: it waits in the board's tray, below the quotes without a theme."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q

from analysis.filtering.filters import Filters
from analysis.models import Quote
from interviews.codes import code_of
from interviews.models import Kind, Note, Purpose
from interviews.models.consent import who_allow
from interviews.models.note import NoteQuerySet
from studies.models import Study

PAGE = 30
FIELDS = ("pk", "text", "interview__participant", "interview__participant__number", "interview__participant__persona__name", "interview", "offset_ms")  # fmt: skip


@dataclass(frozen=True)
class NoteCard:
    """A line as it stands in the tray. `place` is what forms send; see placing.Place."""

    pk: UUID
    text: str
    person: str
    code: str
    persona: str
    interview_id: int
    offset_ms: int | None

    @property
    def place(self) -> str:
        return f"{self.pk.hex}.0"


@dataclass(frozen=True)
class Unquoted:
    """A page of them, the newest first. `more`: where the next one starts."""

    count: int
    cards: Sequence[NoteCard]
    more: str = ""


def unquoted(study: Study, filters: Filters) -> NoteQuerySet:
    """Verbatim lines on the record of people who may be read and quoted, which no quote covers."""
    notes = study.notes.typed().on_record().filter(kind=Kind.VERBATIM, text__regex=r"\S")
    if filters.assumption is not None or filters.coder is not None or filters.grade:
        return notes.none()  # all of them are said of quotes
    # Named one by one: joined in, they lead the database to look through all quotes for every line.
    may_be = filters.interviews(study).filter(who_allow(Purpose.QUOTES), who_allow(Purpose.NOTES))
    notes = notes.filter(interview__in=list(may_be.values_list("pk", flat=True)))
    if filters.question is not None:
        notes = notes.filter(question=filters.question)
    for term in filters.terms:
        notes = notes.filter(text__icontains=term)
    begins, ends = (Exists(Quote.objects.filter(**{edge: OuterRef("pk")})) for edge in ("first_note", "last_note"))
    return notes.exclude(begins).exclude(ends).exclude(pk__in=_crossed(study))


def _crossed(study: Study) -> list[UUID]:
    """Lines in the middle of a quote of several. There are few of those, and a database that is asked line by line whether
    one lies across it takes its time."""
    first, last = ("first_note__position", "first_note"), ("last_note__position", "last_note")
    typed = study.quotes.filter(first_note__transcript=None).exclude(first_note=F("last_note")).order_by()
    across = defaultdict(list)
    for interview, *edges in typed.values_list("interview", *first, *last):
        across[interview].append((tuple(edges[:2]), tuple(edges[2:])))
    lines = study.notes.typed().filter(kind=Kind.VERBATIM, interview__in=across).order_by()
    return [
        pk
        for interview, position, pk in (lines.values_list("interview", "position", "pk") if across else ())
        if any(begin < (position, pk) < end for begin, end in across[interview])
    ]


def read_unquoted(study: Study, filters: Filters, after: Note | None = None) -> Unquoted:
    """Five queries at most. `after`: the last line of the page before."""
    notes = unquoted(study, filters)
    count = notes.order_by().count()
    if after is not None:
        notes = notes.filter(Q(created_at__lt=after.created_at) | Q(created_at=after.created_at, pk__lt=after.pk))
    rows = list(notes.order_by("-created_at", "-pk").values_list(*FIELDS)[: PAGE + 1])
    cards = [_card(*row) for row in rows[:PAGE]]
    return Unquoted(count, cards, str(cards[-1].pk) if len(rows) > PAGE else "")


def _card(
    pk: UUID, text: str, person: int, number: int, persona: str | None, interview: int, offset: int | None
) -> NoteCard:
    return NoteCard(pk, text, str(person), code_of(number), persona or "", interview, offset)
