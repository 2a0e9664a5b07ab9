"""A round of double coding: its units, its coders, and what happens to it on the way."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Role
from accounts.refusal import Refused
from analysis.coding.desk import MOST_ASKED
from analysis.models import Code, CodingRound, RoundState, Tag
from interviews.models import ConsentRecord, Kind, Method, Purpose
from tests.analysis.rounds import coder_of, make_round, make_talk, said, say
from tests.factories import (
    join,
    make_interview,
    make_note,
    make_participant,
    make_question,
    make_study,
    make_theme,
    make_transcript,
    make_user,
)
from tests.people import client_of


@pytest.fixture
def coding(study, alice, bob):
    return make_round(study, alice, bob)


def page(name, coding, *more):
    return reverse(f"analysis:{name}", args=[coding.study_id, coding.pk, *more])


def test_a_unit_is_a_turn_of_the_participant(coding):
    assert [unit.note.text for unit in coding.units.all()] == [f"Answer {n}." for n in range(4)]
    assert coding.n_units == 4 and [theme.name for theme in coding.themes.all()] == ["Theme 0", "Theme 1"]


def test_without_a_transcript_it_is_what_was_typed_as_said(study, alice, bob):
    interview = make_interview(study=study)
    make_theme(study=study)
    for kind in (Kind.VERBATIM, Kind.NOTE, Kind.OBSERVATION, Kind.READING):
        make_note(interview=interview, text=f"A {kind}", kind=kind)
    make_note(interview=interview, text="Hush", off_record=True)
    coding = CodingRound.start(study, [interview], [alice, bob], alice)
    assert [unit.note.text for unit in coding.units.all()] == ["A verbatim"]


def test_with_a_transcript_words_are_not_judged_twice(study, alice, bob):
    make_theme(study=study)
    interview = make_talk(study, 2)
    make_note(interview=interview, text="Typed as well")
    coding = CodingRound.start(study, [interview], [alice, bob], alice)
    assert [unit.note.text for unit in coding.units.all()] == ["Answer 0.", "Answer 1."]


def test_several_interviews_in_their_order(study, alice, bob):
    make_theme(study=study)
    talks = [make_talk(study, 2) for _ in range(2)]
    coding = CodingRound.start(study, talks[::-1], [alice, bob], alice)
    assert [unit.note.interview_id for unit in coding.units.select_related("note")] == [
        talks[0].pk, talks[0].pk, talks[1].pk, talks[1].pk,
    ]  # fmt: skip


@pytest.mark.parametrize("agrees", [False, ["notes"]])
def test_only_who_lets_themselves_be_quoted(study, alice, bob, agrees):
    make_theme(study=study)
    participant = make_participant(study=study)
    interview = make_talk(study, 2, participant=participant)
    if agrees is False:
        ConsentRecord.objects.all().delete()
    else:
        ConsentRecord.capture(participant, {Purpose.QUOTES: False}, Method.SPOKEN, alice)
    with pytest.raises(Refused, match="nothing to code"):
        CodingRound.start(study, [interview], [alice, bob], alice)


def test_it_takes_two_people_themes_and_words(study, alice, bob):
    interview = make_talk(study)
    with pytest.raises(Refused, match="no theme"):
        CodingRound.start(study, [interview], [alice, bob], alice)
    make_theme(study=study)
    with pytest.raises(Refused, match="two different"):
        CodingRound.start(study, [interview], [alice, alice], alice)


def test_begun_from_its_form(study, as_alice, alice, bob):
    make_theme(study=study)
    interview = make_talk(study)
    new = reverse("analysis:coding_new", args=[study.pk])
    assert "4 units" in as_alice.get(new).content.decode()
    answer = as_alice.post(new, {"interviews": interview.pk, "first": alice.pk, "second": bob.pk})
    coding = CodingRound.objects.get()
    assert answer["Location"] == page("coding_round", coding)
    assert coding.lead == alice and {coder.user for coder in coding.coders.all()} == {alice, bob}
    assert study.events.filter(kind="coding").count() == 1


@pytest.mark.parametrize(
    ("who", "why"),
    [("alice", "Choose somebody else"), ("vera", "Choose somebody who edits"), ("charlie", "Choose somebody who edits"), (None, "required")],
)  # fmt: skip
def test_a_form_that_is_not_right_comes_back(study, as_alice, alice, vera, charlie, who, why):
    make_theme(study=study)
    people = {"alice": alice, "vera": vera, "charlie": charlie}
    fields = {"interviews": make_talk(study).pk, "first": alice.pk, "second": people[who].pk if who else ""}
    answer = as_alice.post(reverse("analysis:coding_new", args=[study.pk]), fields)
    assert answer.status_code == 422 and why in answer.content.decode()
    assert not CodingRound.objects.exists()


def test_nothing_to_code_is_said(study, as_bob):
    new = reverse("analysis:coding_new", args=[study.pk])
    assert "Nothing to code yet" in as_bob.get(new).content.decode()
    make_talk(study)
    assert "No theme yet" in as_bob.get(new).content.decode()


def test_answers_are_saved_once_and_replaced_whole(coding, as_alice, alice):
    unit = coding.units.first()
    one, other = (theme.pk for theme in coding.themes.all())
    for themes in ([one], [one], [one, other], [other]):
        answer = as_alice.post(page("unit_code", coding, unit.pk), {"theme": themes}, headers={"HX-Request": "true"})
        assert answer.json() == {"unit": unit.pk}
    assert said(coder_of(coding, alice)) == {0: [1]}
    assert Tag.objects.count() == 0


def test_without_a_script_it_goes_on_to_the_next(coding, as_alice):
    first, second = coding.units.all()[:2]
    answer = as_alice.post(page("unit_code", coding, first.pk), {"theme": coding.themes.first().pk})
    assert answer["Location"] == page("coding_desk", coding) + f"?unit={second.pk}#u{second.pk}"
    assert "Code unit 2" in as_alice.get(answer["Location"]).content.decode()


def test_saving_rings_no_bell(coding, as_alice, study):
    seq = study.events.count()
    as_alice.post(page("unit_code", coding, coding.units.first().pk), {"theme": coding.themes.first().pk})
    assert study.events.count() == seq


def test_a_theme_or_line_of_another_round_is_refused(coding, study, alice, bob):
    other = make_round(study, alice, bob)
    coder = coder_of(coding, alice)
    with pytest.raises(Refused):
        coder.put(coding.units.first(), [other.themes.first().pk])
    with pytest.raises(Refused):
        coder.put(other.units.first(), [])
    assert not Code.objects.exists()


def test_the_desk_goes_on_where_one_stopped(coding, as_alice, alice):
    say(coding, alice, {0: [0], 1: [1]}, submit=False)
    desk = as_alice.get(page("coding_desk", coding)).content.decode()
    third = coding.units.all()[2]
    assert f'id="u{third.pk}" data-unit="{third.pk}" aria-current="true"' in desk


def test_the_desk_says_what_was_asked(study, alice, bob, as_alice):
    make_theme(study=study)
    turns = [
        ("team", "And then?"),
        ("participant", "Then I counted."),
        ("other", "As we all do."),
        ("participant", "Twice."),
    ]
    turns += [("team", "Between us: why?"), ("participant", "Because nobody believes it.")]
    interview = make_interview(study=study)
    make_transcript(interview=interview, turns=turns)
    typed = make_interview(study=study)
    make_note(interview=typed, text="On Sundays.", question=make_question(study=study, text="When do you count?"))
    interview.notes.filter(text="Between us: why?").update(off_record=True)
    coding = CodingRound.start(study, [interview, typed], [alice, bob], alice)
    desk = as_alice.get(page("coding_desk", coding)).content.decode()
    pairs = re.findall(r'Asked: </span>([^<]+)</p><p class="said">([^<]+)<', desk)
    assert pairs == [
        ("And then?", "Then I counted."),
        ("And then?", "Twice."),
        ("And then?", "Because nobody believes it."),
        ("When do you count?", "On Sundays."),
    ]
    assert "Between us" not in desk


def test_of_a_long_way_to_a_question_the_desk_shows_the_end(study, alice, bob, as_alice):
    make_theme(study=study)
    interview = make_interview(study=study)
    long = "I begin by telling you who we are. " * 60 + "So how do you count?"
    make_transcript(interview=interview, turns=[("team", long), ("participant", "By hand.")])
    coding = CodingRound.start(study, [interview], [alice, bob], alice)
    asked = re.search(r"Asked: </span>([^<]+)<", as_alice.get(page("coding_desk", coding)).content.decode())[1]
    assert asked.startswith("… ") and asked.endswith("So how do you count?") and len(asked) <= MOST_ASKED + 2


def test_only_a_coder_has_a_desk(coding, study, as_vera):
    editor = make_user(name="Ed Else")
    join(study.workspace, editor, Role.EDITOR)
    assert client_of(editor).get(page("coding_desk", coding)).status_code == 409
    assert as_vera.get(page("coding_desk", coding)).status_code == 403


def test_when_both_have_submitted_it_is_done(coding, alice, bob, as_bob):
    say(coding, alice, {0: [0]})
    assert coding.state == RoundState.OPEN
    assert "Submitted" in as_bob.get(page("coding_round", coding)).content.decode()
    say(coding, bob, {0: [1]})
    assert coding.state == RoundState.DONE and coding.ended_at


def test_what_was_submitted_stays(coding, alice, as_alice):
    coder = say(coding, alice, {0: [0]})
    with pytest.raises(Refused, match="You have submitted"):
        coder.put(coding.units.first(), [])
    with pytest.raises(Refused, match="You have submitted"):
        coder.submit()
    with pytest.raises(Refused, match="You have submitted"):
        coder.leave()
    assert said(coder) == {0: [0]}
    assert as_alice.get(page("coding_desk", coding)).status_code == 302


def test_submitting_shows_what_it_means_first(coding, as_alice, alice):
    say(coding, alice, {0: [0]}, submit=False)
    asked = as_alice.get(page("coding_submit", coding)).content.decode()
    assert "1 of 4 units have a theme from you." in asked and "3 have none" in asked
    assert as_alice.post(page("coding_submit", coding))["Location"] == page("coding_round", coding)
    assert coder_of(coding, alice).submitted_at


def test_leaving_takes_ones_answers_along_and_leaves_a_place(coding, alice, bob, as_alice, as_bob, study):
    say(coding, alice, {0: [0]})
    say(coding, bob, {0: [0]}, submit=False)
    assert as_bob.post(page("coding_leave", coding)).status_code == 302
    assert Code.objects.count() == 1  # alice's
    shown = as_alice.get(page("coding_round", coding)).content.decode()
    assert "Left the round" in shown and "Let them take the place" in shown
    fresh = make_user(name="Fred Fresh")
    join(study.workspace, fresh, Role.EDITOR)
    gone = coding.coders.get(user=bob)
    assert as_alice.post(page("coder_replace", coding, gone.pk), {"user": fresh.pk}).status_code == 302
    say(coding, fresh, {0: [1]})
    assert coding.is_done


def test_who_left_can_come_back(coding, alice, bob):
    coder_of(coding, bob).leave()
    coding.replace(coding.coders.get(user=bob), bob, alice)
    assert coding.coders.coding().count() == 2


def test_a_coder_who_lost_their_membership(coding, alice, bob, as_alice, study):
    say(coding, bob, {0: [0]}, submit=False)
    study.workspace.memberships.get(user=bob).delete()
    shown = as_alice.get(page("coding_round", coding)).content.decode()
    assert "Doesn’t edit in this workspace any more" in shown
    fresh = make_user(name="Fred Fresh")
    join(study.workspace, fresh, Role.EDITOR)
    as_alice.post(page("coder_replace", coding, coder_of(coding, bob).pk), {"user": fresh.pk})
    assert not Code.objects.exists() and coder_of(coding, fresh)
    assert client_of(bob).get(page("coding_desk", coding)).status_code == 404


def test_who_became_a_viewer_can_be_replaced_and_who_codes_cannot(coding, alice, bob, study):
    with pytest.raises(Refused, match="still coding"):
        coding.replace(coder_of(coding, bob), alice, alice)
    study.workspace.memberships.filter(user=bob).update(role=Role.VIEWER)
    with pytest.raises(Refused, match="codes in this round already"):
        coding.replace(coder_of(coding, bob), alice, alice)


def test_what_somebody_submitted_stands_after_they_left_the_team(coding, alice, bob, as_alice, study):
    say(coding, bob, {0: [0]})
    study.workspace.memberships.get(user=bob).delete()
    say(coding, alice, {0: [1]})
    assert coding.is_done
    bob.delete()
    shown = as_alice.get(page("coding_round", coding)).content.decode()
    assert "Somebody whose account is gone" in shown


def test_cancelling_deletes_the_answers(coding, alice, bob, as_alice, as_bob):
    say(coding, alice, {0: [0]})
    say(coding, bob, {0: [0]}, submit=False)
    assert as_bob.post(page("coding_cancel", coding)).status_code == 409
    assert "nobody gets to see it" in as_alice.get(page("coding_cancel", coding)).content.decode()
    as_alice.post(page("coding_cancel", coding))
    coding.refresh_from_db()
    assert coding.state == RoundState.CANCELLED and not Code.objects.exists()
    assert "This round was cancelled" in as_bob.get(page("coding_round", coding)).content.decode()
    with pytest.raises(Refused, match="over"):
        coder_of(coding, bob).put(coding.units.first(), [])
    assert as_bob.get(page("coding_desk", coding)).status_code == 302


def test_words_withdrawn_or_put_off_the_record_leave_the_round(coding, alice, bob, as_alice):
    say(coding, alice, {0: [0]}, submit=False)
    gone, hushed = coding.units.all()[1:3]
    gone.note.delete_softly(alice)
    hushed.note.go_off_record(alice)
    desk = as_alice.get(page("coding_desk", coding)).content.decode()
    assert "Answer 0." in desk and "Answer 1." not in desk and "Answer 2." not in desk
    assert "2 are out" in desk
    assert as_alice.post(page("unit_code", coding, hushed.pk), {}).status_code == 404
    participant = gone.note.interview.participant
    ConsentRecord.capture(participant, {Purpose.QUOTES: False}, Method.SPOKEN, alice)
    assert "Nothing is left to code" in as_alice.get(page("coding_desk", coding)).content.decode()


def test_no_to_written_notes_takes_the_words_too(coding, alice):
    participant = coding.units.first().note.interview.participant
    ConsentRecord.capture(participant, {Purpose.NOTES: False}, Method.SPOKEN, alice)
    assert not coding.units.standing().exists() and coding.units.count() == 4


def test_the_list_of_rounds(coding, as_vera, study):
    shown = as_vera.get(reverse("analysis:coding", args=[study.pk])).content.decode()
    assert "Round 1" in shown and "Being coded" in shown and "Begin a round" not in shown
    empty = make_study(workspace=study.workspace)
    assert "No round yet" in as_vera.get(reverse("analysis:coding", args=[empty.pk])).content.decode()


def test_pages_take_a_fixed_number_of_queries(study, alice, bob, as_alice):
    def queries(address):
        with CaptureQueriesContext(connection) as asked:
            assert as_alice.get(address).status_code == 200
        return len(asked)

    few = make_round(study, alice, bob, lines=2, themes=2)
    many = make_round(study, alice, bob, lines=30, themes=12)
    say(few, alice, {0: [0]}, submit=False)
    say(many, alice, {n: [0, n % 10] for n in range(30)}, submit=False)
    assert queries(page("coding_desk", few)) == queries(page("coding_desk", many))
    for coding in (few, many):
        say(coding, alice, {})
        say(coding, bob, {1: [0, 1]})
    assert queries(page("coding_round", few)) == queries(page("coding_round", many))
