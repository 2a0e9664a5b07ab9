from dataclasses import replace

import pytest

from analysis.line.stations import LineFacts, NextCall, PersonaCount, loose_ends, next_step, stations

OWNER = PersonaCount("Owner", target=4, heard=2, scheduled=1, to_invite=0)
PLANNED = LineFacts(objectives=2, questions=5, personas=(OWNER,), consent_form=True, participants=3)
HEARD = replace(PLANNED, held=2, interviews=3, notes=40, quotes=10, themes=3)
COMPLETE = replace(HEARD, insights=1, decisions=1, personas=(replace(OWNER, heard=4),))


@pytest.mark.parametrize(
    ("facts", "title"),
    [
        (LineFacts(), "Write down what you must learn"),
        (replace(PLANNED, personas=()), "Say whom to talk to"),
        (replace(PLANNED, questions=0), "Write the script"),
        (replace(PLANNED, consent_form=False), "Write the consent form"),
        (replace(PLANNED, participants=0), "Find the first people"),
        (PLANNED, "Plan the first interview"),
        (replace(PLANNED, next_call=NextCall(7, "P03", "Owner", None, True)), "Go on with P03"),
        (replace(PLANNED, next_call=NextCall(7, "P03", "Owner", None, False)), "Interview P03, Owner"),
        (replace(HEARD, held_without_quotes=1, first_unread=(9, "P02")), "Read P02 and cut the first quotes"),
        (
            replace(
                HEARD, first_unread=(9, "P02"), debriefs_missing=1, first_debrief=(9, "P02"), debrief_is_fresh=True
            ),
            "Write the debrief of P02",
        ),
        (
            replace(HEARD, first_unread=(9, "P02"), debriefs_missing=1, first_debrief=(9, "P02")),
            "Read P02 and cut the first quotes",
        ),
        (replace(HEARD, untagged=4), "Give 4 quotes a theme"),
        (HEARD, "Invite 1 more: Owner"),
        (replace(HEARD, personas=(replace(OWNER, heard=4),)), "Say what you know now"),
        (replace(HEARD, insights=1, ready_verdicts=((5, "A2"),)), "Judge A2"),
        (replace(HEARD, insights=2, insights_without_decision=("I2",)), "Decide what I2 changes"),
        (replace(HEARD, insights=1, decisions=1, due_checks=((3, "Show it"),)), "Did it hold?"),
        (replace(HEARD, insights=1, decisions=1), "Hear 1 more: Owner"),
        (replace(COMPLETE, objectives_without_question=2), "Ask about every objective"),
        (COMPLETE, "Share what you learned"),
        (replace(COMPLETE, shared=True), "Look whether anything changed"),
    ],
)
def test_the_next_step_is_the_first_thing_the_rest_waits_for(facts: LineFacts, title: str) -> None:
    step = next_step(facts)
    assert step.title == title
    assert step.reason and step.act and step.url_name


def test_a_new_study_stands_at_its_first_station() -> None:
    assert [station.state for station in stations(LineFacts())] == ["here"] + ["bare"] * 6


def test_the_furthest_work_is_here_and_gaps_before_it_are_parts() -> None:
    states = {s.name: s.state for s in stations(replace(HEARD, untagged=4))}
    assert states == {
        "Objectives": "full",
        "Questions": "full",
        "Notes": "full",
        "Quotes": "part",
        "Themes": "here",
        "Insights": "bare",
        "Decisions": "bare",
    }


def test_loose_ends_say_which_and_where() -> None:
    ends = loose_ends(replace(HEARD, insights=2, insights_without_decision=("I1", "I2"), untagged=1))
    assert [(end.text, end.url_name) for end in ends] == [
        ("1 quote without a theme", "analysis:board"),
        ("I1 and I2 lead to no decision", "analysis:insights"),
    ]


def test_dots_are_heard_planned_and_missing() -> None:
    assert OWNER.dots == ["on", "on", "nx", ""]
    assert len(replace(OWNER, target=80).dots) == 12


def test_why_to_hear_somebody_counts_planned_talks_as_planned() -> None:
    call = NextCall(7, "P03", "Owner", None, False)
    due = replace(PLANNED, next_call=call, personas=(replace(OWNER, heard=3, scheduled=1),))
    assert (
        next_step(due).reason == "With the talks that are planned, every persona is heard as often as you set out to."
    )
    heard = replace(due, personas=(replace(OWNER, heard=4, scheduled=1),))
    assert next_step(heard).reason == "Every persona has been heard as often as planned."
