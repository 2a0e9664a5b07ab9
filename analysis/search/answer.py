"""Searching all studies that a person may see. A fixed number of queries, whatever is found and in however many studies.

Two steps. Which rows fit comes from the table that is searched (analysis/search/candidates.py), narrowed to the person's own
studies and without those who took their words back. What is shown of them comes through the very querysets that the pages
use (analysis/search/found.py): whatever those don't let pass isn't shown, whatever the table says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import connection

from accounts.kept import Kept, given
from accounts.models import User
from analysis.models import Sought
from analysis.search.candidates import Narrowed, candidates
from analysis.search.found import Found, shown
from analysis.search.highlighting import MOST_SHOWN, pieces, words_of
from analysis.search.query import Query
from analysis.search.tsquery import any_word
from studies.languages import config_of
from studies.models import Study

PAGE = 30
# On the page of all kinds, and in the list under the box of the top bar.
FIRST = {Sought.THEME: 5, Sought.INSIGHT: 5, Sought.QUOTE: 8, Sought.NOTE: 15, Sought.MEMO: 5}
QUICK = {Sought.THEME: 2, Sought.INSIGHT: 2, Sought.QUOTE: 3, Sought.NOTE: 5, Sought.MEMO: 2}


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


COLUMNS = [field.attname for field in Study._meta.concrete_fields]
VISIBLE = Kept(
    lambda: (
        Study.objects.visible_to(given("person", "bigint"))  # type: ignore[arg-type]
        .order_by("-created_at", "id")
        .values_list(*COLUMNS)
    )
)


def visible_studies(user: User) -> list[Study]:
    return [Study.from_db(connection.alias, COLUMNS, row) for row in VISIBLE.rows(person=user.pk)]


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
    hits = candidates(query, scope, narrowed, sizes, before)
    found = shown({kind: hits[kind][: sizes[kind]] for kind in hits}, {study.pk: study for study in scope})
    parts = [Part(kind, found[kind], _goes_on(hits[kind], sizes[kind])) for kind in sizes if found.get(kind)]
    return Answer(query, studies, _marked(query, parts, letters))


def _goes_on(hits: Sequence[tuple[int, Any]], size: int) -> int | None:
    """The last entry of this page, if there are older ones."""
    return hits[size - 1][0] if len(hits) > size else None


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
