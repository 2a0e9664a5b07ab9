"""Objective x question and assumption x question. The study and its script are invented."""

from __future__ import annotations

import pytest

from studies.coverage import assumption_coverage, objective_coverage
from studies.script_outline import OutlineQuestion, OutlineSection, listed

Q = OutlineQuestion
SCRIPT = (
    OutlineSection(
        "warm_up",
        5,
        (Q("Q1", "Tell me about your kitchen."), Q("Q2", "Who touches stock in a normal week?", objective="O1")),
    ),
    OutlineSection(
        "core",
        30,
        (
            Q("Q3", "Walk me through the last count.", objective="O1", assumptions=("A1", "A2")),
            Q("Q4", "Think of the last number you saw. What did you do next?", objective="O2", assumptions=("A1",)),
            Q("Q5", "Don’t you think counting takes too long?", assumptions=("A3",)),
            Q("Q6", "Do you count on a phone?", assumptions=("A4",)),
        ),
    ),
    OutlineSection("wrap_up", 10, (Q("Q7", "What should I have asked?"),)),
)


def row(table, code):
    return next(one for one in table.rows if one.code == code)


def test_lists_the_ways_into_each_objective():
    table = objective_coverage(["O1", "O2", "O3"], SCRIPT)
    assert [(one.code, one.questions, one.remark) for one in table.rows] == [
        ("O1", ("Q2", "Q3"), ""),
        ("O2", ("Q4",), "One way in. Add a second."),
        ("O3", (), "No way in yet. Add a question."),
    ]
    assert table.uncovered == ("O3",)


def test_questions_of_the_main_part_without_an_objective_are_loose():
    table = objective_coverage(["O1", "O2"], SCRIPT)
    assert table.loose == ("Q5", "Q6")
    assert table.loose_text == "Q5 and Q6 serve no objective."
    assert objective_coverage(["O1"], SCRIPT).loose_text == "Q4, Q5 and Q6 serve no objective."


def test_one_loose_question_reads_as_one():
    script = [OutlineSection("core", 30, (Q("Q1", "Who counts?"),))]
    assert objective_coverage([], script).loose_text == "Q1 serves no objective."
    assert objective_coverage([], []).loose_text == ""


def test_the_table_has_a_mark_for_every_question():
    table = objective_coverage(["O1", "O3"], SCRIPT)
    assert table.columns == ("Q1", "Q2", "Q3", "Q4", "Q5", "Q6", "Q7")
    assert table.marks(row(table, "O1")) == (False, True, True, False, False, False, False)
    assert table.marks(row(table, "O3")) == (False,) * 7


def test_an_open_question_could_disprove_an_assumption():
    table = assumption_coverage(["A1", "A2"], SCRIPT)
    assert row(table, "A1").ways_in == ("Q3", "Q4")
    assert row(table, "A2").remark == ""
    assert table.uncovered == ()


@pytest.mark.parametrize(("code", "linked"), [("A3", ("Q5",)), ("A4", ("Q6",)), ("A9", ())])
def test_a_leading_a_closed_or_no_question_disproves_nothing(code, linked):
    found = row(assumption_coverage([code], SCRIPT), code)
    assert (found.questions, found.ways_in) == (linked, ())
    assert found.remark == "Nothing here could disprove it."


@pytest.mark.parametrize(
    "text",
    [
        "Would you count on a phone?",
        "Why do you hate counting?",
        "Do you use Excel or paper?",
        "What do you think of counting?",
        "How much would you pay for it?",
        "What does Stockly do for you?",
        "What features do you miss?",
        "  ",
    ],
)
def test_guesses_opinions_and_pitches_disprove_nothing(text):
    script = [OutlineSection("core", 30, (Q("Q1", text, assumptions=("A1",)),))]
    assert assumption_coverage(["A1"], script, product_names=["Stockly"]).uncovered == ("A1",)


def test_a_reason_to_keep_a_wording_does_not_open_it():
    kept = Q("Q1", "Do you count daily?", assumptions=("A1",), kept=frozenset({"CLOSED"}))
    assert assumption_coverage(["A1"], [OutlineSection("core", 30, (kept,))]).uncovered == ("A1",)


def test_a_general_question_may_still_disprove():
    usual = Q("Q1", "How do you usually count?", assumptions=("A1",))
    assert assumption_coverage(["A1"], [OutlineSection("core", 30, (usual,))]).uncovered == ()


@pytest.mark.parametrize(
    ("codes", "text"), [((), ""), (("Q1",), "Q1"), (("Q1", "Q2"), "Q1 and Q2"), (("A", "B", "C"), "A, B and C")]
)
def test_lists_read_as_in_a_sentence(codes, text):
    assert listed(codes) == text
