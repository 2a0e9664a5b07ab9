"""After a withdrawal nothing brings the person's name back: no words that were taken out, no earlier wording of a line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from accounts.refusal import Refused
from analysis.erasing import texts
from analysis.erasing.beginning import erase
from analysis.erasing.seeking import names_of, seeker_for
from analysis.journal.undoing import undo
from analysis.models import Correction, Quote, Redaction
from analysis.quoting.correcting import correct
from analysis.redaction.taking_out import put_back, redact
from interviews.models import Kind, Note
from tests.analysis.full_house import House, full_house
from tests.factories import make_insight, make_note

pytestmark = pytest.mark.django_db
NAME = "Ada Canary-Kowalski"


@pytest.fixture
def house(settings: Any, tmp_path: Path, db: None) -> Iterator[House]:
    settings.ERASURE_LEDGER = tmp_path / "erasures.jsonl"
    yield full_house(NAME)


def line_of_another(house: House, text: str, kind: str = Kind.OBSERVATION) -> Note:
    return make_note(interview=house.other.interviews.get(), text=text, kind=kind)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"{NAME} told us of it.", NAME),
        ("Met Ada’s sister there.", "ada"),
        ("So says Canary–Kowalski of the Lodz shop.", "Canary-Kowalski of the Lodz shop"),
    ],
)
def test_words_taken_out_elsewhere_that_name_the_person_come_back_no_more(house: House, text: str, words: str) -> None:
    make_insight(study=house.study, statement=text)
    done = redact(house.study, words, "person", 30, house.owner)
    assert house.person.pk not in done.people and done.can_be_put_back
    erase(house.person, "delete", house.owner)
    done.refresh_from_db()
    assert (done.words, done.spelled) == ("", {})
    with pytest.raises(Refused, match="any more"):
        put_back(done, house.owner)


def test_words_that_name_nobody_else_can_still_be_put_back(house: House) -> None:
    insight = make_insight(study=house.study, statement="The Tin Spoon adapts.")
    done = redact(house.study, "Tin Spoon adapts", "company", 30, house.owner)
    erase(house.person, "delete", house.owner)
    put_back(Redaction.objects.get(pk=done.pk), house.owner)
    insight.refresh_from_db()
    assert insight.statement == "The Tin Spoon adapts."


def test_words_of_another_study_are_left_alone(house: House) -> None:
    other = full_house("Bo Else")
    make_insight(study=other.study, statement=f"{NAME} again")
    done = redact(other.study, NAME, "person", 30, other.owner)
    assert texts.forget_redactions(house.person, seeker_for(house.person)) == 0
    done.refresh_from_db()
    assert done.can_be_put_back


@pytest.mark.parametrize("kind", [Kind.OBSERVATION, Kind.VERBATIM])
@pytest.mark.parametrize("who", [f"{NAME}’s desk", "Ada"])
def test_the_wording_before_a_correction_that_took_the_name_out_goes(house: House, kind: str, who: str) -> None:
    line, plain = line_of_another(house, f"Waits for {who} daily.", kind), line_of_another(house, "Counts tvice.", kind)
    correct(plain, plain.revision, "Counts twice.", house.owner)
    correct(line, line.revision, "Waits for a colleague daily.", house.owner)
    assert Correction.objects.filter(before__contains=who).exists()
    erase(house.person, "delete", house.owner)
    assert not Correction.objects.filter(before__contains="Ada").exists()
    assert plain.corrections.get().before == "Counts tvice."  # what names nobody can still be taken back


@pytest.mark.django_db(transaction=True)
def test_undo_says_why(house: House) -> None:
    line = line_of_another(house, f"Waits for {NAME} daily.", Kind.VERBATIM)
    Quote.whole(line, house.owner)  # it follows the correction, so the history goes on telling of the step
    correct(line, line.revision, "Waits for a colleague daily.", house.owner)
    step = line.corrections.get().step
    erase(house.person, "delete", house.owner)
    with pytest.raises(Refused, match="its earlier words were erased, so there is nothing to take back"):
        undo(house.study, house.owner, step.pk)
    line.refresh_from_db()
    assert line.text == "Waits for a colleague daily."


def test_attributes_by_which_somebody_is_known_are_sought(house: House) -> None:
    contact = house.person.contact
    assert contact
    contact.attributes = {
        "a1": "0151 2345 678 (mobile)", "a2": "Head cook", "a3": "Berlin", "a4": "see linkedin.com/in/qcanary.", "a5": 50000,
        "a6": "2019-2021", "a7": "Badge 004711, a@b.example", "a8": "12 May 2024", "a9": "2024-05-12", "a10": True,
    }  # fmt: skip
    contact.save()
    assert names_of(house.person)[-4:] == ["0151 2345 678", "linkedin.com/in/qcanary", "004711", "a@b.example"]
    said = "Head cook in Berlin, call 0151-2345-678; 50000 guests 2019-2021."
    insight = make_insight(study=house.study, statement=said)
    erase(house.person, "delete", house.owner)
    insight.refresh_from_db()
    assert insight.statement == "Head cook in Berlin, call [withdrawn]; 50000 guests 2019-2021."
