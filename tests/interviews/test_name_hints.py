"""Names of contacts in what is typed during a call, and what is offered in their place."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from interviews.live.name_hints import name_hints
from interviews.models import Interview
from studies.models import Study
from tests.factories import make_contact, make_interview, make_participant

pytestmark = pytest.mark.django_db


@pytest.fixture
def interview(study: Study) -> Interview:
    workspace = study.workspace
    for name, company in (  # fmt: skip
        ("Marta Quill", "Ladle & Larder"),
        ("Ben Quill", ""),
        ("Åsa Öberg", "Ny"),
        ("Una O'Dell-Ray", ""),
    ):
        make_participant(study=study, contact=make_contact(workspace=workspace, name=name, company=company))
    return make_interview(study=study, participant=study.participants.get(number=1))


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("Marta Quill counts", "P01 counts"),
        ("Thanks, Marta.", "Thanks, P01."),
        ("Marta and Ben", "P01 and P02"),
        ("as Quill says", "as [person] says"),  # two are called so
        ("at Ladle & Larder since May", "at [company] since May"),
        ("🍳 Åsa 🍳 Öberg", "🍳 P03 🍳 P03"),
        ("Martas, smart, marta, Benny, Ny", "Martas, smart, marta, Benny, Ny"),
        ("A\u030asa and O\u0308berg", "P03 and P03"),
        ("e\u0301 Una O’Dell\u2011Ray!", "e\u0301 P04!"),
        ("una o’dell-ray, O’Dell-Rays", "una o’dell-ray, O’Dell-Rays"),
        ("Mar\u00adta", "P01"),
        ("", ""),
    ],
)
def test_where_they_stand(study: Study, interview: Interview, typed: str, written: str) -> None:
    said = typed
    for hint in reversed(name_hints(study, typed)):
        said = said[: hint.start] + hint.say + said[hint.end :]
    assert said == written


def url(interview: Interview) -> str:
    return reverse("interviews:live_names", args=[interview.study_id, interview.pk])


def test_the_page_hears_where_and_no_name(as_bob: Client, interview: Interview) -> None:
    answer = as_bob.post(url(interview), {"text": "Said Marta"})
    assert answer.json() == {"found": [[5, 10, "P01"]]}
    assert "Marta" not in answer.content.decode()


def test_of_another_study_none(as_bob: Client, interview: Interview, study: Study) -> None:
    other = Study.objects.create(workspace=study.workspace, title="Another", owner=study.owner)
    assert name_hints(other, "Marta Quill") == []


def test_who_may_not_see_names_is_not_told(as_vera: Client, as_charlie: Client, interview: Interview) -> None:
    assert as_vera.post(url(interview), {"text": "Marta"}).status_code == 403
    assert as_charlie.post(url(interview), {"text": "Marta"}).status_code == 404
