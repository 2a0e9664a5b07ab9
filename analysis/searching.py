"""Searching all studies that a person may see. A fixed number of queries, whatever is found and in however many studies.

Two steps. Which rows fit comes from the table that is searched (analysis/candidates.py), narrowed to the person's own
studies and without those who took their words back. What is shown of them comes through the very querysets that the pages
use: whatever those don't let pass isn't shown, whatever the table says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.urls import reverse

from accounts.models import User
from analysis.candidates import Narrowed, candidates
from analysis.highlighting import MOST_SHOWN, Piece, pieces, words_of
from analysis.models import Insight, Quote, Sought, Theme
from analysis.query import Query
from analysis.tsquery import any_word
from interviews.models import Interview, Note, Purpose
from interviews.models.consent import who_refuse
from studies.languages import config_of
from studies.models import Study

PAGE = 30
# On the page of all kinds, and in the list under the box of the top bar.
FIRST = {Sought.THEME: 5, Sought.INSIGHT: 5, Sought.QUOTE: 8, Sought.NOTE: 15}
QUICK = {Sought.THEME: 2, Sought.INSIGHT: 2, Sought.QUOTE: 3, Sought.NOTE: 5}


@dataclass(frozen=True)
class Found:
    """One thing found. `about`: a theme's colour or an insight's number is read from `of`."""

    entry: int
    kind: str
    of: Any
    study: Study
    url: str
    text: str
    detail: str = ""
    interview: Interview | None = None
    offset_ms: int | None = None
    said: bool = False
    pieces: Sequence[Piece] = ()
    detail_pieces: Sequence[Piece] = ()


@dataclass(frozen=True)
class Part:
    """All that was found of one kind. `before`: where older ones go on, if there are any."""

    kind: Sought
    found: Sequence[Found] = ()
    before: int | None = None


@dataclass(frozen=True)
class Answer:
    query: Query
    studies: Sequence[Study] = ()
    parts: Sequence[Part] = field(default_factory=tuple)

    @property
    def is_empty(self) -> bool:
        return not self.parts


def visible_studies(user: User) -> list[Study]:
    return list(Study.objects.visible_to(user).order_by("-created_at", "id"))


def search(
    query: Query,
    studies: Sequence[Study],
    narrowed: Narrowed,
    sizes: Mapping[Sought, int],
    before: int | None = None,
    letters: int = MOST_SHOWN,
) -> Answer:
    """`studies`: those the person may see. `sizes`: how much of each kind; `before` goes on below an entry. `letters`: how
    much is shown of a long text."""
    scope = [study for study in studies if narrowed.study in {None, study}]
    if not query.finds or not scope:
        return Answer(query, studies)
    parts, within = [], {study.pk: study for study in scope}
    for kind, hits in candidates(query, scope, narrowed, sizes, before).items():
        page = hits[: sizes[kind]]
        if found := _shown(kind, page, within):
            parts.append(Part(kind, found, page[-1][0] if len(hits) > len(page) else None))
    return Answer(query, studies, _marked(query, parts, letters))


def _shown(kind: Sought, hits: Sequence[tuple[int, Any]], studies: Mapping[UUID, Study]) -> list[Found]:
    rows, tell = READ[kind]
    things = {row.pk: row for row in rows([pk for _, pk in hits], studies)} if hits else {}
    return [tell(entry, things[pk], studies[things[pk].study_id]) for entry, pk in hits if pk in things]


def _notes(ids: Iterable[Any], studies: Mapping[UUID, Study]) -> QuerySet[Note]:
    rows = Note.objects.standing().on_record().filter(pk__in=list(ids), study__in=studies)
    rows = rows.exclude(who_refuse(Purpose.NOTES, "interview__participant"))
    return rows.select_related("interview__participant__persona", "speaker")


def _quotes(ids: Iterable[Any], studies: Mapping[UUID, Study]) -> QuerySet[Quote]:
    rows = Quote.objects.allowed().filter(pk__in=list(ids), study__in=studies).exclude(who_refuse(Purpose.NOTES))
    return rows.select_related("interview__participant__persona", "first_note")


def _themes(ids: Iterable[Any], studies: Mapping[UUID, Study]) -> QuerySet[Theme]:
    return Theme.objects.standing().filter(pk__in=list(ids), study__in=studies)


def _insights(ids: Iterable[Any], studies: Mapping[UUID, Study]) -> QuerySet[Insight]:
    return Insight.objects.filter(pk__in=list(ids), study__in=studies)


def _note(entry: int, note: Note, study: Study) -> Found:
    url = _record(note, note.interview_id) + f"#n-{note.pk}"
    return Found(
        entry,
        Sought.NOTE,
        note,
        study,
        url,
        note.text,
        interview=note.interview,
        offset_ms=note.offset_ms,
        said=note.is_said,
    )


def _quote(entry: int, quote: Quote, study: Study) -> Found:
    url = _record(quote.first_note, quote.interview_id) + f"#q{quote.pk}"
    at = quote.first_note.offset_ms
    return Found(entry, Sought.QUOTE, quote, study, url, quote.text, interview=quote.interview, offset_ms=at, said=True)


def _record(note: Note, interview_id: int) -> str:
    """The reading page that holds the line."""
    name = "analysis:transcript" if note.transcript_id else "analysis:notes"
    return reverse(name, args=[note.study_id, interview_id])


def _theme(entry: int, theme: Theme, study: Study) -> Found:
    url = reverse("analysis:board", args=[study.pk]) + f"?theme={theme.pk}"
    return Found(entry, Sought.THEME, theme, study, url, theme.name, theme.definition)


def _insight(entry: int, insight: Insight, study: Study) -> Found:
    url = reverse("analysis:insight", args=[study.pk, insight.pk])
    return Found(entry, Sought.INSIGHT, insight, study, url, insight.statement, insight.detail)


READ: dict[Sought, tuple[Callable[..., QuerySet[Any]], Callable[..., Found]]] = {
    Sought.NOTE: (_notes, _note),
    Sought.QUOTE: (_quotes, _quote),
    Sought.THEME: (_themes, _theme),
    Sought.INSIGHT: (_insights, _insight),
}


def _marked(query: Query, parts: Sequence[Part], letters: int) -> list[Part]:
    meant = _meant(query, parts)

    def mark(found: Found) -> Found:
        words = meant.get(config_of(found.study.language), set())
        detail = pieces(found.detail, query, words, 200) if found.detail else []
        return replace(found, pieces=pieces(found.text, query, words, letters), detail_pieces=detail)

    return [replace(part, found=[mark(found) for found in part.found]) for part in parts]


def _meant(query: Query, parts: Sequence[Part]) -> dict[str, set[str]]:
    """By configuration: the words in what was found that stand for a word looked for, as "ran" for "run". One query."""
    texts: dict[str, list[str]] = defaultdict(list)
    for part in parts:
        for found in part.found:
            texts[config_of(found.study.language)] += [found.text, found.detail]
    asked: list[str] = []
    values: list[Any] = []
    for config, said in sorted(texts.items()):
        sql, terms = any_word(query, config)
        if sql:
            asked.append(
                "select %s, word from unnest(%s::text[]) as word"
                f" where (to_tsvector('pg_catalog.simple', word) || to_tsvector(%s::regconfig, word)) @@ ({sql})"
            )
            values += [config, sorted(words_of(said)), config, *terms]
    meant: dict[str, set[str]] = defaultdict(set)
    if asked:
        with connection.cursor() as cursor:
            cursor.execute(" union all ".join(asked), values)
            for config, word in cursor.fetchall():
                meant[config].add(word)
    return meant
