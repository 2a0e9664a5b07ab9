"""Who stopped further use still has a page: for what is kept of them, and to be rid of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from analysis.erasing.beginning import begin
from interviews.models import Participant, ParticipantLink, Purpose, StudyPrivacy, Withdrawal
from studies.models import Study
from tests.factories import make_contact, make_own_link, make_participant, make_whole_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(study: Study) -> Participant:
    make_whole_form(study=study, purposes=[Purpose.NOTES, Purpose.QUOTES])
    contact = make_contact(workspace=study.workspace, name="Kim Kellner", email="kim@tinspoon.example")
    return make_participant(study=study, agrees=False, contact=contact)


@pytest.fixture
def link(person: Participant) -> str:
    return make_own_link(participant=person)


@pytest.fixture
def stopped(link: str, person: Participant, alice: User) -> str:
    begin(person, "stop", alice)
    return link


def test_the_page_says_so_and_gives_back_what_is_kept(stopped: str) -> None:
    page = Client().get(stopped).content.decode()
    assert "Nothing more is done with your words" in page and "Further use was stopped on" in page
    assert "Change to" not in page and "Your name, as a signature" not in page
    assert "Have it deleted as well" in page
    taken = Client().post(f"{stopped}data.zip")
    assert taken.status_code == 200 and taken["Content-Type"] == "application/zip"


def test_nothing_begins_anew_there(stopped: str, person: Participant) -> None:
    for path, sent in (
        ("answer/", {"purpose": "notes", "answer": "yes"}),
        ("copy/", {"email": "a@example.org"}),
        ("", {"name": "A"}),
    ):
        answer = Client().post(stopped + path, sent)
        assert "Nothing more is done with your words" in answer.content.decode(), path
    assert not Participant.objects.get(pk=person.pk).allows(Purpose.NOTES) and not mail.outbox
    assert not person.signatures.exists()


def test_from_there_all_of_it_is_deleted(stopped: str) -> None:
    page = Client().get(f"{stopped}withdraw/").content.decode()
    assert "Have it deleted as well" in page and "we delete everything" in page
    done = Client().post(f"{stopped}withdraw/").content.decode()
    assert "is being deleted" in done and "Your link opens nothing from now on" in done
    assert Withdrawal.objects.get().outcome == "delete"
    assert Client().get(stopped).status_code == Client().post(f"{stopped}data.zip").status_code == 404


@pytest.mark.parametrize("terms", [{"outcome": "stop"}, {"withdraw_until": timezone.localdate() - timedelta(days=1)}])
def test_where_the_study_promised_no_more_than_that_there_is_no_button(
    stopped: str,
    terms: dict[str, object],
) -> None:
    StudyPrivacy.objects.update(**terms)
    assert "Have it deleted as well" not in Client().get(stopped).content.decode()
    assert Client().post(f"{stopped}withdraw/").status_code == 302
    assert Withdrawal.objects.get().outcome == "stop"


def test_stopping_oneself_leads_back_to_the_page(link: str) -> None:
    StudyPrivacy.objects.update(outcome="stop")
    done = Client().post(f"{link}withdraw/").content.decode()
    assert "Your page stays" in done and "Your link opens nothing" not in done
    assert Client().get(link).status_code == 200


def test_the_team_makes_them_a_link_and_ends_it(stopped: str, person: Participant, as_bob: Client) -> None:
    place = [person.study.pk, person.pk]
    page = as_bob.get(reverse("interviews:participant", args=place)).content.decode()
    assert "Further use stopped on" in page and "Make another link" in page
    made = as_bob.post(reverse("interviews:own_link_make", args=place))
    assert made.status_code == 302 and ParticipantLink.objects.open().count() == 2
    newest = ParticipantLink.objects.first()
    assert newest
    as_bob.post(reverse("interviews:own_link_end", args=[*place, newest.pk]))
    assert ParticipantLink.objects.open().count() == 1


def test_of_whom_everything_goes_gets_no_link(link: str, person: Participant, alice: User, as_bob: Client) -> None:
    begin(person, "delete", alice)
    place = [person.study.pk, person.pk]
    as_bob.post(reverse("interviews:own_link_make", args=place))
    assert not ParticipantLink.objects.open().exists() and ParticipantLink.objects.count() == 1
    assert "Make a" not in as_bob.get(reverse("interviews:participant", args=place)).content.decode()
