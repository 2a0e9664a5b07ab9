"""Nothing shows what a teammate's debrief says before one's own of that call is saved: every page and export is walked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.urls import reverse

from accounts.models import User
from interviews.models import AssumptionSignal, Debrief, Interview
from interviews.models.debrief import DebriefQuerySet
from tests.factories import make_assumption, make_interview, make_note
from tests.test_access import ROUTES, World, fill

pytestmark = pytest.mark.django_db

CANARY = "Kanarienwort"
FILES = {"export_json", "quotes_csv", "record_markdown"}


@pytest.fixture
def world(db: None) -> World:
    return World()


@pytest.fixture
def secret(world: World) -> Debrief:
    """The colleague's debrief of the call that the walk opens; the editor hasn't written theirs."""
    interview = world.study.interviews.held().first()
    author = interview.debriefs.get().author
    words = make_note(interview=interview, text=f"{CANARY} said")
    interview.debriefs.all().delete()
    fields = {name: f"{CANARY} {name}" for name in ("surprises", "needs", "follow_ups", "quick_facts")}
    debrief = Debrief.write(interview, author, {}, memorable=words, **fields)
    words.delete()  # the words themselves stand in the notes for everybody
    return debrief


def showing(world: World, who: str) -> Iterator[str]:
    """Every page of the study; of the POSTs those that hand out a file."""
    for route in ROUTES:
        if "study_id" not in route.kwargs:
            continue
        method = "post" if route.view.__name__ in FILES else "get"
        with transaction.atomic():
            response = getattr(world.clients[who], method)(fill(route, world))
            body = b"".join(response.streaming_content) if response.streaming else response.content
            transaction.set_rollback(True)
        if CANARY in body.decode(errors="replace"):
            yield f"{method} {route}"


def test_no_page_and_no_export_shows_it_to_who_has_written_none(world: World, secret: Debrief) -> None:
    assert {route.view.__name__ for route in ROUTES} >= FILES
    assert list(showing(world, "editor")) == []


def test_saving_ones_own_opens_it(world: World, secret: Debrief) -> None:
    Debrief.write(secret.interview, world.users["editor"], {}, surprises="Mine.")
    found = set(showing(world, "editor"))
    one = "studies/<uuid:study_id>/interviews/<int:interview_id>/"
    assert {f"get {one}debrief/", f"get {one}record/", f"post {one}record/markdown/"} <= found
    assert any("export" in path for path in found)


def test_negative_control_without_the_gate_the_walk_finds_it(
    world: World, secret: Debrief, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(DebriefQuerySet, "open_to", lambda self, reader: self.all())
    assert len(list(showing(world, "editor"))) >= 3


def test_the_gate_stands_in_the_query(study: object, alice: User, bob: User) -> None:
    one, other = (make_interview(study=study) for _ in range(2))  # type: ignore[arg-type]
    hers = Debrief.write(one, alice, {}, surprises="x")
    his = Debrief.write(other, bob, {}, surprises="x")
    assert set(Debrief.objects.open_to(bob)) == {his} and set(Debrief.objects.hidden_from(bob)) == {hers}
    mine = Debrief.write(one, bob, {}, surprises="x")
    assert set(Debrief.objects.open_to(bob)) == {hers, his, mine}


def test_its_signals_are_counted_and_not_said_of_whom(study: object, alice: User, bob: User) -> None:
    from tests.people import client_of

    assumption = make_assumption(study=study)  # type: ignore[arg-type]
    held: Interview = make_interview(study=study)  # type: ignore[arg-type]
    Debrief.write(held, alice, {assumption.pk: "for"}, surprises="x")
    page = reverse("analysis:assumption", args=[held.study_id, assumption.pk])
    shown = client_of(bob).get(page).content.decode()
    assert "1 for, 0 against" in shown and "One person, by a teammate’s debrief." in shown
    assert held.participant.code not in shown and "(AO)" not in shown
    assert held.participant.code in client_of(alice).get(page).content.decode()
    Debrief.write(held, bob, {}, surprises="x")
    shown = client_of(bob).get(page).content.decode()
    assert held.participant.code in shown and "(AO)" in shown


def test_a_signal_of_a_hidden_debrief_stays_out_of_the_export(study: object, alice: User, bob: User) -> None:
    from analysis.exporters.json_all import document

    assumption = make_assumption(study=study)  # type: ignore[arg-type]
    held = make_interview(study=study)  # type: ignore[arg-type]
    Debrief.write(held, alice, {assumption.pk: "for"}, surprises="x")
    found = document(held.study, bob)
    assert found["debriefs"] == [] and list(found["signals"]) == []
    assert {"participant": "P01", "what": "debriefs"}.items() <= found["left_out"][0].items()
    assert AssumptionSignal.objects.exists() and len(document(held.study, alice)["signals"]) == 1
