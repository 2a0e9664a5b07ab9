"""The checks of a whole script, each with one that passes and one that does not. The script is invented."""

from __future__ import annotations

from dataclasses import replace

import pytest

from studies.script_check import ScriptCheck, check_script, most_main_questions
from studies.script_outline import OutlineQuestion, OutlineSection

Q = OutlineQuestion
WARM_UP = OutlineSection("warm_up", 5, (Q("Q1", "Tell me about your kitchen, and what yesterday looked like."),))
CORE = OutlineSection(
    "core",
    30,
    (
        Q("Q2", "Who touches stock in a normal week?"),
        Q("Q3", "Walk me through the last time you counted stock.", assumptions=("A1",)),
    ),
)
SOLUTION = OutlineSection("solution", 5, (Q("Q8", "Here is Stockly. What do you see?"),))
WRAP_UP = OutlineSection(
    "wrap_up",
    10,
    (Q("Q9", "What should I have asked that I didn’t?"), Q("Q10", "Who else should we talk to about this?")),
)
GOOD = (WARM_UP, CORE, WRAP_UP)


def core(*texts: str, **fields) -> OutlineSection:
    minutes = fields.pop("minutes", 30)
    return OutlineSection("core", minutes, tuple(Q(f"Q{n}", text, **fields) for n, text in enumerate(texts, start=2)))


def result(code: ScriptCheck, sections, **kwargs):
    return next(one for one in check_script(sections, **kwargs) if one.code is code)


def test_a_good_script_passes_everything():
    results = check_script(GOOD, assumptions=["A1"], product_names=["Stockly"])
    assert [one.code for one in results] == list(ScriptCheck)
    assert [one.text for one in results if not one.ok] == []


def test_an_empty_script_is_told_what_to_begin_with():
    results = {one.code: one for one in check_script([])}
    assert results[ScriptCheck.OPENS_EASY].text == "No questions yet. Open with an easy fact."
    assert not results[ScriptCheck.LAST_TIME].ok
    assert results[ScriptCheck.LENGTH].text == "No main questions yet"


def test_opens_with_an_easy_fact():
    assert result(ScriptCheck.OPENS_EASY, GOOD).text == "Opens with easy facts"
    assert result(ScriptCheck.OPENS_EASY, [OutlineSection("core", 30, (Q("Q1", "Do you work in the kitchen?"),))]).ok


@pytest.mark.parametrize(
    "first",
    [
        "Why did you stop counting?",
        "What is your biggest problem with stock?",
        "Would you count on a phone?",
        "Don’t you think counting is slow?",
        "How do you feel about counting?",
        "Tell me " + "all about it and " * 8 + "more.",
    ],
)
def test_a_hard_start_is_seen(first):
    found = result(ScriptCheck.OPENS_EASY, [OutlineSection("warm_up", 5, (Q("Q1", first),)), CORE, WRAP_UP])
    assert not found.ok
    assert found.text == "Q1 is no easy start. Open with a fact people know by heart."
    assert found.refs == ("Q1",)


def test_is_anchored_in_a_last_time():
    found = result(ScriptCheck.LAST_TIME, GOOD)
    assert (found.ok, found.text) == (True, "Anchored in a last time (Q3)")


@pytest.mark.parametrize(
    "text",
    [
        "What happened the first time a count got skipped?",
        "Think of the last stock number you looked at. What did you do next?",
        "When did you last count?",
        "Tell me about a time when the count was wrong.",
    ],
)
def test_a_story_has_many_beginnings(text):
    assert result(ScriptCheck.LAST_TIME, [core(text)]).ok


def test_a_probe_may_ask_for_the_last_time():
    section = OutlineSection("core", 30, (Q("Q2", "How does a count go?", probes=("And the last time?",)),))
    assert result(ScriptCheck.LAST_TIME, [section]).ok


def test_no_story_is_seen():
    found = result(ScriptCheck.LAST_TIME, [WARM_UP, core("Who touches stock?", "How long does it last?"), WRAP_UP])
    assert (found.ok, found.text) == (False, "No question asks for the last time it happened")


def test_a_last_time_in_the_wrap_up_comes_too_late():
    late = OutlineSection("wrap_up", 5, (Q("Q5", "What happened the last time?"),))
    assert not result(ScriptCheck.LAST_TIME, [WARM_UP, core("Who counts?"), late]).ok


def test_the_solution_comes_last():
    shown = (WARM_UP, CORE, SOLUTION, WRAP_UP)
    found = result(ScriptCheck.SOLUTION_LAST, shown, product_names=["Stockly"])
    assert (found.ok, found.text) == (True, "The solution comes last")
    assert result(ScriptCheck.SOLUTION_LAST, GOOD).text == "No pitch before the wrap-up"


