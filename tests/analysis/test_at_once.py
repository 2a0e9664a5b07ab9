"""Two people do something to the same things at the same moment: one stands still where they first ask for the study's row,
the other does all of theirs in between, and then the first goes on with what they saw before."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from accounts.models import User, Workspace
from analysis.models import Stance, Theme, ThemeMemo
from interviews.models import ConsentRecord, Method
from studies.models import Study, event
from tests.factories import make_assumption, make_insight, make_interview, make_note, make_quote, make_study, make_theme
from tests.people import client_of

pytestmark = pytest.mark.django_db(transaction=True)


class Desk:
    """Four themes, D inside C; two quotes under A, one of them under B as well."""

    def __init__(self, study: Study, alice: User, bob: User) -> None:
        self.study, self.alice, self.bob = study, alice, bob
        self.talk = make_interview(study=study)
        self.a, self.b, self.c, self.d = (make_theme(study=study, name=name) for name in "ABCD")
        self.d.nest(self.c, alice)
        self.one, self.two = (make_quote(study=study, text=text, interview=self.talk) for text in ("one", "two"))
        self.line = make_note(interview=self.talk, text="three counts")
        self.assumption, self.insight = make_assumption(study=study), make_insight(study=study)
        self.memos = {who: ThemeMemo.write(self.a, "Look here again.", who) for who in (alice, bob)}
        self.one.weigh(self.assumption, Stance.FOR, alice)
        self.b.tag(self.one, alice)
        for by in (alice, bob):
            self.a.tag(self.two, by)
            self.a.untag(self.two, by)
        self.a.tag(self.two, alice)
        self.a.tag(self.one, bob)

    def post(self, by: User, name: str, /, *args: Any, **data: Any) -> int:
        client = client_of(by)
        address = reverse(f"analysis:{name}", args=[self.study.pk, *[getattr(arg, "pk", arg) for arg in args]])
        return client.post(address, data, headers={"HX-Request": "true"}).status_code

    def refuse(self) -> int:
        person, form = self.talk.participant, self.study.consent_forms.get()
        answers = dict.fromkeys(form.asked, False)
        ConsentRecord.capture(person, answers, Method.WRITTEN, self.alice, form)
        return 200


Act = Callable[[Desk, User], int]


def move(name: str, to: str, *cards: tuple[str, str]) -> Act:
    def act(desk: Desk, by: User) -> int:
        named = [f"{getattr(desk, quote).pk}.{getattr(desk, theme).pk}" for quote, theme in cards]
        return desk.post(by, name, card=named, to=getattr(desk, to).pk)

    return act


ACTS: dict[str, Act] = {
    "rename a": lambda d, by: d.post(by, "theme_edit", d.a, name=f"New {by.pk}", definition="", colour=3, parent=""),
    "a into b by edit": lambda d, by: d.post(by, "theme_edit", d.a, name="A", definition="", colour=3, parent=d.b.pk),
    "define a": lambda d, by: d.post(by, "theme_definition", d.a, definition=f"Sentence {by.pk}", include="in"),
    "define b": lambda d, by: d.post(by, "theme_definition", d.b, definition=f"Sentence {by.pk}", include="in b"),
    "merge a into b": lambda d, by: d.post(by, "theme_merge", d.a, into=d.b.pk),
    "merge b into a": lambda d, by: d.post(by, "theme_merge", d.b, into=d.a.pk),
    "merge c into d": lambda d, by: d.post(by, "theme_merge", d.c, into=d.d.pk),
    "merge a into c": lambda d, by: d.post(by, "theme_merge", d.a, into=d.c.pk),
    "merge b into d": lambda d, by: d.post(by, "theme_merge", d.b, into=d.d.pk),
    "split a": lambda d, by: d.post(by, "theme_split", d.a, quote=[d.one.pk], name="Split"),
    "nest a in b": lambda d, by: d.post(by, "theme_nest", d.a, parent=d.b.pk),
    "nest b in a": lambda d, by: d.post(by, "theme_nest", d.b, parent=d.a.pk),
    "nest c in a": lambda d, by: d.post(by, "theme_nest", d.c, parent=d.a.pk),
    "take d out": lambda d, by: d.post(by, "theme_nest", d.d, out=1),
    "archive a": lambda d, by: d.post(by, "theme_archive", d.a),
    "archive b": lambda d, by: d.post(by, "theme_archive", d.b),
    "restore a": lambda d, by: d.post(by, "theme_restore", d.a),
    "remove a": lambda d, by: d.post(by, "theme_remove", d.a),
    "remove b": lambda d, by: d.post(by, "theme_remove", d.b),
    "shift a": lambda d, by: d.post(by, "theme_shift", d.a, to="right"),
    "new theme": lambda d, by: d.post(by, "theme_add", name="New"),
    "memo": lambda d, by: d.post(by, "memo_add", d.a, text="My memo", act=uuid.uuid4()),
    "edit memo": lambda d, by: d.post(by, "memo_edit", d.a, d.memos[by], text="Other words"),
    "remove memo": lambda d, by: d.post(by, "memo_remove", d.a, d.memos[by]),
    "move one a to b": move("cards_move", "b", ("one", "a")),
    "move both a to c": move("cards_move", "c", ("one", "a"), ("two", "a")),
    "copy one to c": move("cards_tag", "c", ("one", "a")),
    "move one to new": lambda d, by: d.post(by, "cards_move", card=[f"{d.one.pk}.{d.a.pk}"], theme="New"),
    "move line to a": lambda d, by: d.post(by, "cards_move", card=[f"{d.line.pk.hex}.0"], to=d.a.pk),
    "quote line under a": lambda d, by: d.post(
        by, "quote_add", d.talk, first=d.line.pk, start=0, last=d.line.pk, end=5, theme=d.a.pk
    ),
    "tag one c": lambda d, by: d.post(by, "quote_tag", d.one, theme=d.c.pk),
    "tag two b": lambda d, by: d.post(by, "quote_tag", d.two, theme=d.b.pk),
    "untag one a": lambda d, by: d.post(by, "quote_untag", d.one, d.a),
    "weigh one": lambda d, by: d.post(by, "quote_weigh", d.one, assumption=d.assumption.pk, stance="against"),
    "unweigh one": lambda d, by: d.post(by, "quote_unweigh", d.one, d.assumption),
    "rate one": lambda d, by: d.post(by, "quote_rate", d.one, grade=1),
    "delete one": lambda d, by: d.post(by, "quote_remove", d.one),
    "cite one": lambda d, by: d.post(by, "citation_side", d.insight, quote=d.one.pk, side="against"),
    "place one": lambda d, by: d.post(by, "quote_place", d.one, first=d.line.pk, start=0, last=d.line.pk, end=5),
    "remove insight": lambda d, by: d.post(by, "insight_remove", d.insight),
    "correct line": lambda d, by: d.post(by, "line_correct", d.talk, d.one.first_note_id, base=1, text="one more"),
    "off record": lambda d, by: d.post(by, "line_off_record", d.talk, d.one.first_note_id),
    "undo": lambda d, by: d.post(by, "undo"),
    "refuse": lambda d, by: d.refuse(),
}


class Between:
    """Lets `act` happen where the thread that made this first holds the study's row, or would."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, act: Callable[[], Any]) -> None:
        self.waiting, self.act, self.other = threading.get_ident(), act, None
        lock = Study.lock

        def locked(study: Study) -> None:
            self.happen()
            lock(study)

        monkeypatch.setattr(Study, "lock", locked)
        one_row = event.one_row

        def recorded(*said: Any) -> Any:
            self.happen()
            return one_row(*said)

        monkeypatch.setattr(event, "one_row", recorded)

    def happen(self) -> None:
        if self.other is None and threading.get_ident() == self.waiting:
            self.other = threading.Thread(target=self._run)
            self.other.start()
            self.other.join(2)

    def _run(self) -> None:
        try:
            self.result: Any = self.act()
        except BaseException as error:  # noqa: BLE001 (the test tells)
            self.result = error
        finally:
            connection.close()

    def end(self) -> Any:
        if self.other is None:
            return "never"
        self.other.join(20)
        return "stuck" if self.other.is_alive() else self.result


