"""What an open round must not leak into or be led by: suggestions, the journal and its history, search, the exports."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from accounts.models import User
from analysis.models import Change, Code, CodingRound, SearchEntry, Step
from analysis.quoting import suggestions
from analysis.quoting.theme_model import Model
from studies.models import Study
from tests.analysis.rounds import make_talk, say
from tests.factories import make_quote, make_theme

pytestmark = pytest.mark.django_db
TOKENS = re.compile(r'csrfmiddlewaretoken" value="\w+"|X-CSRFToken": "\w+"')


@pytest.fixture
def coding(study: Study, alice: User, bob: User) -> CodingRound:
    """The study suggests: themes are learned from tags, of words like those that are coded too."""
    study.suggests_themes = True
    study.save(update_fields=["suggests_themes"])
    themes = [make_theme(study=study, name=name) for name in ("Night", "Trust", "Waste")]
    for number in range(6):
        make_quote(study=study, theme=themes[number % 2], text=f"Torch and freezer, {('night', 'trust')[number % 2]}.")
    return CodingRound.start(study, [make_talk(study, 4)], [alice, bob], alice)


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    suggestions._kept.clear()


def learned(study: Study) -> Model:
    """All that was counted, so that the smallest influence shows."""
    suggestions._kept.clear()
    return suggestions._model_of(study)


def code(coding: CodingRound, user: User, submit: bool = False) -> None:
    """Everything is “Waste”, to which no tag leads."""
    say(coding, user, {unit: [2] for unit in range(4)}, submit=submit)


def learned_from_codes(study: Study) -> Any:
    """What must never be: the answers of rounds beside the tags."""
    for _, text, themes in suggestions._rows(study):
        yield text, themes
    for code in Code.objects.filter(coder__round__study=study).select_related("unit__note", "theme"):
        yield code.unit.note.text, [code.theme.theme_id]


class TestSuggestions:
    def test_are_not_led_by_answers(self, coding: CodingRound, study: Study, alice: User) -> None:
        before = learned(study)
        code(coding, alice)
        assert learned(study) == before
        code(coding, alice, submit=True)
        assert learned(study) == before

    def test_negative_control_if_they_learned_from_answers_it_would_show(
        self, coding: CodingRound, study: Study, alice: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(suggestions, "_tagged", learned_from_codes)
        before = learned(study)
        code(coding, alice)
        assert learned(study) != before

    def test_dont_show_at_the_desk(
        self, coding: CodingRound, as_alice: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked: list[str] = []
        monkeypatch.setattr("analysis.quoting.suggestions.suggest", lambda study, words: asked.append(words) or [])
        desk = as_alice.get(f"/studies/{coding.study_id}/coding/{coding.pk}/desk/").content.decode()
        assert "Answer 0." in desk and "/suggested/" not in desk and "uggested" not in desk
        assert not asked
        names = [name for name in ("Night", "Trust", "Waste") if name in desk]
        places = [desk.index(f'<span class="nm">{name}</span>') for name in names]
        assert places == sorted(places)  # the themes' own order, whatever would be likely


class TestTheJournal:
    def test_an_answer_is_no_step(self, coding: CodingRound, study: Study, alice: User) -> None:
        steps, changes, events = Step.objects.count(), Change.objects.count(), study.events.count()
        code(coding, alice)
        assert (Step.objects.count(), Change.objects.count(), study.events.count()) == (steps, changes, events)

    def test_negative_control_what_is_tagged_is_one(self, coding: CodingRound, study: Study, alice: User) -> None:
        changes = Change.objects.count()
        study.themes.get(name="Waste").tag(study.quotes.first(), alice)  # type: ignore[arg-type]
        assert Change.objects.count() == changes + 1

    def test_the_database_has_no_trigger_on_answers(self, db: None) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "select relname from pg_trigger join pg_class on pg_class.oid = tgrelid where tgname ~ 'write_down|sought'"
            )
            watched = {name for (name,) in cursor.fetchall()}
        assert "analysis_tag" in watched
        assert not {name for name in watched if name.startswith(("analysis_cod", "analysis_unit"))}


def test_search_finds_the_same_to_the_letter(coding: CodingRound, alice: User, as_bob: Client) -> None:
    """The exports and every other page are walked in test_coding_blind."""

    def seen() -> list[Any]:
        pages = [as_bob.get("/search/", {"q": words}).content.decode() for words in ("answer", "waste", "torch")]
        assert "Answer 0." in re.sub(r"<[^>]+>", "", pages[0])
        return [
            list(SearchEntry.objects.order_by("pk").values_list("pk", "words")),
            [TOKENS.sub("", it) for it in pages],
        ]

    before = seen()
    code(coding, alice)
    assert seen() == before