def test_a_story_after_the_solution_is_seen():
    found = result(ScriptCheck.SOLUTION_LAST, (WARM_UP, SOLUTION, CORE, WRAP_UP), product_names=["Stockly"])
    assert (found.ok, found.text) == (False, "The solution is shown before Q2 and Q3. Move it behind")


def test_a_pitch_in_the_core_is_seen_unless_kept_with_a_reason():
    pitch = core("What do you do when you open Stockly?")
    found = result(ScriptCheck.SOLUTION_LAST, [WARM_UP, pitch, WRAP_UP], product_names=["Stockly"])
    assert (found.ok, found.text, found.refs) == (False, "The idea comes up too early in Q2", ("Q2",))
    kept = core("What do you do when you open Stockly?", kept=frozenset({"PITCH"}))
    assert result(ScriptCheck.SOLUTION_LAST, [WARM_UP, kept, WRAP_UP], product_names=["Stockly"]).ok


def test_an_assumption_needs_a_question_that_could_disprove_it():
    assert result(ScriptCheck.DISPROVABLE, GOOD, assumptions=["A1"]).text == "Every assumption could be disproved"
    found = result(ScriptCheck.DISPROVABLE, GOOD, assumptions=["A1", "A4"])
    assert (found.ok, found.text, found.refs) == (False, "Nothing here could disprove A4", ("A4",))


def test_without_assumptions_nothing_is_missing():
    assert result(ScriptCheck.DISPROVABLE, GOOD).ok


def test_counts_main_questions_only():
    assert result(ScriptCheck.LENGTH, GOOD).text == "2 main questions for 30 minutes"
    assert result(ScriptCheck.LENGTH, [core("Who counts?", minutes=0)]).text == "1 main question"


def test_too_many_main_questions_are_seen():
    ten, eleven = [["Who counts?"] * n for n in (10, 11)]
    assert result(ScriptCheck.LENGTH, [core(*ten)]).ok
    found = result(ScriptCheck.LENGTH, [core(*eleven)])
    assert (found.ok, found.text) == (False, "11 main questions for 30 minutes. About 10 fit")


@pytest.mark.parametrize(("minutes", "most"), [(0, 10), (1, 1), (15, 5), (30, 10), (45, 10), (60, 13), (90, 20)])
def test_the_number_that_fits_grows_with_time(minutes, most):
    assert most_main_questions(minutes) == most


CLOSINGS = [
    (
        ["What should I have asked that I didn’t?", "Who else should we talk to?"],
        True,
        "Closes with “what did I miss?”",
    ),
    (["What did we miss? Could you introduce us to someone else?"], True, "Closes with"),
    (["Is there anything I haven't asked?", "Do you know anybody we should meet?"], True, "Closes with"),
    (["What should I have asked?"], False, "Ask at the end who else to talk to"),
    (["Who else should we talk to?"], False, "Close with “What should I have asked?”"),
    (["How was your day?"], False, "Close with “What should I have asked?” and who else to talk to"),
]


@pytest.mark.parametrize(("texts", "ok", "text"), CLOSINGS)
def test_closing(texts, ok, text):
    section = OutlineSection("wrap_up", 5, tuple(Q(f"Q{n}", one) for n, one in enumerate(texts, start=8)))
    found = result(ScriptCheck.CLOSING, [WARM_UP, CORE, section])
    assert found.ok is ok
    assert found.text.startswith(text)


def test_without_a_wrap_up_the_last_section_closes():
    assert result(ScriptCheck.CLOSING, [WARM_UP, replace(WRAP_UP, kind="own")]).ok
    assert not result(ScriptCheck.CLOSING, [replace(WRAP_UP, kind="own"), CORE]).ok


def test_counts_the_questions_that_need_another_look():
    assert result(ScriptCheck.WORDING, GOOD).text == "No question needs another look"
    one = core("Do you check deliveries?")
    assert result(ScriptCheck.WORDING, [WARM_UP, one, WRAP_UP]).text == "1 question needs another look"
    three = core("Do you check deliveries?", "Don’t you think it is slow?", "Would you count?", "Who usually counts?")
    found = result(ScriptCheck.WORDING, [WARM_UP, three, WRAP_UP])
    assert (found.ok, found.text, found.refs) == (False, "3 questions need another look", ("Q2", "Q3", "Q4"))


def test_a_wording_kept_with_a_reason_needs_no_other_look():
    kept = core("Do you check deliveries?", kept=frozenset({"CLOSED"}))
    assert result(ScriptCheck.WORDING, [WARM_UP, kept, WRAP_UP]).ok


def test_the_question_before_counts_across_the_sections():
    before = OutlineSection("warm_up", 5, (Q("Q1", "What problems came up with invoices last week?"),))
    assert result(ScriptCheck.WORDING, [before, core("When you have trouble with invoices, what happens?")]).ok
