"""A query as PostgreSQL's full-text search takes it. Pure: SQL with places for values, and the values.

What is indexed (migration 0005_search): each word as it stands, with its place; its stem in the study's language, without
a place; and the pairs of letters of scripts without spaces, with theirs. So a word is looked for by its stem or as it
stands, a phrase word by word, and a run of such a script as a chain of pairs.
"""

from __future__ import annotations

from analysis.search.query import Query, Term
from studies.languages import SIMPLE

Sql = tuple[str, list[str]]


def tsquery(query: Query, config: str) -> Sql:
    parts = [_one(term, config) for term in query.terms]
    return " && ".join(sql for sql, _ in parts), [value for _, values in parts for value in values]


def any_word(query: Query, config: str) -> Sql:
    """Matches the vector of a single word that one of the wanted words means: for marking what was found."""
    words = [term for term in query.wanted if not term.is_run and " " not in term.text]
    parts = [_one(term, config) for term in words]
    return " || ".join(sql for sql, _ in parts), [value for _, values in parts for value in values]


def _one(term: Term, config: str) -> Sql:
    sql, values = _pairs(term) if term.is_run else _words(term, config)
    return f"!! {sql}" if term.is_unwanted else sql, values


def _pairs(term: Term) -> Sql:
    if len(term.text) == 1:
        return "%s::tsquery", [f"'{term.text}':*"]
    return "%s::tsquery", [" <-> ".join(f"'{pair}'" for pair in term.pairs)]


def _words(term: Term, config: str) -> Sql:
    """The words hold no punctuation, so nothing in them can end the quotes around them."""
    words = f"'{term.text}'{':*' if term.is_beginning else ''}"
    if term.is_phrase or config == SIMPLE:
        return "to_tsquery('pg_catalog.simple', %s)", [words]
    return "(to_tsquery(%s::regconfig, %s) || to_tsquery('pg_catalog.simple', %s))", [config, words, words]
