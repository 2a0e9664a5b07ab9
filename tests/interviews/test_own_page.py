"""The participant's own page: whom it opens for, what it asks, what it writes down, and what it never says."""

import logging
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry, User
from analysis.erasing.beginning import begin
from config.errors import HidesLinks
from interviews.models import (
    CallPlan,
    ConsentRecord,
    Interview,
    Method,
    Observer,
    Participant,
    ParticipantLink,
    Purpose,
    Recruit,
    StudyPrivacy,
    Withdrawal,
)
from interviews.models.consent import standing_consent
from studies.models import Study
from tests.factories import (
    make_contact,
    make_interview,
    make_own_link,
    make_participant,
    make_persona,
    make_whole_form,
)

pytestmark = pytest.mark.django_db
ASKED = [Purpose.NOTES, Purpose.RECORDING, Purpose.QUOTES, Purpose.OBSERVERS]
ANSWERS = {"notes": "yes", "recording": "no", "quotes": "yes", "observers": "yes"}


@pytest.fixture
def person(study: Study) -> Participant:
    make_whole_form(study=study, languages=["en", "de"], purposes=ASKED)
    contact = make_contact(workspace=study.workspace, name="Kim Kellner", email="kim@tinspoon.example")
    persona = make_persona(study=study, name="Operations lead")
    return make_participant(
        study=study, agrees=False, contact=contact, persona=persona, attributes={"Size": "small shop"}
    )


@pytest.fixture
def link(person: Participant) -> str:
    return make_own_link(participant=person)


def signed(link: str, **changes: str) -> Client:
    client = Client(enforce_csrf_checks=True)
    answer = client.post(link, ANSWERS | {"name": "Kim Kellner", "language": "en", "form_version": "1"} | changes)
    assert answer.status_code == 302, answer.content.decode()
    return client


def test_it_says_everything_before_it_asks(link: str, person: Participant) -> None:
    page = Client().get(link).content.decode()
    texts = re.sub(r"\s+", " ", page)
    for said in (
        "Auto about in en.",
        "Auto recipients in en.",
        "Auto authority in en.",
        "Your rights",
        "you withdraw, we delete",
    ):
        assert said in texts
    assert '<span class="pcode">P01</span>, <span>Operations lead</span>, <span>small shop</span>' in texts
    until = timezone.localdate() + timedelta(days=90)
    assert texts.count(f"until {until.day} {until:%B %Y}") == 3
    assert "Kim" not in page and "tinspoon" not in page


def test_nothing_is_ticked_and_no_is_as_near_as_yes(link: str) -> None:
    page = Client().get(link).content.decode()
    radios = re.findall(r'<input type="radio" name="(\w+)" value="(yes|no)"([^>]*)>', page)
    assert [(name, value) for name, value, _ in radios] == [(p.value, v) for p in ASKED for v in ("yes", "no")]
    assert "checked" not in page and "selected" not in page
    assert 'type="checkbox"' not in page


def test_signing_writes_an_answer_for_each_use_and_keeps_the_name_with_the_contact(
    link: str, person: Participant
) -> None:
    signed(link)
    rows = person.consent_records.order_by("pk")
    assert {row.purpose: row.granted for row in rows} == {key: value == "yes" for key, value in ANSWERS.items()}
    assert {(row.method, row.language, row.form.version, row.captured_by) for row in rows} == {("link", "en", 1, None)}
    signature = person.signatures.get()
    assert (signature.name, signature.contact) == ("Kim Kellner", person.contact)
    entry = AuditEntry.objects.get(act="consent.answer")
    assert (entry.actor, entry.by_id, entry.details["no"]) == ("participant", None, ["recording"])
    assert "Kim" not in str(list(AuditEntry.objects.values())) + str(list(person.study.events.values()))
    person.demand(Purpose.QUOTES)
    assert not person.allows(Purpose.RECORDING)


