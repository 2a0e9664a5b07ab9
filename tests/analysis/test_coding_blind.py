"""Nobody sees a coder's answers until both have submitted: every page and export is walked, and none may change by them."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.db import transaction

from accounts.models import Role
from analysis.models import Code, CodingRound
from analysis.models.codes import CodeQuerySet
from tests.analysis.rounds import say
from tests.factories import join, make_user
from tests.people import client_of
from tests.test_access import ROUTES, World, fill

pytestmark = pytest.mark.django_db

FILES = {"export_json", "quotes_csv", "record_markdown"}
# What differs from one answer to the next anyway: tokens, keys of forms, the moment.
MOVES = re.compile(
    r'csrfmiddlewaretoken" value="\w+"|X-CSRFToken": "\w+"|name="act" value="[\w-]+"|"[\w.]+_at": ?"[^"]+"|name="slip" value="[^"]+"'
)
OTHERS = ("owner", "editor", "viewer")


@pytest.fixture
def world(db: None) -> World:
    world = World()
    anton = make_user(name="Anna Coder")
    join(world.study.workspace, anton, Role.EDITOR)
    world.users["coder"], world.clients["coder"] = anton, client_of(anton)
    world.memo()
    world.observer(), world.withdrawal()  # made once, or each look would make its own
    return world


@pytest.fixture
def coding(world: World) -> CodingRound:
    """Coded by the editor, whom the walk is made as, and by somebody whose answers mustn't show."""
    held = list(world.study.interviews.held()[:1])
    people = [world.users["editor"], world.users["coder"]]
    return CodingRound.start(world.study, held, people, world.users["owner"])


def seen(world: World, who: str) -> dict[str, str]:
    """Every page of the study; of the POSTs those that hand out a file."""
    found = {}
    for route in ROUTES:
        if "study_id" not in route.kwargs:
            continue
        method = "post" if route.view.__name__ in FILES else "get"
        with transaction.atomic():
            response = getattr(world.clients[who], method)(fill(route, world))
            streaming = response.streaming and "event-stream" not in response.headers["Content-Type"]
            body = (
                b"".join(response.streaming_content) if streaming else b"" if response.streaming else response.content
            )
            transaction.set_rollback(True)
        found[f"{method} {route}"] = MOVES.sub("", body.decode(errors="replace"))
    return found


def changed(world: World, who: str, act: Callable[[], object]) -> list[str]:
    """The pages that differ after the act, which is undone."""
    before = seen(world, who)
    with transaction.atomic():
        act()
        after = seen(world, who)
        transaction.set_rollback(True)
    return [name for name in before if before[name] != after[name]]


def answer(coding: CodingRound, world: World, submit: bool = False) -> None:
    say(coding, world.users["coder"], {0: [0, 2], 1: [1]}, submit=submit)


@pytest.mark.parametrize("who", OTHERS)
def test_no_page_and_no_export_changes_while_somebody_codes(world: World, coding: CodingRound, who: str) -> None:
    assert changed(world, who, lambda: answer(coding, world)) == []


def test_submitting_says_so_and_not_what(world: World, coding: CodingRound) -> None:
    say(coding, world.users["coder"], {}, submit=True)
    units, themes = coding.units.all(), coding.themes.all()
    coder = coding.coders.get(user=world.users["coder"])

    def answers() -> None:
        Code.objects.create(coder=coder, unit=units[0], theme=themes[0])

    assert changed(world, "editor", answers) == []


def test_a_coder_sees_their_own(world: World, coding: CodingRound) -> None:
    assert changed(world, "coder", lambda: answer(coding, world)) == [
        "get studies/<uuid:study_id>/coding/<int:round_id>/desk/",
        "get studies/<uuid:study_id>/coding/<int:round_id>/submit/",
    ]


def test_when_both_have_submitted_it_is_open(world: World, coding: CodingRound) -> None:
    def both() -> None:
        answer(coding, world, submit=True)
        say(coding, world.users["editor"], {0: [0]}, submit=True)

    found = changed(world, "owner", both)
    assert "get studies/<uuid:study_id>/coding/<int:round_id>/" in found
    assert any(name.startswith("post") and "export.json" in name for name in found)


def test_negative_control_without_the_gate_the_walk_finds_it(
    world: World, coding: CodingRound, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(CodeQuerySet, "open_to", lambda self, reader: self.all())
    found = changed(world, "editor", lambda: answer(coding, world))
    assert "get studies/<uuid:study_id>/coding/<int:round_id>/desk/" in found
    assert any("export.json" in name for name in found)


def test_the_gate_stands_in_the_query(world: World, coding: CodingRound) -> None:
    answer(coding, world)
    mine, others = world.users["coder"], world.users["editor"]
    assert Code.objects.open_to(mine).count() == 3
    assert not Code.objects.open_to(others).exists() and not Code.objects.open_to(None).exists()
    say(coding, mine, {}, submit=True)
    assert not Code.objects.open_to(others).exists() and not Code.objects.open_to(None).exists()
    say(coding, others, {}, submit=True)
    assert Code.objects.open_to(others).count() == Code.objects.open_to(None).count() == 3
