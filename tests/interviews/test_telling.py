"""Names that stand in what was said, and people who can be told by role, company and city."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from analysis.models import Quote, Side
from interviews.contacts.known_names import Known, names_of, stand_in
from interviews.contacts.small_groups import Traits, told_apart
from studies.models import Study
from tests.factories import make_contact, make_insight, make_interview, make_note, make_participant, make_transcript

KNOWN = names_of([("Nina Nowhere", "Tin Spoon"), ("Will O'Dea", ""), ("Al Bo", "Ox")])


def test_whole_names_come_before_their_parts() -> None:
    assert KNOWN[:4] == [
        Known("Nina Nowhere", "person"), Known("Tin Spoon", "company"), Known("Will O'Dea", "person"), Known("Al Bo", "person"),
    ]  # fmt: skip
    assert {each.words for each in KNOWN[4:]} == {"Nina", "Nowhere", "Will", "O'Dea"}  # two letters are too few


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Thanks, Nina.", ["Nina"]),
        ("Nina Nowhere runs the Tin Spoon", ["Nina Nowhere", "Tin Spoon"]),
        ("I will count tomorrow", []),
        ("Willow and Ninas", []),
        ("Nina’s kitchen", ["Nina"]),
        ("Will O’Dea and O\u02bcDea", ["Will O'Dea"]),
        ("Ni\u00adna", ["Nina"]),
        ("will o’dea", []),
    ],
)
def test_names_are_found_as_they_are_spelled(text: str, found: list[str]) -> None:
    assert [each.words for each in stand_in(["Well.", text], KNOWN)] == found


def test_fewer_than_three_alike_can_be_told() -> None:
    cook = Traits("Head cook", "Tin Spoon", "Lodz")
    people = {1: cook, 2: Traits("head  cook", "tin spoon", "lodz"), 3: Traits("", "", ""), 4: Traits("Owner", "", "")}
    assert told_apart(people) == {1, 2, 4}
    assert told_apart(people | {5: cook}) == {4}
    assert cook.words == "Head cook at Tin Spoon in Lodz"


@pytest.fixture
def said(study: Study, alice: User) -> Quote:
    contact = make_contact(workspace=study.workspace, name="Nina Nowhere", company="Tin Spoon", job="Head cook")
    person = make_participant(study=study, contact=contact, attributes={"city": "Lodz"})
    held = make_interview(study=study, participant=person)
    make_transcript(interview=held, turns=[("team", "Thanks, Nina."), ("participant", "It's quiet at Tin Spoon.")])
    quote = Quote.whole(make_note(interview=held, text="We count on Sundays."), alice)
    make_insight(study=study).cite(quote, Side.FOR, alice)
    return quote


def test_a_name_that_stands_in_the_lines_is_offered_to_those_who_see_names(
    said: Quote, study: Study, as_bob: Client, as_vera: Client
) -> None:
    url = reverse("analysis:transcript", args=[study.pk, said.interview_id])
    page = as_bob.get(url).content.decode()
    assert '<button class="btn tiny">Nina</button>' in page and '<button class="btn tiny">Tin Spoon</button>' in page
    assert "from your contacts" not in as_vera.get(url).content.decode()
    typed = reverse("analysis:notes", args=[study.pk, said.interview_id])
    assert "from your contacts" not in as_bob.get(typed).content.decode()  # no name stands there


def test_who_can_be_told_is_said_before_words_are_shared(said: Quote, study: Study, as_bob: Client) -> None:
    own = reverse("interviews:participant", args=[study.pk, said.participant_id])
    assert "in common: Head cook at Tin Spoon in Lodz." in as_bob.get(own).content.decode()
    links = reverse("analysis:report_links", args=[study.pk])
    assert "Re-identifies?" in as_bob.get(links).content.decode()
    for _ in range(2):
        alike = make_contact(workspace=study.workspace, company="Tin Spoon", job="head cook")
        make_participant(study=study, contact=alike, attributes={"City": "Lodz"})
    assert "Re-identifies?" not in as_bob.get(own).content.decode()
    assert "Re-identifies?" not in as_bob.get(links).content.decode()
