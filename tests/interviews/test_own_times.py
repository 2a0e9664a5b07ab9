"""The participant's page of times: pick, move, cancel, decline; in their language and by their clock; without scripts."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from analysis.erasing.beginning import begin
from interviews.models import CallPlan, Interview, Participant, Recruit, Slot, Stage
from interviews.scheduling import arranging
from studies.models import Study
from tests.factories import make_own_link, make_participant
from tests.jobs import run_jobs

pytestmark = pytest.mark.django_db
YEAR = timezone.now().year + 1


@pytest.fixture
def person(study: Study) -> Participant:
    CallPlan.settle(study, study.owner, zone="Europe/Berlin", place="https://meet.example.org/x")
    return make_participant(study=study, stage=Stage.INVITED)


@pytest.fixture
def link(person: Participant) -> str:
    return make_own_link(participant=person) + "time/"


@pytest.fixture
def slots(study: Study) -> list[Slot]:
    """In March, a week before and two after Europe turns its clocks; America has turned them already."""
    starts = [datetime(YEAR, 3, day, 14, tzinfo=UTC) for day in (5, 20)] + [datetime(YEAR, 4, 9, 14, tzinfo=UTC)]
    return Slot.offer(study, starts, 45, study.owner, "", study.owner)


def post(link: str, act: str, **told: object) -> tuple[int, str]:
    answer = Client(enforce_csrf_checks=True).post(f"{link}{act}/", {"language": "en", **told}, follow=True)
    return answer.status_code, answer.content.decode()


def test_free_times_stand_by_the_teams_clock_and_by_their_own(link: str, slots: list[Slot]) -> None:
    page = Client().get(link).content.decode()
    assert "clock of Europe/Berlin" in page
    clocks = re.findall(r'name="slot".*?>([\d:]+)<', page)
    assert clocks == ["15:00", "15:00", "16:00"]
    theirs = Client().get(f"{link}?zone=America/New_York").content.decode()
    assert re.findall(r'name="slot".*?>([\d:]+)<', theirs) == ["09:00", "10:00", "10:00"]
    assert f"5 March {YEAR}" in theirs


def test_who_took_a_time_and_has_not_chosen_yet_is_led_on(link: str, study: Study, slots: list[Slot]) -> None:
    asked = make_participant(study=study, agrees=False, stage=Stage.INVITED)
    page = post(make_own_link(participant=asked) + "time/", "take", slot=slots[0].pk)[1]
    assert page.index("One thing more before we talk") < page.index("Your time")
    page = post(link, "take", slot=slots[1].pk)[1]
    assert "One thing more" not in page
    assert "See what you chose" in page


def test_the_letters_link_leads_whoever_was_heard_to_the_rest(
    link: str, person: Participant, slots: list[Slot]
) -> None:
    call = arranging.take(person, slots[0].pk)
    call.start(person.study.owner)
    call.finish(person.study.owner)
    answer = Client().get(f"{link}?language=de")
    assert (answer.status_code, answer["Location"]) == (302, link.removesuffix("time/") + "?language=de")
    assert "Nach unserem Gespräch" in Client().get(answer["Location"]).content.decode()
    Interview.schedule(person, person.study.owner, slots[1].starts_at)
    assert Client().get(link).status_code == 200


def test_picking_moving_and_cancelling(link: str, person: Participant, slots: list[Slot]) -> None:
    status, page = post(link, "take", slot=slots[0].pk, zone="America/New_York")
    assert (status, "It’s yours" in page) == (200, True)
    assert f"5 March {YEAR}, 09:00" in page
    assert f"By our clock: " in page  # noqa: F541
    assert f"5 March {YEAR}, 15:00 (Europe/Berlin)" in page
    assert Recruit.of(person).zone == "America/New_York"
    status, page = post(link, "take", slot=slots[2].pk)
    assert f"9 April {YEAR}, 10:00" in page
    call = Interview.objects.get()
    assert call.scheduled_at == slots[2].starts_at
    status, page = post(link, "cancel")
    assert "The talk is cancelled" in page
    assert set(Slot.objects.free()) == set(slots)
    assert [m for m in (run_jobs(), mail.outbox) if m][-1][-1].subject.startswith("Cancelled")
    calendar = Calendar.from_ical(mail.outbox[-1].attachments[0][1])
    assert (calendar["method"], calendar.walk("VEVENT")[0]["sequence"]) == ("CANCEL", 2)


def test_the_link_in_a_letter_opens_the_page(person: Participant, slots: list[Slot]) -> None:
    mail.outbox = []
    arranging.invite(person, person.study.owner)  # type: ignore[arg-type]
    run_jobs()
    found = re.search(r"https://line\.example(/p/[\w-]+/time/)", mail.outbox[0].body)
    assert found
    assert "When can we talk?" in Client(headers={"accept-language": "en"}).get(found[1]).content.decode()
    assert "Wann können wir reden?" in Client(headers={"accept-language": "de"}).get(found[1]).content.decode()


def test_who_comes_second_is_told_and_sees_what_is_free(link: str, study: Study, slots: list[Slot]) -> None:
    arranging.take(make_participant(study=study, stage=Stage.INVITED), slots[0].pk)
    status, page = post(link, "take", slot=slots[0].pk)
    assert status == 409
    assert "Somebody else has just taken this time" in page
    assert f'value="{slots[1].pk}"' in page
    assert f'value="{slots[0].pk}"' not in page


def test_declining_gives_the_time_back_and_leaves_the_way_open(
    link: str, person: Participant, slots: list[Slot]
) -> None:
    post(link, "take", slot=slots[0].pk)
    _, page = post(link, "decline")
    assert "Thank you for saying so" in page and "<h1>You don’t take part</h1>" in page
    person.refresh_from_db()
    assert person.stage == Stage.DECLINED
    assert slots[0] in Slot.objects.free()
    assert "If you change your mind" in Client().get(link).content.decode()
    post(link, "take", slot=slots[1].pk)
    person.refresh_from_db()
    assert person.stage == Stage.SCHEDULED


@pytest.mark.parametrize("stage", [Stage.TO_INVITE, Stage.INTERVIEWED])
def test_who_isnt_asked_has_nothing_to_choose(link: str, person: Participant, slots: list[Slot], stage: str) -> None:
    person.move_to(stage)
    page = Client().get(link).content.decode()
    assert 'name="slot"' not in page
    assert post(link, "take", slot=slots[0].pk)[0] == 409
    assert not Interview.objects.exists()


def test_a_withdrawal_closes_the_page_and_stops_the_letters(link: str, person: Participant, slots: list[Slot]) -> None:
    run_jobs()
    mail.outbox = []
    post(link, "take", slot=slots[0].pk)
    begin(person, "delete")
    assert Client().get(link).status_code == 404
    assert post(link, "take", slot=slots[1].pk)[0] == 404
    run_jobs()
    assert mail.outbox == []


@pytest.mark.parametrize("act", ["take", "cancel", "decline"])
def test_without_a_link_nothing_is_done(slots: list[Slot], act: str) -> None:
    assert Client().post(f"/p/wrong/time/{act}/", {"slot": slots[0].pk}).status_code == 404
    assert not Interview.objects.exists()


def test_what_comes_damaged_is_answered_calmly(link: str, slots: list[Slot]) -> None:
    assert post(link, "take", slot="x")[0] == 409
    assert post(link, "cancel")[0] == 409
    for query in ("?zone=Nowhere/Else", "?zone=../etc", "?after=x", "?after=999999", "?said=%3Cb%3E", "?language=xx"):
        assert Client().get(link + query).status_code == 200
    assert "isn’t a time zone" in Client().get(f"{link}?zone=Nowhere&language=en").content.decode()


def test_no_name_of_the_team_and_no_other_person_stands_on_it(link: str, study: Study, slots: list[Slot]) -> None:
    other = make_participant(study=study, stage=Stage.INVITED)
    arranging.take(other, slots[0].pk)
    page = Client().get(link).content.decode()
    assert other.contact.name not in page
    assert other.code not in page


def test_as_many_queries_for_many_times_and_pages_by_key(link: str, study: Study) -> None:
    def fill(many: int, first: int) -> None:
        start = timezone.now() + timedelta(days=first)
        Slot.objects.bulk_create(
            Slot(study=study, interviewer=study.owner, starts_at=start + timedelta(hours=n)) for n in range(many)
        )

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert Client().get(link).status_code == 200
        return len(seen)

    fill(2, 3)
    few = queries()
    fill(200, 10)
    assert queries() == few
    page = Client().get(link).content.decode()
    after = re.search(r"after=(\d+)", page)
    assert after
    assert page.count('name="slot"') == 30
    assert Client().get(f"{link}?after={after[1]}").content.decode().count('name="slot"') == 30
