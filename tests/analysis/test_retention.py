"""Each thing goes on its day, none early; a hold is respected; owners are told before and after, once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from accounts.refusal import Refused
from analysis.erasing.beginning import erase
from analysis.models import LetGo, RetentionReport
from analysis.models.retention import Kind
from analysis.personal import TABLES
from analysis.retention.due import today_of
from analysis.retention.kinds import STAYS, TABLES_OF
from analysis.retention.sweeping import announce, sweep
from interviews.models import CallPlan, Contact, LegalHold, Note, Participant, Recruit, StudyPrivacy, Withdrawal
from interviews.models.legal_hold import is_held
from studies.models import Study
from tests.factories import (
    make_contact,
    make_interview,
    make_note,
    make_own_link,
    make_participant,
    make_quote,
    make_study,
    make_theme,
)
from tests.jobs import run_jobs, waiting

pytestmark = pytest.mark.django_db
WORDS = "We count the walk-in fridge at midnight, every single Sunday"


@pytest.fixture(autouse=True)
def outbox() -> None:
    mail.outbox = []


def keep(study: Study, **days: date) -> None:
    StudyPrivacy.settle(study, study.owner, **days)  # type: ignore[arg-type]


def heard(study: Study, name: str = "Greta Nowhere") -> Participant:
    """With a quote on a theme, a link and a screener."""
    person = make_participant(study=study, contact=make_contact(workspace=study.workspace, name=name))
    interview = make_interview(study=study, participant=person)
    make_quote(study=study, interview=interview, text=WORDS, theme=make_theme(study=study))
    make_note(interview=interview, text="Laughs", kind="observation")
    Recruit.write(person, study.owner, screener="Sharp")  # type: ignore[arg-type]
    make_own_link(participant=person)
    return person


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def words_are_gone(person: Participant) -> bool:
    notes = Note.objects.filter(interview__participant=person)
    return not notes.exclude(text="").exists() and not person.quotes.filter(words_gone=False).exists()


def identity_is_gone(person: Participant) -> bool:
    return not Contact.objects.filter(participations=person).exists()


def test_every_table_of_a_person_has_its_date() -> None:
    """A new one must be put where it belongs: with media, words, identity, or among what stays."""
    placed = [*STAYS, *(name for tables in TABLES_OF.values() for name in tables)]
    assert sorted(placed) == sorted(table.model for table in TABLES if table.of_a_person)


def test_words_go_and_names_stay_or_the_other_way_round(study: Study) -> None:
    day = timezone.localdate()
    person, other = heard(study), heard(study, "Odd Olsen")
    keep(study, words_until=day - timedelta(days=1), identity_until=day + timedelta(days=300))
    assert sweep() == 2
    assert words_are_gone(person)
    assert person.contact.name == "Greta Nowhere"
    assert person.links.exists()
    assert Recruit.of(person).screener == "Sharp"
    assert study.themes.first().tags.count() == 1  # still counted
    assert sweep() == 0

    elsewhere = make_study(workspace=study.workspace)
    third = heard(elsewhere, "Tea Third")
    keep(elsewhere, identity_until=day - timedelta(days=1))
    assert sweep() == 1
    third.refresh_from_db()
    assert third.contact is None
    assert not Contact.objects.filter(name="Tea Third").exists()
    assert not third.links.exists()
    assert not Recruit.objects.filter(participant=third).exists()
    assert Note.objects.filter(interview__participant=third, text=WORDS).exists()
    assert third.consent_records.exists()  # the gates stay as they were answered
    assert third.quotes.allowed().exists()
    other.refresh_from_db()
    assert other.contact


def test_what_the_team_copied_goes_too(study: Study) -> None:
    heard(study)
    theme = study.themes.first()
    theme.definition = f"As one said: {WORDS}."
    theme.save()
    keep(study, words_until=timezone.localdate() - timedelta(days=1))
    sweep()
    theme.refresh_from_db()
    assert "walk-in fridge" not in theme.definition


def test_words_that_come_in_afterwards_go_as_well(study: Study) -> None:
    person = heard(study)
    keep(study, words_until=timezone.localdate() - timedelta(days=1))
    sweep()
    make_note(interview=person.interviews.first(), text="Imported late")  # type: ignore[arg-type]
    assert sweep() == 1
    assert words_are_gone(person)


def test_the_last_day_is_kept_to_its_end_where_the_team_is(study: Study) -> None:
    person = heard(study)
    CallPlan.settle(study, study.owner, zone="America/Los_Angeles")  # type: ignore[arg-type]
    keep(study, words_until=date(2030, 6, 30))
    assert sweep(datetime(2030, 7, 1, 6, 59, tzinfo=UTC)) == 0  # 23:59 there
    assert not words_are_gone(person)
    assert sweep(datetime(2030, 7, 1, 7, 0, tzinfo=UTC)) == 1
    assert words_are_gone(person)


class TestFiveYears:
    """A run a day for five years: what goes, and on which."""

    BEGIN = date(2027, 1, 1)

    def test_each_thing_goes_on_its_day_and_none_early(self) -> None:
        first, second = make_study(), make_study()
        CallPlan.settle(second, second.owner, zone="Pacific/Auckland")  # type: ignore[arg-type]
        days = {
            first: {"words_until": date(2028, 2, 29), "identity_until": date(2029, 12, 31)},
            second: {"words_until": date(2031, 3, 30), "identity_until": date(2027, 10, 31)},
        }
        people: dict[Study, list[Participant]] = {}
        for study, dates in days.items():
            keep(study, **dates)
            people[study] = [heard(study, f"Person {n}") for n in range(3)]
        held = people[first][0]
        one = LegalHold.put(first, held, "A court asks.", first.owner)  # type: ignore[arg-type]
        everybody = LegalHold.put(second, None, "An authority asks.", second.owner)  # type: ignore[arg-type]
        released = {one: date(2028, 9, 15), everybody: date(2028, 1, 1)}

        gone: dict[tuple[int, str], date] = {}
        for number in range(5 * 365 + 1):
            day = self.BEGIN + timedelta(days=number)
            for hold, on in released.items():
                if on == day:
                    hold.release(hold.set_by)  # type: ignore[arg-type]
            announce(noon(day))
            sweep(noon(day))
            for row in LetGo.objects.exclude(participant__let_go=None).values_list("participant", "kind"):
                gone.setdefault(row, day)

        def expected(study: Study, kind: str, until: str, person: Participant) -> date:
            """The first run on which that day is over there, and no hold stands."""
            day = next(
                each
                for n in range(2000)
                if today_of(study, noon(each := self.BEGIN + timedelta(days=n))) > days[study][until]
            )
            hold = one if person == held else everybody if study == second else None
            return max(day, released[hold]) if hold else day

        for study, several in people.items():
            for person in several:
                for kind, until in ((Kind.WORDS, "words_until"), (Kind.IDENTITY, "identity_until")):
                    assert gone[person.pk, kind] == expected(study, kind, until, person), (person, kind)
                assert words_are_gone(person)
                assert identity_is_gone(person)
        assert gone[people[first][1].pk, Kind.WORDS] == date(2028, 3, 1)
        assert gone[held.pk, Kind.WORDS] == date(2028, 9, 15)
        assert gone[people[second][0].pk, Kind.IDENTITY] == date(2028, 1, 1)

        before = RetentionReport.objects.filter(stage="before").order_by("at")
        assert [(row.last_day, row.at.date()) for row in before] == [
            (row.last_day, noon(row.last_day - timedelta(days=6)).date() - timedelta(days=row.study == second))
            for row in before
        ]
        assert before.count() == 4


class TestHolds:
    def test_a_hold_keeps_and_its_release_lets_go(self, study: Study, as_alice: Client) -> None:
        person, other = heard(study), heard(study, "Odd Olsen")
        keep(study, words_until=timezone.localdate() - timedelta(days=1))
        as_alice.post(
            reverse("analysis:hold_put", args=[study.pk]), {"participant": person.pk, "reason": "A court asks."}
        )
        assert sweep() == 1
        assert not words_are_gone(person)
        assert words_are_gone(other)
        page = as_alice.get(reverse("analysis:retention", args=[study.pk])).content.decode()
        assert "Kept by a legal hold: P01" in page
        assert "A court asks." in page
        hold = LegalHold.objects.get()
        as_alice.post(reverse("analysis:hold_release", args=[study.pk, hold.pk]))
        assert [name for name, _ in waiting() if name == "retention of a study"]
        run_jobs()
        assert words_are_gone(person)
        acts = list(AuditEntry.objects.filter(act__startswith="hold").order_by("number").values_list("act", "thing"))
        assert acts == [("hold.set", str(person.pk)), ("hold.release", str(person.pk))]
        assert "A court" not in str(list(AuditEntry.objects.values("details")))

    def test_a_withdrawal_closes_at_once_and_waits_with_the_rest(self, study: Study) -> None:
        person = heard(study)
        hold = LegalHold.put(study, None, "A court asks.", study.owner)  # type: ignore[arg-type]
        withdrawal = erase(person, "delete")
        assert not withdrawal.is_done
        assert not person.quotes.allowed().exists()  # nobody sees it any more
        assert Note.objects.filter(interview__participant=person, text=WORDS).exists()
        hold.release(study.owner)  # type: ignore[arg-type]
        from analysis.jobs import take_up_erasures

        take_up_erasures(timestamp=0)
        run_jobs()
        assert Withdrawal.objects.get().is_done
        assert not Participant.objects.filter(pk=person.pk).exists()

    def test_releasing_it_goes_on_with_a_withdrawal_at_once(self, study: Study, as_alice: Client) -> None:
        hold = LegalHold.put(study, None, "A court asks.", study.owner)  # type: ignore[arg-type]
        erase(heard(study), "delete")
        as_alice.post(reverse("analysis:hold_release", args=[study.pk, hold.pk]))
        run_jobs()
        assert Withdrawal.objects.get().is_done

    def test_nobody_is_removed_under_a_hold(self, study: Study, as_bob: Client) -> None:
        person = make_participant(study=study)
        hold = LegalHold.put(study, person, "A court asks.", study.owner)  # type: ignore[arg-type]
        url = reverse("interviews:participant_remove", args=[study.pk, person.pk])
        assert as_bob.get(url).status_code == 409
        assert as_bob.post(url).status_code == 409
        assert Participant.objects.filter(pk=person.pk).exists()
        hold.release(study.owner)  # type: ignore[arg-type]
        assert as_bob.get(url).status_code == 200

    def test_only_owners_put_and_release(self, study: Study, as_bob: Client, as_vera: Client) -> None:
        url = reverse("analysis:hold_put", args=[study.pk])
        assert as_bob.post(url, {"reason": "x"}).status_code == 403
        assert as_vera.get(reverse("analysis:retention", args=[study.pk])).status_code == 403
        assert not LegalHold.objects.exists()

    def test_refusals(self, study: Study, as_alice: Client) -> None:
        url = reverse("analysis:hold_put", args=[study.pk])
        stranger = make_participant(study=make_study())
        assert as_alice.post(url, {"reason": ""}).status_code == 422
        assert as_alice.post(url, {"reason": "x", "participant": stranger.pk}).status_code == 422
        as_alice.post(url, {"reason": "One"})
        answer = as_alice.post(url, {"reason": "Two typed"})
        assert answer.status_code == 409
        assert "There is a hold already" in answer.content.decode()
        assert "Two typed" in answer.content.decode()
        with pytest.raises(Refused):
            LegalHold.put(study, None, " ", study.owner)  # type: ignore[arg-type]

    def test_a_hold_on_somebody_who_is_gone_never_is_on_everybody(self, study: Study) -> None:
        person, other = heard(study), heard(study, "Odd Olsen")
        LegalHold.put(study, person, "A court asks.", study.owner)  # type: ignore[arg-type]
        Participant.objects.filter(pk=person.pk).delete()
        assert not is_held(other)


class TestTelling:
    def test_a_week_before_and_afterwards_once_each_without_a_name(self, study: Study) -> None:
        day = timezone.localdate()
        heard(study)
        keep(study, words_until=day + timedelta(days=6))
        assert announce(noon(day - timedelta(days=1))) == 0
        assert announce(noon(day)) == 1
        assert announce(noon(day + timedelta(days=1))) == 0
        run_jobs()
        sweep(noon(day + timedelta(days=7)))
        run_jobs()
        assert [message.to for message in mail.outbox] == [["alice@example.org"]] * 2
        assert mail.outbox[0].subject.startswith("To go on")
        assert mail.outbox[1].subject == "Gone, as promised: notes, transcripts and quotes"
        told = "".join(message.subject + message.body for message in mail.outbox)
        assert "P01" in told
        assert "Greta" not in told
        assert "/people/kept/" in told
        RetentionReport.objects.update(told_at=None)

    def test_a_date_that_was_moved_is_announced_anew(self, study: Study) -> None:
        day = timezone.localdate()
        heard(study)
        for ahead in (3, 5):
            keep(study, words_until=day + timedelta(days=ahead))
            assert announce(noon(day)) == 1

    def test_a_sweep_that_is_killed_half_way_is_taken_up(self, study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
        people = [heard(study, f"Person {n}") for n in range(3)]
        keep(study, words_until=timezone.localdate() - timedelta(days=1))
        from analysis.retention import sweeping

        real, calls = sweeping.let_go, []

        def once(person: Participant, kind: str) -> int:
            calls.append(person)
            if len(calls) == 2:
                raise KeyboardInterrupt
            return real(person, kind)

        monkeypatch.setattr(sweeping, "let_go", once)
        with pytest.raises(KeyboardInterrupt):
            sweep()
        assert [words_are_gone(person) for person in people] == [True, False, False]
        assert sweep() == 2
        assert sorted(number for row in RetentionReport.objects.all() for number in row.people) == [1, 2, 3]


def test_the_page_asks_as_much_for_a_thousand_people(study: Study, as_alice: Client) -> None:
    keep(study, words_until=timezone.localdate() + timedelta(days=3), identity_until=date(2019, 1, 1))

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            page: Any = as_alice.get(reverse("analysis:retention", args=[study.pk]))
        assert page.status_code == 200
        return len(seen)

    Participant.objects.create(study=study, number=1)
    few = queries()
    Participant.objects.bulk_create(Participant(study=study, number=n) for n in range(2, 1001))
    assert queries() == few
    assert "and 940 more" in as_alice.get(reverse("analysis:retention", args=[study.pk])).content.decode()