def wrong_with(study: Study) -> list[str]:
    found = []
    themes = list(study.themes.all())
    inside = {theme.pk: theme.parent_id for theme in themes}
    found += [f"{pk} nested two deep" for pk, parent in inside.items() if parent and inside.get(parent)]
    found += [
        f"{theme.pk} hangs on another study" for theme in themes if theme.parent_id and theme.parent_id not in inside
    ]
    standing = [theme.position for theme in themes]
    if len(set(standing)) != len(standing):
        found.append(f"positions {standing}")
    return found


def run_pair(monkeypatch: pytest.MonkeyPatch, desk: Desk, first: Act, second: Act) -> tuple[Any, Any]:
    with monkeypatch.context() as patch:
        between = Between(patch, lambda: second(desk, desk.alice))
        try:
            one: Any = first(desk, desk.bob)
        except Exception as error:  # noqa: BLE001
            one = error
        other = between.end()
    return one, other


ALL_FINE = {200, 302, 409}
# What is taken away in between, and what it is done to.
TAKEN = {
    "merge a into b": [
        "rename a",
        "define a",
        "archive a",
        "memo",
        "edit memo",
        "remove memo",
        "nest a in b",
        "split a",
    ],
    "merge b into a": ["define b", "merge a into b", "nest b in a", "archive b", "move one a to b", "tag two b"],
    "remove a": ["a into b by edit", "merge b into a", "move line to a", "quote line under a", "remove a", "shift a"],
    "merge c into d": ["merge a into c", "move both a to c", "copy one to c", "tag one c", "nest c in a"],
    "delete one": ["weigh one", "rate one", "cite one", "place one", "tag one c", "correct line", "undo", "off record"],
    "off record": ["weigh one", "cite one", "place one", "tag one c", "undo"],
    "remove insight": ["cite one"],
    "nest c in a": ["nest a in b", "merge b into a", "split a", "undo"],
    "undo": ["undo", "move one a to b", "merge a into b"],
}