def test_what_is_open_is_named_and_what_was_typed_stays(link: str, person: Participant) -> None:
    answer = Client().post(link, {"notes": "no", "quotes": "maybe", "name": "  ", "language": "de"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Etwas ist noch offen" in page.split("<h1>")[1][:400]
    assert (
        page.count("Wählen Sie Ja oder Nein.") == 3 and 'href="#id_recording"' in page
    )  # at the field; the list links it
    assert 'name="notes" value="no"' in page and re.search(r'name="notes" value="no"[^>]* checked', page)
    assert page.count(" checked") == 1
    assert not person.consent_records.exists() and not person.signatures.exists()


def test_sent_twice_it_is_signed_once(link: str, person: Participant) -> None:
    signed(link)
    signed(link)
    assert (person.signatures.count(), person.consent_records.count()) == (1, 4)


def test_one_tap_changes_one_choice_either_way(link: str, person: Participant) -> None:
    client = signed(link)
    page = client.get(link).content.decode()
    assert page.count("Change to no") == 3 and page.count("Change to yes") == 1
    client.post(f"{link}answer/", {"purpose": "quotes", "answer": "no"})
    client.post(f"{link}answer/", {"purpose": "recording", "answer": "yes"})
    client.post(f"{link}answer/", {"purpose": "recording", "answer": "yes"})
    assert {key: row.granted for key, row in standing_consent(person).items()} == {
        "notes": True, "recording": True, "quotes": False, "observers": True,
    }  # fmt: skip
    assert person.consent_records.count() == 6
    assert person.study.events.filter(kind="consent").count() == 3


def test_what_was_never_asked_cant_be_answered_by_a_made_up_request(link: str, person: Participant) -> None:
    client = signed(link)
    for data in (
        {"purpose": "named_quotes", "answer": "yes"},
        {"purpose": "x", "answer": "yes"},
        {"purpose": "quotes"},
    ):
        assert client.post(f"{link}answer/", data).status_code == 302
    assert person.consent_records.count() == 4


def test_a_new_version_is_offered_and_the_old_answers_stand(link: str, person: Participant) -> None:
    client = signed(link)
    make_whole_form(study=person.study, languages=["en"], purposes=[*ASKED, Purpose.RECONTACT])
    page = client.get(link).content.decode()
    assert "The form has a new version" in page and "Form 1, published" in page
    anew = client.get(f"{link}?form=new").content.decode()
    assert 'name="recontact"' in anew and 'name="form_version" value="2"' in anew
    signed(link, form_version="2", recontact="no")
    assert "new version" not in client.get(link).content.decode()


def test_an_answer_is_to_the_version_that_was_read(link: str, person: Participant) -> None:
    make_whole_form(study=person.study, languages=["en"], purposes=[Purpose.QUOTES])
    signed(link, form_version="1")
    assert {row.form.version for row in person.consent_records.all()} == {1}


def test_the_copy_goes_to_the_known_address_and_has_text_and_answers(link: str, person: Participant) -> None:
    client = signed(link)
    page = client.get(link).content.decode()
    assert "k…@tinspoon.example" in page and "kim@" not in page
    for _ in range(4):
        client.post(f"{link}copy/", {"language": "en", "email": "other@evil.example"})
    assert [message.to for message in mail.outbox] == [["kim@tinspoon.example"]] * 3
    body = mail.outbox[0].body
    assert "Auto about in en." in body and "Record sound or picture: No" in body and "P01" in body
    assert "Kim" not in body and link not in body
    assert "Three copies" in client.get(f"{link}?said=enough").content.decode()


def test_without_a_known_address_one_is_typed_and_not_kept(link: str, person: Participant) -> None:
    type(person.contact).objects.update(email="")
    client = signed(link)
    assert client.post(f"{link}copy/", {"email": "no address"}).status_code == 422
    assert client.post(f"{link}copy/", {"email": "kim@home.example"}).status_code == 302
    assert mail.outbox[0].to == ["kim@home.example"]
    assert "home.example" not in str(list(AuditEntry.objects.values()))


def test_who_listens_is_named_with_the_call(link: str, person: Participant, alice: User) -> None:
    client = signed(link)
    assert "Nobody from outside the team" in client.get(link).content.decode()
    call = Interview.schedule(person, alice, timezone.now() + timedelta(days=2))
    Observer.declare(call, "Product manager", "Halfcrate", alice)
    page = client.get(link).content.decode()
    assert "Who listens in" in page and "Product manager, Halfcrate" in page and "About 45 minutes." in page


def test_the_time_is_told_by_the_clock_they_chose_else_by_the_teams(
    link: str, person: Participant, alice: User
) -> None:
    CallPlan.settle(person.study, alice, zone="Europe/Berlin")
    Interview.schedule(person, alice, datetime(2031, 1, 15, 9, 0, tzinfo=UTC))
    client = signed(link)
    assert "15 January 2031, 10:00 CET" in client.get(link).content.decode()
    Recruit.note_zone(person, "America/New_York")
    assert "15 January 2031, 04:00 EST" in client.get(link).content.decode()


def test_withdrawing_says_what_it_does_then_ends_everything(link: str, person: Participant) -> None:
    client = signed(link)
    assert "we delete everything" in client.get(f"{link}withdraw/").content.decode()
    assert not Withdrawal.objects.exists()
    done = client.post(f"{link}withdraw/")
    assert done.status_code == 200 and "You withdrew on" in done.content.decode()
    assert not any(row.granted for row in standing_consent(person).values())
    assert client.get(link).status_code == client.post(f"{link}withdraw/").status_code == 404
    withdrawal = Withdrawal.objects.get()
    assert (withdrawal.outcome, withdrawal.by, withdrawal.actor) == ("delete", None, "participant")


def test_after_the_cut_off_further_use_can_still_be_stopped(link: str, person: Participant) -> None:
    client = signed(link)
    StudyPrivacy.objects.update(withdraw_until=timezone.localdate() - timedelta(days=1))
    page = client.get(f"{link}withdraw/").content.decode()
    assert "could be taken out until" in page and "we stop using" in page
    assert client.post(f"{link}withdraw/").status_code == 200
    assert Withdrawal.objects.get().outcome == "stop" and not person.allows(Purpose.NOTES)


def test_a_withdrawal_by_the_team_ends_the_page_too(link: str, person: Participant, alice: User) -> None:
    assert Client().get(link).status_code == 200
    begin(person, "counts", alice)
    assert Client().get(link).status_code == 404


def test_answers_that_came_another_way_stand_on_the_page_too(link: str, person: Participant, alice: User) -> None:
    ConsentRecord.capture(person, {"notes": True}, Method.SPOKEN, alice, person.study.consent_forms.get())
    page = Client().get(link).content.decode()
    assert page.count("Change to no") == 1 and page.count("Not asked yet") == 3 and "Read the new version" in page


def test_wrong_ended_and_revoked_links_are_answered_alike(link: str, person: Participant, alice: User) -> None:
    signed(link)
    ended, revoked = make_own_link(participant=person), make_own_link(participant=person)
    rows = list(ParticipantLink.objects.order_by("-pk")[:2])
    rows[0].revoke(alice)
    ParticipantLink.objects.filter(pk=rows[1].pk).update(expires_at=timezone.now())
    for path in ("", "answer/", "copy/", "withdraw/"):
        method = "get" if path in {"", "withdraw/"} else "post"
        answers = [
            getattr(Client(), method)(address + path)
            for address in (ended, revoked, "/p/wrong/", "/p/%00%F0%9F%99%82/", f"/p/{'x' * 3000}/")
        ]
        assert {answer.status_code for answer in answers} == {404}
        assert len({answer.content for answer in answers}) == 1
        assert len({tuple(sorted(answer.headers.items())) for answer in answers}) == 1


@pytest.mark.parametrize("path", ["", "withdraw/"])
def test_nothing_of_it_is_kept_found_or_passed_on(link: str, path: str) -> None:
    for address in (link + path, "/p/wrong/" + path):
        answer = Client().get(address)
        assert answer["Referrer-Policy"] == "no-referrer"
        assert "noindex" in answer["X-Robots-Tag"] and "no-store" in answer["Cache-Control"]
        assert not answer.cookies and "<script" not in answer.content.decode()


def test_the_token_is_long_and_stored_only_as_a_hash(link: str, person: Participant) -> None:
    token = link.split("/")[2]
    assert len(token) >= 43  # 256 bits
    assert token not in str(list(ParticipantLink.objects.values())) + str(list(AuditEntry.objects.values()))


def test_the_page_needs_as_many_queries_for_many_calls(link: str, person: Participant, alice: User) -> None:
    client = signed(link)

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            client.get(link)
        return len(caught)

    make_interview(study=person.study, participant=person, state="planned")
    few = queries()
    for _ in range(4):
        call = make_interview(study=person.study, participant=person, state="planned")
        Observer.declare(call, "Designer", "", alice)
    assert queries() == few <= 12


def test_the_team_makes_and_ends_links(as_bob: Client, as_vera: Client, person: Participant) -> None:
    page = reverse("interviews:participant", args=[person.study_id, person.pk])
    make = reverse("interviews:own_link_make", args=[person.study_id, person.pk])
    assert as_vera.post(make).status_code == 403
    shown = as_bob.post(make, follow=True).content.decode()
    address = re.search(r"/p/[\w-]{43}/", shown).group(0)
    assert address not in as_bob.get(page).content.decode()
    assert Client().get(address).status_code == 200
    as_bob.post(reverse("interviews:own_link_end", args=[person.study_id, person.pk, person.links.get().pk]))
    assert Client().get(address).status_code == 404
    assert list(AuditEntry.objects.order_by("number").values_list("act", flat=True)[:2]) != []


def test_who_has_withdrawn_gets_no_new_link(as_bob: Client, person: Participant, bob: User) -> None:
    begin(person, "delete", bob)
    answer = as_bob.post(reverse("interviews:own_link_make", args=[person.study_id, person.pk]))
    assert answer.status_code == 409 and not person.links.exists()


def test_links_stay_out_of_the_log(link: str, caplog: pytest.LogCaptureFixture) -> None:
    """The filter sits at the handler, which sees a record before the test's own does."""
    token = link.split("/")[2]
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, "%s: %s", ("Not Found", link), None)
    assert token in record.getMessage()  # the control: it would be there
    HidesLinks().filter(record)
    assert record.getMessage() == "Not Found: /p/…/"
    Client().post(link, {})
    Client().get(link[:-2] + "x/")
    assert [row.getMessage() for row in caplog.records] == ["Unprocessable Entity: /p/…/", "Not Found: /p/…/"]
