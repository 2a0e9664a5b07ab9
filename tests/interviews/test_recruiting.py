"""The recruiting board, and what is written down about one person's recruiting."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from interviews.models import Participant, Recruit, Slot, Stage
from interviews.scheduling.recruiting_board import PAGE
from studies.models import Study
from tests.factories import make_contact, make_interview, make_participant, make_persona, make_study
from tests.jobs import waiting

pytestmark = pytest.mark.django_db


def url(name: str, study: Study, *args: object) -> str:
    return reverse(f"interviews:{name}", args=[study.pk, *args])


def column(html: str, stage: str) -> str:
    return html.split(f'data-stage="{stage}"')[1].split("</section>")[0]


def test_everybody_stands_in_their_column_with_their_name(as_bob: Client, study: Study) -> None:
    persona = make_persona(study=study, name="Cooks", target=3)
    make_participant(study=study, contact=make_contact(workspace=study.workspace, name="Nina Nowhere"), persona=persona)
    make_interview(study=study, participant=make_participant(study=study, persona=persona))
    html = as_bob.get(url("recruiting", study)).content.decode()
    assert "Nina Nowhere" in column(html, "to_invite")
    assert "P02" in column(html, "interviewed")
    assert "Nobody" in column(html, "no_show")
    assert "1/3" in html


def test_viewers_and_strangers_see_no_board(as_vera: Client, as_charlie: Client, study: Study) -> None:
    assert as_vera.get(url("recruiting", study)).status_code == 403
    assert as_charlie.get(url("recruiting", study)).status_code == 404
    assert as_vera.get(reverse("analysis:next_person", args=[study.pk])).status_code == 403


def test_a_move_is_one_form_and_says_what_was(as_bob: Client, study: Study) -> None:
    row = make_participant(study=study)
    seq = study.event_seq
    answer = as_bob.post(
        url("recruit_place", study, row.pk), {"stage": "invited", "seen": "to_invite", "persona": "7"}, follow=True
    )
    assert answer.redirect_chain[0][0].endswith("people/board/?persona=7")
    assert "P01: invited, before that to invite. No mail was sent" in answer.content.decode()
    study.refresh_from_db()
    assert study.event_seq > seq
    row.refresh_from_db()
    assert row.stage == Stage.INVITED
    assert waiting() == []


def test_who_moved_on_meanwhile_stays_where_they_are(as_bob: Client, study: Study) -> None:
    row = make_participant(study=study, stage=Stage.DECLINED)
    answer = as_bob.post(
        url("recruit_place", study, row.pk), {"stage": "invited", "seen": "to_invite"}, headers={"HX-Request": "true"}
    )
    assert "P01 is declined by now" in answer.content.decode()
    row.refresh_from_db()
    assert row.stage == Stage.DECLINED


@pytest.mark.parametrize("stage", ["invited", "scheduled"])
@pytest.mark.parametrize("by", ["recruit_place", "participant_stage"])
def test_do_not_contact_gates_both_columns_by_every_way(as_bob: Client, study: Study, stage: str, by: str) -> None:
    contact = make_contact(workspace=study.workspace)
    row = make_participant(study=study, contact=contact)
    contact.do_not_contact = True
    contact.save()
    as_bob.post(url(by, study, row.pk), {"stage": stage})
    as_bob.post(url("recruit_invite", study, row.pk))
    row.refresh_from_db()
    assert row.stage == Stage.TO_INVITE
    assert waiting() == []
    assert "Not to be contacted" in as_bob.get(url("recruiting", study)).content.decode()
    as_bob.post(url("recruit_place", study, row.pk), {"stage": "declined"})
    row.refresh_from_db()
    assert row.stage == Stage.DECLINED


def test_inviting_writes_a_job_without_a_name(as_bob: Client, study: Study) -> None:
    row = make_participant(study=study)
    as_bob.post(url("recruit_invite", study, row.pk))
    letter = row.letters.get()
    assert waiting() == [("send letter", {"letter": letter.pk})]
    assert "Invitation" in as_bob.get(url("participant", study, row.pk)).content.decode()


def test_inviting_without_a_free_time_is_said(as_bob: Client, study: Study) -> None:
    row = make_participant(study=study)
    times = f'<a href="{url("times", study)}">Offer times</a>'
    assert times in as_bob.get(url("participant", study, row.pk)).content.decode()
    invited = as_bob.post(url("recruit_invite", study, row.pk), follow=True).content.decode()
    assert "the invitation is on its way" in invited
    assert "no free time for them to pick" in invited
    Slot.offer(study, [timezone.now() + timedelta(days=9)], 45, study.owner, "", study.owner)
    assert times not in as_bob.get(url("participant", study, row.pk)).content.decode()
    assert "no free time" not in as_bob.post(url("recruit_invite", study, row.pk), follow=True).content.decode()


def test_screener_and_incentive_are_kept_and_logged_by_field(as_bob: Client, study: Study) -> None:
    row = make_participant(study=study)
    told = {"screener": "Knows Zyx", "incentive": "40", "currency": "eur", "paid_on": ""}
    assert as_bob.post(url("recruit_edit", study, row.pk), told).status_code == 302
    kept = Recruit.of(row)
    assert (kept.screener, kept.incentive, kept.currency, kept.amount) == ("Knows Zyx", Decimal(40), "EUR", "40 EUR")
    entry = AuditEntry.objects.get(act="recruit.change")
    assert entry.details == {"fields": ["incentive", "screener"]}
    html = as_bob.get(url("recruiting", study)).content.decode()
    assert "40 EUR promised" in html
    assert "Knows Zyx" in html
    row.move_to(Stage.INTERVIEWED)
    html = as_bob.get(url("recruiting", study)).content.decode()
    assert "40 EUR owed" in html
    assert "<b>40 EUR</b>" in html
    as_bob.post(url("recruit_edit", study, row.pk), told | {"paid_on": str(timezone.localdate())})
    kept = Recruit.of(row)
    assert kept.paid_by.name == "Bob Editor"
    assert "Still owed" not in as_bob.get(url("recruiting", study)).content.decode()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"incentive": "-1"}, "below zero"),
        ({"incentive": "lots"}, "Give an amount"),
        ({"currency": "E1"}, "three letters"),
        ({"paid_on": "2999-01-01"}, "still to come"),
        ({"incentive": "", "paid_on": "2026-01-01"}, "amount that was paid"),
    ],
)
def test_a_wrong_incentive_is_said_and_nothing_typed_is_lost(
    as_bob: Client, study: Study, wrong: dict[str, str], words: str
) -> None:
    row = make_participant(study=study)
    told = {"screener": "Typed for long", "incentive": "40", "currency": "EUR", "paid_on": ""} | wrong
    answer = as_bob.post(url("recruit_edit", study, row.pk), told)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "Typed for long" in answer.content.decode()
    assert not Recruit.objects.exists()


def test_screener_notes_are_the_side_of_names(as_vera: Client, as_bob: Client, study: Study) -> None:
    row = make_participant(study=study)
    Recruit.write(row, study.owner, screener="Zyxcanary")
    for name in ("interviews:list", "analysis:overview", "analysis:export_json"):
        assert "Zyxcanary" not in as_bob.get(reverse(name, args=[study.pk])).content.decode(), name
    assert "Zyxcanary" in as_bob.get(url("participant", study, row.pk)).content.decode()


def test_as_many_queries_for_a_thousand_people(as_bob: Client, study: Study) -> None:
    persona = make_persona(study=study)

    def fill(many: int) -> None:
        first = study.participants.count() + 1
        rows = [
            Participant(
                study=study, number=first + n, persona=persona, stage=Stage.values[n % 6],
                contact=make_contact(workspace=study.workspace) if n < 12 else None,
            )
            for n in range(many)
        ]  # fmt: skip
        Participant.objects.bulk_create(rows)

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert as_bob.get(url("recruiting", study)).status_code == 200
        return len(seen)

    fill(12)
    few = queries()
    fill(1000)
    assert queries() == few
    html = as_bob.get(url("recruiting", study)).content.decode()
    assert html.count('class="rcard"') == 6 * PAGE


def test_a_long_column_goes_on_by_key(as_bob: Client, study: Study) -> None:
    Participant.objects.bulk_create(Participant(study=study, number=n) for n in range(1, PAGE + 6))
    first = as_bob.get(url("recruiting", study)).content.decode()
    assert f"only=to_invite&amp;after={PAGE}" in first
    rest = as_bob.get(url("recruiting", study) + f"?only=to_invite&after={PAGE}").content.decode()
    assert rest.count('class="rcard"') == 5
    assert f"P{PAGE + 1}" in rest
    assert "All columns" in rest


def test_damaged_addresses_show_the_whole_board(as_bob: Client, study: Study) -> None:
    make_participant(study=study)
    for query in ("?persona=x", "?persona=999999", "?only=nowhere", "?after=-1", "?only=invited&after=a"):
        assert as_bob.get(url("recruiting", study) + query).status_code == 200


class TestTimes:
    def told(self, study: Study, **more: object) -> dict[str, object]:
        day = timezone.localdate() + timedelta(days=30)
        return {
            "day": str(day),
            "times": "9:00, 10:30",
            "minutes": 45,
            "interviewer": study.owner.pk,
            "place": "",
        } | more

    def test_times_are_offered_by_the_teams_clock(self, as_alice: Client, study: Study) -> None:
        as_alice.post(
            url("call_plan", study), {"zone": "America/New_York", "minutes": 30, "place": "Here", "late_hours": 12}
        )
        as_alice.post(url("slots_offer", study), self.told(study, day=f"{timezone.localdate().year + 1}-01-15"))
        starts = [slot.starts_at for slot in Slot.objects.all()]
        assert [f"{start:%H:%M}" for start in starts] == ["14:00", "15:30"]
        html = as_alice.get(url("times", study)).content.decode()
        assert "09:00" in html
        assert "America/New_York" in html
        assert "2 are free" in html

    @pytest.mark.parametrize(
        ("wrong", "words"),
        [
            ({"times": "9:00, noon"}, "“noon” is no time"),
            ({"times": "9:00, 9:20"}, "has something at"),
            ({"times": ", ,"}, "at least one time"),
            ({"times": ",".join(["9:00"] * 21)}, "at most 20"),
            ({"day": "2020-01-01"}, "from today on"),
            ({"minutes": "4"}, "5 to 480"),
            ({"interviewer": "999999"}, "somebody of the workspace"),
        ],
    )
    def test_a_wrong_offer_is_said_and_kept_as_typed(
        self, as_alice: Client, study: Study, wrong: dict[str, str], words: str
    ) -> None:
        answer = as_alice.post(url("slots_offer", study), self.told(study, place="Typed place", **wrong))
        assert answer.status_code in {409, 422}
        assert words in answer.content.decode()
        assert "Typed place" in answer.content.decode()
        assert not Slot.objects.exists()

    def test_the_hour_that_is_jumped_over_is_refused_by_its_name(self, as_alice: Client, study: Study) -> None:
        as_alice.post(url("call_plan", study), {"zone": "Europe/Berlin", "minutes": 30, "place": "", "late_hours": 12})
        answer = as_alice.post(url("slots_offer", study), self.told(study, day="2027-03-28", times="2:30"))
        assert "doesn’t exist on 28 Mar 2027 in Europe/Berlin" in answer.content.decode()

    def test_taking_back_and_offering_again(self, as_alice: Client, study: Study) -> None:
        as_alice.post(url("slots_offer", study), self.told(study, times="9:00"))
        slot = Slot.objects.get()
        as_alice.post(url("slot_withdraw", study, slot.pk))
        assert not Slot.objects.free().exists()
        assert "Offer again" in as_alice.get(url("times", study)).content.decode()
        as_alice.post(url("slot_again", study, slot.pk))
        assert Slot.objects.free().exists()

    def test_a_viewer_interviews_nobody(self, as_alice: Client, study: Study, vera: object) -> None:
        answer = as_alice.post(url("slots_offer", study), self.told(study, interviewer=vera.pk))  # type: ignore[attr-defined]
        assert answer.status_code == 422

    def test_as_many_queries_for_many_times_and_pages_by_key(self, as_alice: Client, study: Study) -> None:
        def fill(many: int, first: int) -> None:
            start = timezone.now() + timedelta(days=2 + first)
            Slot.objects.bulk_create(
                Slot(study=study, interviewer=study.owner, starts_at=start + timedelta(hours=n)) for n in range(many)
            )

        def queries() -> int:
            with CaptureQueriesContext(connection) as seen:
                assert as_alice.get(url("times", study)).status_code == 200
            return len(seen)

        fill(3, 0)
        few = queries()
        fill(200, 10)
        assert queries() == few
        html = as_alice.get(url("times", study)).content.decode()
        after = html.split("?after=")[1].split('"')[0]
        assert as_alice.get(url("times", study) + f"?after={after}").status_code == 200

    def test_a_slot_of_another_study_is_not_found(self, as_alice: Client, study: Study) -> None:
        other = make_study()
        (slot,) = Slot.offer(other, [timezone.now() + timedelta(days=3)], 45, other.owner, "", other.owner)  # type: ignore[arg-type, list-item]
        assert as_alice.post(url("slot_withdraw", study, slot.pk)).status_code == 404


def test_each_label_of_the_times_page_belongs_to_one_field(as_bob: Client, study: Study) -> None:
    page = as_bob.get(url("times", study)).content.decode()
    ids = re.findall(r'<(?:input|select|textarea)[^>]* id="([^"]+)"', page)
    assert len(ids) == len(set(ids)) and {"id_place", "plan_place"} <= set(ids)
    assert 'for="plan_minutes"' in page
