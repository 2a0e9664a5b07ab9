"""What is shown of what a search found: one statement for all kinds, through the querysets of the pages themselves.

Whatever those don't let pass isn't shown, whatever the table that is searched says. Each kind says the same columns, so that
the database answers once; the statement is put together once a process (accounts/kept.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import F, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.urls import reverse

from accounts.kept import Kept, any_of
from analysis.models import Insight, Quote, Sought, Theme, ThemeMemo
from analysis.search.highlighting import Piece
from interviews.codes import code_of
from interviews.models import Kind, Note, Purpose, SpeakerRole
from interviews.models.consent import who_refuse
from studies.models import Study


@dataclass(frozen=True)
class Found:
    """One thing found. `theme`: name and colour of the one it is, or is about. `label`: who speaks, or the kind of note."""

    entry: int
    kind: str
    study: Study
    url: str
    text: str
    detail: str = ""
    code: str = ""
    persona: str = ""
    held_at: datetime | None = None
    offset_ms: int | None = None
    said: bool = False
    label: str = ""
    colour: int = 0
    pieces: Sequence[Piece] = ()
    detail_pieces: Sequence[Piece] = ()


class Row(NamedTuple):
    """`number`: of a participant or an insight; of a theme, its colour. `inside`: the interview, or the memo's theme."""

    kind: str
    key: str
    study: UUID
    text: str
    detail: str
    inside: int
    number: int
    label: str
    persona: str | None
    held_at: datetime | None
    offset_ms: int | None
    transcript: int | None
    note_kind: str
    role: str | None
    note: UUID | None


def of_interview(path: str) -> list[Any]:
    persona = f"{path}interview__participant__persona__name"
    return [persona, Coalesce(f"{path}interview__started_at", f"{path}interview__scheduled_at")]


NOTHING = Value("")
NONE = Value(None, output_field=TextField())
NEITHER = [NONE] * 4  # no persona, day, time, transcript


def _notes() -> QuerySet[Note, Any]:
    rows = (
        Note.objects.standing().on_record().filter(pk__in=any_of("note", "uuid"), study__in=any_of("studies", "uuid"))
    )
    rows = rows.exclude(who_refuse(Purpose.NOTES, "interview__participant"))
    return rows.order_by().values_list(
        Value("note"), Cast("pk", TextField()), "study_id", "text", NOTHING, "interview_id",
        "interview__participant__number", Coalesce("speaker__label", NOTHING), *of_interview(""), "offset_ms",
        "transcript_id", "kind", "speaker__role", "pk",
    )  # fmt: skip


def _quotes() -> QuerySet[Quote, Any]:
    rows = Quote.objects.allowed().filter(pk__in=any_of("quote", "bigint"), study__in=any_of("studies", "uuid"))
    rows = rows.exclude(who_refuse(Purpose.NOTES))
    return rows.order_by().values_list(
        Value("quote"), Cast("pk", TextField()), "study_id", "text", NOTHING, "interview_id",
        "interview__participant__number", NOTHING, *of_interview(""), "first_note__offset_ms",
        "first_note__transcript_id", NOTHING, NONE, "first_note_id",
    )  # fmt: skip


CARD = ("include", "exclude", "example", "counter_example")


def _themes() -> QuerySet[Theme, Any]:
    rows = Theme.objects.standing().filter(pk__in=any_of("theme", "bigint"), study__in=any_of("studies", "uuid"))
    card: Any = F("definition")
    for line in CARD:
        card = Concat(card, Value(" \n "), F(line))
    return rows.order_by().values_list(
        Value("theme"), Cast("pk", TextField()), "study_id", "name", card, "pk", "colour", NOTHING, *NEITHER, NOTHING,
        NONE, NONE,
    )  # fmt: skip


def _insights() -> QuerySet[Insight, Any]:
    rows = Insight.objects.filter(pk__in=any_of("insight", "bigint"), study__in=any_of("studies", "uuid"))
    return rows.order_by().values_list(
        Value("insight"), Cast("pk", TextField()), "study_id", "statement", "detail", "pk", "number", NOTHING, *NEITHER,
        NOTHING, NONE, NONE,
    )  # fmt: skip


def _memos() -> QuerySet[ThemeMemo, Any]:
    rows = ThemeMemo.objects.standing().filter(
        pk__in=any_of("memo", "bigint"), theme__study__in=any_of("studies", "uuid"), theme__archived_at=None
    )
    return rows.order_by().values_list(
        Value("memo"), Cast("pk", TextField()), "theme__study_id", "text", NOTHING, "theme_id", "theme__colour",
        "theme__name", *NEITHER, NOTHING, NONE, NONE,
    )  # fmt: skip


ROWS = Kept(lambda: _notes().union(_quotes(), _themes(), _insights(), _memos(), all=True))


def shown(hits: Mapping[Sought, Sequence[tuple[int, Any]]], studies: Mapping[UUID, Study]) -> dict[Sought, list[Found]]:
    """By kind, in the order of the hits."""
    keys = {kind.value: [key for _, key in hits.get(kind, ())] for kind in Sought}
    found = (
        {(row[0], row[1]): Row(*row) for row in ROWS.rows(studies=list(studies), **keys)} if any(keys.values()) else {}
    )
    return {
        kind: [
            _told(entry, row, studies[row.study])
            for entry, key in pairs
            if (row := found.get((kind.value, str(key)))) is not None
        ]
        for kind, pairs in hits.items()
    }


def _told(entry: int, row: Row, study: Study) -> Found:
    return TOLD[Sought(row.kind)](entry, row, study)


def _of_words(entry: int, row: Row, study: Study) -> Found:
    """A line or a quote, with the reading page that holds it."""
    name = "analysis:transcript" if row.transcript else "analysis:notes"
    place = f"#q{row.key}" if row.kind == Sought.QUOTE else f"#n-{row.note}"
    is_turn = row.note_kind == Kind.TURN
    said = row.role == SpeakerRole.PARTICIPANT if is_turn else row.note_kind in {"", Kind.VERBATIM}
    return Found(
        entry, row.kind, study, reverse(name, args=[row.study, row.inside]) + place, row.text,
        code=code_of(row.number), persona=row.persona or "", held_at=row.held_at, offset_ms=row.offset_ms, said=said,
        label=row.label or (Kind(row.note_kind).label if row.note_kind else ""),
    )  # fmt: skip


def _theme(entry: int, row: Row, study: Study) -> Found:
    url = reverse("analysis:theme", args=[row.study, row.inside])
    return Found(entry, row.kind, study, url, row.text, _card(row.detail.split("\n")), colour=row.number)


def _card(lines: Iterable[str]) -> str:
    return " · ".join(line.strip() for line in lines if line.strip())


def _insight(entry: int, row: Row, study: Study) -> Found:
    url = reverse("analysis:insight", args=[row.study, row.inside])
    return Found(entry, row.kind, study, url, row.text, row.detail, code=f"I{row.number}")


def _memo(entry: int, row: Row, study: Study) -> Found:
    url = reverse("analysis:theme", args=[row.study, row.inside]) + f"#memo-{row.key}"
    return Found(entry, row.kind, study, url, row.text, label=row.label, colour=row.number)


TOLD = {
    Sought.NOTE: _of_words,
    Sought.QUOTE: _of_words,
    Sought.THEME: _theme,
    Sought.INSIGHT: _insight,
    Sought.MEMO: _memo,
}