@pytest.mark.parametrize("taken", TAKEN)
def test_nothing_breaks(
    workspace: Workspace, alice: User, bob: User, monkeypatch: pytest.MonkeyPatch, taken: str
) -> None:
    wrong = []
    for name in TAKEN[taken]:
        desk = Desk(make_study(workspace=workspace), alice, bob)
        one, other = run_pair(monkeypatch, desk, ACTS[name], ACTS[taken])
        broken = wrong_with(desk.study)
        if one not in ALL_FINE or other not in ALL_FINE or broken:
            wrong.append((name, one, other, broken))
    assert wrong == []


def test_a_card_that_was_written_meanwhile_survives_a_merge(
    study: Study, alice: User, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(study, alice, bob)
    desk.a.revise(bob, include="What A counts")
    assert run_pair(monkeypatch, desk, ACTS["merge a into b"], ACTS["define b"]) == (200, 200)
    assert Theme.objects.get(pk=desk.b.pk).include == "in b"


@pytest.mark.parametrize("name", ["weigh one", "cite one", "place one", "quote line under a", "move line to a"])
def test_a_no_in_between_holds(
    study: Study, alice: User, bob: User, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    desk = Desk(study, alice, bob)
    stood = list(study.quotes.values("pk", "text", "evidence__stance", "citations__side", "tags"))
    assert run_pair(monkeypatch, desk, ACTS[name], ACTS["refuse"]) == (409, 200)
    assert list(study.quotes.values("pk", "text", "evidence__stance", "citations__side", "tags")) == stood
