"""Every combination of answers against everything the app does with a person's words: only what was agreed is done.

What isn't done by the app needs no gate: it records nothing itself, and it never names anybody beside a quote.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.refusal import Refused
from analysis.models import Quote, ShareLink, Side, Stance, Theme
from interviews import importers
from interviews.models import (
    ConsentRecord,
    Interview,
    InterviewState,
    Method,
    Note,
    Observer,
    Participant,
    Purpose,
    Stage,
)
from interviews.models.note import save_note
from interviews.transcripts.drafting import FileFacts, keep_draft
from studies.models import Study
from tests.factories import (
    make_assumption,
    make_form,
    make_insight,
    make_interview,
    make_note,
    make_participant,
    make_study,
    make_theme,
)

pytestmark = pytest.mark.django_db

SAID = "we keep a second ledger in the drawer"
Answers = dict[str, bool]
EVERY = [dict(zip(Purpose.values, each, strict=True)) for each in product([True, False], repeat=len(Purpose))]
FILE = importers.Transcript(
    format="vtt", turns=(importers.Turn("P", "Yes.", 0, 900, 1), importers.Turn("I", "Why?", 1000, 1900, 3))
)


class Scene:
    """Somebody who agreed to everything at first: a call under way, one that is planned, a line, a quote on an insight."""

    def __init__(self, study: Study, by: User) -> None:
        self.study, self.by = study, by
        make_form(study=study)
        self.person: Participant = make_participant(study=study)
        self.live: Interview = make_interview(study=study, participant=self.person, state=InterviewState.LIVE)
        self.planned: Interview = make_interview(study=study, participant=self.person, state=InterviewState.PLANNED)
        self.line: Note = make_note(interview=self.live, text=f"Well, {SAID}.")
        self.theme: Theme = make_theme(study=study)
        self.assumption = make_assumption(study=study)
        self.quote: Quote = Quote.take(self.line, 6, self.line, 6 + len(SAID), by)
        self.theme.tag(self.quote, by)
        self.insight = make_insight(study=study)
        self.insight.cite(self.quote, Side.FOR, by)
        self.link, self.token = ShareLink.issue(study, by, days=7, label="Board")
        self.later: Participant = make_participant(
            study=make_study(workspace=study.workspace), contact=self.person.contact, agrees=False
        )

    def answer(self, answers: Answers) -> None:
        ConsentRecord.capture(self.person, answers, Method.WRITTEN, self.by)


def notes(scene: Scene) -> None:
    save_note(scene.live, uuid.uuid4(), scene.by, 0, kind="note", text="Counts twice", offset_ms=1)


def begin(scene: Scene) -> None:
    scene.planned.start(scene.by)


def import_typed(scene: Scene) -> None:
    keep_draft(scene.planned, FILE, FileFacts("a.vtt", timezone.now(), made_by_machine=False), scene.by)


def import_by_machine(scene: Scene) -> None:
    keep_draft(scene.planned, FILE, FileFacts("a.vtt", timezone.now(), made_by_machine=True), scene.by)


def quote(scene: Scene) -> None:
    Quote.take(scene.line, 0, scene.line, 4, scene.by)


def weigh(scene: Scene) -> None:
    scene.quote.weigh(scene.assumption, Stance.FOR, scene.by)


def observe(scene: Scene) -> None:
    Observer.declare(scene.live, "Designer", "Acme", scene.by)


def ask_again(scene: Scene) -> None:
    scene.later.move_to(Stage.INVITED)


DOMAIN: dict[Callable[[Scene], None], set[str]] = {
    notes: {Purpose.NOTES},
    begin: {Purpose.NOTES},
    import_typed: {Purpose.NOTES},
    import_by_machine: {Purpose.NOTES, Purpose.TRANSCRIPTION},
    quote: {Purpose.NOTES, Purpose.QUOTES},
    weigh: {Purpose.NOTES, Purpose.QUOTES},
    observe: {Purpose.OBSERVERS},
    ask_again: {Purpose.RECONTACT},
}


def agreed(answers: Answers, needs: set[str]) -> bool:
    return all(answers[purpose] for purpose in needs)


def works(act: Callable[[Scene], None], scene: Scene) -> bool:
    """Whether the verb does it; what it did is taken back."""
    scene.planned.refresh_from_db()
    try:
        with transaction.atomic():
            act(scene)
            transaction.set_rollback(True)
    except Refused:
        return False
    return True


def test_the_domain_does_what_was_agreed_and_nothing_else(study: Study, alice: User) -> None:
    scene, wrong = Scene(study, alice), []
    for answers in EVERY:
        with transaction.atomic():
            scene.answer(answers)
            wrong += [
                (act.__name__, answers) for act, needs in DOMAIN.items() if works(act, scene) != agreed(answers, needs)
            ]
            transaction.set_rollback(True)
    assert not wrong, f"{len(wrong)} wrong, the first: {wrong[0]}"


SHOWN = {
    "analysis:board": ({Purpose.NOTES, Purpose.QUOTES}, {}),
    "analysis:quotes_csv": ({Purpose.NOTES, Purpose.QUOTES}, {}),
    "analysis:report": ({Purpose.NOTES, Purpose.QUOTES}, {}),
    "analysis:export_json": ({Purpose.NOTES}, {}),
    "analysis:notes": ({Purpose.NOTES}, {"interview": True}),
    "interviews:record": ({Purpose.NOTES}, {"interview": True}),
    "interviews:lines": ({Purpose.NOTES}, {"interview": True}),
}


def pages(scene: Scene, client: Client) -> dict[str, tuple[str, set[str]]]:
    found = {}
    for name, (needs, wants) in SHOWN.items():
        args = [scene.study.pk, *([scene.live.pk] if wants else [])]
        found[name] = reverse(name, args=args), needs
    found["analysis:theme"] = (
        reverse("analysis:theme", args=[scene.study.pk, scene.theme.pk]),
        {Purpose.NOTES, Purpose.QUOTES},
    )
    found["analysis:insight"] = (
        reverse("analysis:insight", args=[scene.study.pk, scene.insight.pk]), {Purpose.NOTES, Purpose.QUOTES},
    )  # fmt: skip
    found["search"] = reverse("analysis:search") + "?q=second+ledger", {Purpose.NOTES}
    found["shared"] = reverse("analysis:shared_report", args=[scene.token]), {Purpose.NOTES, Purpose.QUOTES}
    return found


PASSED_ON = (".csv", ".json")  # what leaves the app is asked for by a form


def holds(client: Client, url: str) -> bool:
    ask = client.post if url.endswith(PASSED_ON) else client.get
    response = ask(url, follow=True)
    body = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
    assert response.status_code in {200, 409}, (
        url,
        response.status_code,
    )  # refused as a whole, or shown without the words
    return SAID in re.sub(r"</?mark[^>]*>", "", body.decode())


def acts(scene: Scene) -> dict[str, tuple[str, dict[str, Any], set[str]]]:
    study, live = scene.study.pk, scene.live.pk
    line = {"first": scene.line.pk, "start": 0, "last": scene.line.pk, "end": 4, "name": "Ledgers"}
    return {
        "quote": (reverse("analysis:quote_add", args=[study, live]), line, {Purpose.NOTES, Purpose.QUOTES}),
        "weigh": (
            reverse("analysis:quote_weigh", args=[study, scene.quote.pk]),
            {"assumption": scene.assumption.pk, "stance": "for"}, {Purpose.NOTES, Purpose.QUOTES},
        ),
        "observe": (
            reverse("interviews:observer_declare", args=[study, live]), {"role": "Designer", "organisation": "Acme"},
            {Purpose.OBSERVERS},
        ),
        "begin": (reverse("interviews:interview_start", args=[study, scene.planned.pk]), {}, {Purpose.NOTES}),
        "ask again": (
            reverse("interviews:participant_stage", args=[scene.later.study_id, scene.later.pk]),
            {"stage": Stage.INVITED}, {Purpose.RECONTACT},
        ),
    }  # fmt: skip


def did(client: Client, url: str, data: dict[str, Any], study: Study) -> bool:
    """By its answer; what it did is taken back."""
    with transaction.atomic():
        response = client.post(url, data)
        transaction.set_rollback(True)
    assert response.status_code in {200, 302, 303, 404, 409}, (url, response.status_code, response.content[:300])
    return response.status_code < 400


def test_every_address_does_what_was_agreed_and_nothing_else(study: Study, alice: User, as_alice: Client) -> None:
    scene, wrong = Scene(study, alice), []
    shown, done = pages(scene, as_alice), acts(scene)
    for answers in EVERY:
        with transaction.atomic():
            scene.answer(answers)
            wrong += [
                (name, answers)
                for name, (url, needs) in shown.items()
                if holds(as_alice, url) != agreed(answers, needs)
            ]
            wrong += [
                (name, answers)
                for name, (url, data, needs) in done.items()
                if did(as_alice, url, data, study) != agreed(answers, needs)
            ]
            transaction.set_rollback(True)
    assert not wrong, f"{len(wrong)} wrong: {sorted({name for name, _ in wrong})}, the first: {wrong[0]}"


def test_a_gate_that_stands_open_is_noticed(study: Study, alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control."""
    monkeypatch.setattr(Participant, "demand", lambda self, purpose: None)
    with pytest.raises(AssertionError, match="wrong"):
        test_the_domain_does_what_was_agreed_and_nothing_else(study, alice)
