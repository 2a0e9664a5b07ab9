"""Undo and redo of one's own acts: each verb to the very same rows and back, and what stands in the way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from accounts.models import User
from accounts.refusal import Refused
from analysis.models import Change, Quote, Side, Stance, Step, Theme
from analysis.placing import Place, also_tag, move
from analysis.undoing import redo, undo
from interviews.models import ConsentRecord
from studies.models import Study
from tests.factories import (
    make_assumption,
    make_insight,
    make_interview,
    make_note,
    make_participant,
    make_quote,
    make_theme,
)

pytestmark = pytest.mark.django_db(transaction=True)
TABLES = ("analysis_theme", "analysis_quote", "analysis_tag", "analysis_evidence", "analysis_citation")


def rows(study: Study) -> dict[str, list[str]]:
    """Every row of the analysis, whole."""
    found = {}
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"select to_jsonb(t)::text from {table} t order by id")
            found[table] = [row[0] for row in cursor.fetchall()]
    return found


class Desk:
    """A study with three themes, five quotes, an assumption and an insight, all of Alice's; Bob acts."""

    def __init__(self, study: Study, alice: User, bob: User) -> None:
        self.study, self.alice, self.bob = study, alice, bob
        self.person = make_participant(study=study)
        self.talk = make_interview(study=study, participant=self.person)
        self.a, self.b, self.c = (make_theme(study=study, name=name) for name in ("Anchors", "Bins", "Counting"))
        said = ("one torch", "two bins", "three counts", "four sheets", "five nights")
        self.quotes = [make_quote(study=study, interview=self.talk, text=text) for text in said]
        for quote in self.quotes[:3]:
            self.a.tag(quote, alice)
        self.b.tag(self.quotes[0], alice)
        self.assumption, self.insight = make_assumption(study=study), make_insight(study=study)
        self.quotes[0].weigh(self.assumption, Stance.FOR, alice)
        self.insight.cite(self.quotes[0], Side.FOR, alice)


@pytest.fixture
def desk(study: Study, alice: User, bob: User) -> Desk:
    return Desk(study, alice, bob)


def place(quote: Quote, theme: Theme | None) -> Place:
    return Place(quote.pk, theme.pk if theme else None)


VERBS: dict[str, tuple[Callable[[Desk], Any], str]] = {
    "tag": (lambda d: d.c.tag(d.quotes[4], d.bob), "put a quote of P01 under “Counting”"),
    "untag": (lambda d: d.a.untag(d.quotes[1], d.bob), "took a quote of P01 off “Anchors”"),
    "move": (
        lambda d: move(d.study, [place(q, d.a) for q in d.quotes[:3]], d.c, d.bob),
        "moved 3 quotes from “Anchors” to “Counting”",
    ),
    "move one": (
        lambda d: move(d.study, [place(d.quotes[1], d.a)], d.c, d.bob),
        "moved a quote of P01 from “Anchors” to “Counting”",
    ),
    "move where one is already": (
        lambda d: move(d.study, [place(q, d.a) for q in d.quotes[:2]], d.b, d.bob),
        "moved a quote of P01 from “Anchors” to “Bins”",
    ),
    "off the theme": (lambda d: move(d.study, [place(d.quotes[1], d.a)], None, d.bob), "took a quote of P01 off “Anchors”"),
    "copy": (lambda d: also_tag(d.study, [q.pk for q in d.quotes], d.c, d.bob), "put 5 quotes under “Counting”"),
    "merge": (lambda d: d.a.merge_into(d.b, d.bob), "merged “Anchors” into “Bins”"),
    "new theme": (lambda d: Theme.called(d.study, "Dusk", d.bob), "made the theme “Dusk”"),
    "rename": (lambda d: d.a.rename("Ankers", d.bob), "renamed “Anchors” to “Ankers”"),
    "revise": (lambda d: d.a.revise(d.bob, definition="What holds."), "changed what “Anchors” stands for"),
    "recolour": (lambda d: d.a.revise(d.bob, colour=9), "gave “Anchors” another colour"),
    "order": (lambda d: d.a.shift(1, d.bob), "changed the order of the themes"),
    "remove a theme": (lambda d: d.a.remove(d.bob), "removed the theme “Anchors”, which 3 quotes stood under"),
    "take a quote": (
        lambda d: Quote.whole(make_note(interview=d.talk, text="six towels"), d.bob),
        "took a quote of P01",
    ),
    "delete a quote": (lambda d: d.quotes[0].discard(d.bob), "deleted a quote of P01"),
    "stance": (
        lambda d: d.quotes[1].weigh(d.assumption, Stance.AGAINST, d.bob),
        "said that a quote of P01 speaks against A1",
    ),
    "another stance": (
        lambda d: d.quotes[0].weigh(d.assumption, Stance.MIXED, d.bob),
        "said that a quote of P01 speaks for and against A1",
    ),
    "no stance": (
        lambda d: d.quotes[0].unweigh(d.assumption, d.bob),
        "took back that a quote of P01 speaks for A1",
    ),
}


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_is_undone_and_redone_to_the_same_rows(desk: Desk, verb: str) -> None:
    act, words = VERBS[verb]
    before = rows(desk.study)
    act(desk)
    after = rows(desk.study)
    assert before != after
    back = undo(desk.study, desk.bob)
    assert rows(desk.study) == before
    assert back.did == words
    again = redo(desk.study, desk.bob)
    assert (rows(desk.study), again.did) == (after, words)
    undo(desk.study, desk.bob)
    assert rows(desk.study) == before
