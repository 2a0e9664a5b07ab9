"""The pages of a withdrawal: its reach first, the choice, the code typed, how far it is, what is left to do."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from accounts.models import AuditEntry, Role
from analysis.erasing.beginning import erase
from analysis.erasing.page import STEP_WORDS
from analysis.erasing.reach import reach_of
from analysis.erasing.steps import ERASING
from analysis.models import Tombstone
from interviews.models import ConsentRecord, Method, Participant, StudyPrivacy, Withdrawal
from interviews.models.legal_hold import LegalHold
from tests.analysis.full_house import SAID, House, full_house
from tests.factories import join, make_own_link, make_participant, make_user, make_whole_form
from tests.jobs import run_jobs
from tests.people import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_ledger(settings: Any, tmp_path: Path) -> None:
    settings.ERASURE_LEDGER = tmp_path / "erasures.jsonl"


@pytest.fixture
def house(own_ledger: None, db: None) -> House:
    return full_house()


@pytest.fixture
def client(house: House) -> Client:
    return client_of(house.editor)


def url_of(house: House) -> str:
    return reverse("analysis:withdraw", args=[house.study.pk, house.person.pk])


def test_its_reach_is_shown_before_anything_is_asked(client: Client, house: House) -> None:
    reach = reach_of(house.person)
    assert reach.lines == [
        "3 interviews",
        "2 transcripts",
        "8 lines of notes and transcripts",
        "1 quote under 1 theme, cited on 1 insight",
        "1 shared link to the report, which shows it without them at once",
    ]
    assert [insight.code for insight in reach.losing] == ["I1"]
    assert reach.below == ["A1 falls below its bar: 0 of at least 1"]
    assert reach.contact_goes and [place.where for place in reach.texts] == ["Theme, an example"]
    page = strip_tags(client.get(url_of(house)).content.decode())  # its numbers are set apart
    for words in [*reach.lines, *reach.below, "I1", SAID, "A link to the report", "The contact goes as well"]:
        assert words in page, words
    assert not Withdrawal.objects.exists()


def test_looking_costs_the_same_however_many_lines_there_are(
    client: Client, house: House, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(85):
        client.get(url_of(house))


@pytest.mark.parametrize("typed", ["", "P02", "yes", "1"])
def test_a_click_alone_takes_nobody_out(client: Client, house: House, typed: str) -> None:
    answer = client.post(url_of(house), {"outcome": "delete", "code": typed})
    assert answer.status_code == 422
    assert not Withdrawal.objects.exists()


def test_the_promised_outcome_is_chosen_and_named(client: Client, house: House) -> None:
    StudyPrivacy.settle(house.study, house.owner, outcome="counts")
    form = client.get(url_of(house)).context["form"]
    assert form.fields["outcome"].initial == "counts"
    assert [label for value, label in form.fields["outcome"].choices if "promised" in label][0].startswith(
        "<b>Keep anonymous"
    )


def test_after_the_last_day_the_page_offers_stopping_alone_and_says_why(client: Client, house: House) -> None:
    StudyPrivacy.settle(house.study, house.owner, withdraw_until=timezone.localdate() - timedelta(days=1))
    page = client.get(url_of(house))
    assert [value for value, _ in page.context["form"].fields["outcome"].choices] == ["stop"]
    assert "could be taken out until" in page.content.decode()
    assert client.post(url_of(house), {"outcome": "delete", "code": "P01"}).status_code == 422


def test_confirmed_it_holds_at_once_and_is_carried_out_by_the_worker(client: Client, house: House) -> None:
    answer = client.post(url_of(house), {"outcome": "delete", "code": " p01 "})
    row = Withdrawal.objects.get()
    assert answer["Location"] == reverse("analysis:withdrawal", args=[house.study.pk, row.pk])
    before = client.get(answer["Location"]).content.decode()
    assert "Under way" in before and before.count('class="done"') == 1
    assert run_jobs()[-1] == "erase"  # after the letter that calls the planned call off
    after = client.get(reverse("analysis:withdrawal_steps", args=[house.study.pk, row.pk])).content.decode()
    assert "Under way" not in after and after.count('class="done"') == len(ERASING) + 1
    assert client.get(url_of(house)).status_code == 404
    assert not Participant.objects.filter(pk=house.person.pk).exists()


def test_each_step_has_words_of_its_own() -> None:
    assert STEP_WORDS.keys() == ERASING.keys()


def test_asked_twice_it_is_one(client: Client, house: House) -> None:
    client.post(url_of(house), {"outcome": "counts", "code": "P01"})
    assert client.post(url_of(house), {"outcome": "delete", "code": "P01"}).status_code == 302
    assert Withdrawal.objects.get().outcome == "counts"


@pytest.mark.parametrize(("promised", "offered"), [("delete", ["delete"]), ("counts", ["delete", "counts"])])
def test_to_whom_it_was_promised_no_less_is_done(
    client: Client, house: House, promised: str, offered: list[str]
) -> None:
    make_whole_form(study=house.study, outcome=promised)
    ConsentRecord.capture(house.person, {"notes": True}, Method.WRITTEN, house.owner)
    page = client.get(url_of(house))
    assert [value for value, _ in page.context["form"].fields["outcome"].choices] == offered
    assert "Less than the form promised" in page.content.decode()
    assert client.post(url_of(house), {"outcome": "stop", "code": "P01"}).status_code == 422
    assert not Withdrawal.objects.exists()


def test_who_never_answered_was_promised_nothing(client: Client, house: House) -> None:
    other = make_participant(study=house.study, agrees=False)
    page = client.get(reverse("analysis:withdraw", args=[house.study.pk, other.pk]))
    assert len(page.context["form"].fields["outcome"].choices) == 3
    assert "Less than the form promised" not in page.content.decode()


def test_a_legal_hold_is_said_before(client: Client, house: House) -> None:
    assert "A legal hold stands" not in client.get(url_of(house)).content.decode()
    LegalHold.put(house.study, house.person, "A court asks.", house.owner)
    assert "A legal hold stands on P01" in client.get(url_of(house)).content.decode()


def test_the_owners_get_to_know_that_somebody_withdrew_on_their_own_page(house: House) -> None:
    link = make_own_link(participant=house.person)
    before = Client().get(f"{link}withdraw/").content.decode()
    assert "First get everything we hold of you" in before and "#own-data" in before
    after = Client().post(f"{link}withdraw/").content.decode()
    assert "<h1>You have withdrawn</h1>" in after and "First get everything" not in after
    name = house.person.contact.name  # type: ignore[union-attr]
    mail.outbox = []
    run_jobs()
    told = [message for message in mail.outbox if message.subject == "P01 withdrew"]
    assert [message.to for message in told] == [[house.owner.email]]
    row = Withdrawal.objects.get()
    assert reverse("analysis:withdrawal", args=[house.study.pk, row.pk]) in told[0].body
    assert name not in told[0].body and row.is_done


def test_who_wrote_it_down_isnt_told(client: Client, house: House) -> None:
    mail.outbox = []
    client.post(url_of(house), {"outcome": "delete", "code": "P01"})
    run_jobs()
    assert not [message for message in mail.outbox if "withdrew" in message.subject]


def test_who_withdrew_stands_as_such_among_the_people(client: Client, house: House) -> None:
    StudyPrivacy.settle(house.study, house.owner, outcome="stop")
    row = erase(house.person, "stop", house.owner)
    people = client.get(reverse("interviews:people", args=[house.study.pk])).content.decode()
    assert "Withdrew on" in people and reverse("analysis:withdrawal", args=[house.study.pk, row.pk]) in people
    page = client.get(reverse("interviews:participant", args=[house.study.pk, house.person.pk])).content.decode()
    assert "Withdrew on" in page and "Invite by mail" not in page and "Offer times" not in page


def test_what_is_left_to_do_can_be_ticked_and_opened_again(client: Client, house: House) -> None:
    row = erase(house.person, "delete", house.owner)
    task = row.tasks.get(kind="copy")
    url = reverse("analysis:withdrawal_task", args=[house.study.pk, row.pk, task.pk])
    client.post(url, {"done": "yes"})
    task.refresh_from_db()
    assert task.done_by == house.editor
    assert AuditEntry.objects.latest("number").act == "withdrawal.ticked"
    client.post(url, {"done": "no"})
    task.refresh_from_db()
    assert task.done_at is None


def test_the_list_pages_by_key_in_a_constant_number_of_queries(
    client: Client, house: House, django_assert_num_queries: Any
) -> None:
    now = timezone.now()
    Withdrawal.objects.bulk_create(
        Withdrawal(study=house.study, number=100 + n, outcome="stop", key=f"{n:064}", actor="app", asked_at=now)
        for n in range(1000)
    )  # fmt: skip
    url, seen = reverse("analysis:withdrawals", args=[house.study.pk]), []
    client.get(url)
    with django_assert_num_queries(5):
        page = client.get(url).context["page"]
    while True:
        seen += [row.number for row in page.rows]
        if not page.after:
            break
        page = client.get(url, {"before": page.after}).context["page"]
    assert sorted(seen) == list(range(100, 1100))


def test_a_viewer_sees_none_of_it(house: House) -> None:
    viewer = make_user()
    join(house.study.workspace, viewer, Role.VIEWER)
    row = erase(house.person, "stop", house.owner)
    for name, args in (("withdrawals", []), ("withdrawal", [row.pk]), ("withdrawal_steps", [row.pk])):
        assert client_of(viewer).get(reverse(f"analysis:{name}", args=[house.study.pk, *args])).status_code == 403


@pytest.mark.parametrize("outcome", ["delete", "counts", "stop"])
def test_every_page_still_stands_afterwards_and_shows_no_word(client: Client, house: House, outcome: str) -> None:
    erase(house.person, outcome, house.owner)
    study = house.study.pk
    for name in (
        "overview",
        "board",
        "themes",
        "insights",
        "report",
        "matrix",
        "enough",
        "history",
        "decisions",
        "withdrawals",
    ):
        page = client.get(reverse(f"analysis:{name}", args=[study]))
        assert page.status_code == 200 and SAID not in page.content.decode(), name
    page = client.get(reverse("analysis:insight", args=[study, house.insight.pk])).content.decode()
    assert SAID not in page
    if outcome != "stop":
        assert "[withdrawn]" in page
    for name in ("people", "list"):
        assert (
            "Canary" not in client.get(reverse(f"interviews:{name}", args=[study])).content.decode()
            or outcome == "stop"
        )


def test_a_stone_stands_in_the_report(client: Client, house: House) -> None:
    erase(house.person, "delete", house.owner)
    assert Tombstone.objects.count() == 1
    page = client.get(reverse("analysis:report", args=[house.study.pk])).content.decode()
    assert "[withdrawn]" in page


def test_people_says_who_is_gone(client: Client, house: House) -> None:
    make_participant(study=house.study)
    erase(house.person, "delete", house.owner)
    page = client.get(reverse("interviews:people", args=[house.study.pk])).content.decode()
    assert reverse("analysis:withdrawals", args=[house.study.pk]) in page
