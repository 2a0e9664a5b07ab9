import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from studies.models import Question, SectionKind, Study
from studies.question_check import check
from studies.script_page import question_codes
from studies.script_templates import TEMPLATES
from studies.section_kinds import SectionKind as CheckedKind
from tests.factories import make_assumption, make_objective, make_question, make_section

pytestmark = pytest.mark.django_db


def url(name: str, study: Study, *args: object) -> str:
    return reverse(f"studies:{name}", args=[study.pk, *args])


def order(study: Study) -> list[str]:
    rows = study.questions.order_by("section__position", "position")
    return [f"{row.section.title}: {row.text}" for row in rows.select_related("section")]


@pytest.fixture
def script(study: Study) -> Study:
    first, second = make_section(study=study, title="Warm-up", kind="warm_up"), make_section(study=study, title="Core")
    for section, text in ((first, "a"), (first, "b"), (second, "c")):
        Question.add(section, text)
    return study


def test_questions_move_over_the_edge_of_a_section(as_bob: Client, script: Study) -> None:
    b = script.questions.get(text="b")
    as_bob.post(url("question_move", script, b.pk), {"to": "down"})
    assert order(script) == ["Warm-up: a", "Core: b", "Core: c"]
    as_bob.post(url("question_move", script, b.pk), {"to": "up"})
    assert order(script) == ["Warm-up: a", "Warm-up: b", "Core: c"]


def test_the_ends_of_the_script_hold(as_bob: Client, script: Study) -> None:
    for text, to in (("a", "up"), ("c", "down")):
        as_bob.post(url("question_move", script, script.questions.get(text=text).pk), {"to": to})
    assert order(script) == ["Warm-up: a", "Warm-up: b", "Core: c"]


def test_a_drag_posts_the_whole_order_of_a_section(as_bob: Client, script: Study) -> None:
    core = script.questions.get(text="c").section
    ids = [script.questions.get(text=text).pk for text in ("c", "a")]
    as_bob.post(url("question_order", script, core.pk), {"id": ids})
    assert order(script) == ["Warm-up: b", "Core: c", "Core: a"]
    assert list(question_codes(script).values()) == ["Q1", "Q2", "Q3"]


def test_a_question_of_another_study_cant_be_dragged_in(as_bob: Client, script: Study, workspace: object) -> None:
    from tests.factories import make_study

    foreign = make_question(study=make_study(workspace=script.workspace), text="foreign")
    core = script.questions.get(text="c").section
    as_bob.post(url("question_order", script, core.pk), {"id": [foreign.pk]})
    foreign.refresh_from_db()
    assert foreign.section_id != core.pk


def test_the_check_speaks_while_typing_and_saves_nothing(as_bob: Client, script: Study) -> None:
    section = script.questions.get(text="c").section
    response = as_bob.post(
        url("question_check", script, section.pk), {"text": "Don't you think counting takes too long?"}
    )
    assert "Leads" in response.content.decode()
    assert script.questions.count() == 3


def test_a_finding_can_be_overruled_until_the_wording_changes(as_bob: Client, script: Study) -> None:
    question = script.questions.get(text="c")
    question.text = "Would you count on your phone?"
    question.save()
    page = as_bob.get(url("script", script)).content.decode()
    rule = check(question.text)[0].rule
    assert "lintmark" in page
    as_bob.post(url("question_keep", script, question.pk), {"rule": rule, "reason": "They asked for it"})
    page = as_bob.get(url("script", script)).content.decode()
    assert "Kept as it is: They asked for it" in page and "lintmark" not in page
    as_bob.post(url("question_use", script, question.pk), {"text": "Would you count on paper?"})
    assert "lintmark" in as_bob.get(url("script", script)).content.decode()


def test_a_reason_is_needed_to_overrule(as_bob: Client, script: Study) -> None:
    question = script.questions.get(text="c")
    response = as_bob.post(url("question_keep", script, question.pk), {"rule": "LEADING", "reason": ""})
    assert response.status_code == 422
    assert not question.kept_wordings.exists()


def test_editing_a_question_sets_its_purpose(as_bob: Client, script: Study) -> None:
    question = script.questions.get(text="c")
    objective, assumption = make_objective(study=script), make_assumption(study=script)
    answers = {
        "text": "What happened?",
        "minutes": 5,
        "objective": objective.pk,
        "assumptions": [assumption.pk],
        "probe_lines": "Who?\n\nWhen?",
    }
    assert as_bob.post(url("question_edit", script, question.pk), answers).status_code == 302
    question.refresh_from_db()
    assert (question.probes, question.objective, list(question.assumptions.all())) == (
        ["Who?", "When?"],
        objective,
        [assumption],
    )


def test_a_refused_edit_keeps_what_was_typed(as_bob: Client, script: Study) -> None:
    question = script.questions.get(text="c")
    response = as_bob.post(url("question_edit", script, question.pk), {"text": "", "probe_lines": "kept probe"})
    assert response.status_code == 422
    assert "kept probe" in response.content.decode()


def test_the_page_costs_the_same_for_ten_and_twenty_questions(as_bob: Client, script: Study) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert as_bob.get(url("script", script)).status_code == 200
        return len(captured)

    section = script.questions.get(text="c").section
    queries()
    before = queries()
    for number in range(10):
        Question.add(section, f"What happened on day {number}?")
    assert queries() == before


def test_the_two_lists_of_section_kinds_agree() -> None:
    assert set(SectionKind.values) <= {kind.value for kind in CheckedKind}


@pytest.mark.parametrize("key", sorted(TEMPLATES))
def test_no_template_breaks_the_rules_it_teaches(key: str) -> None:
    for section in TEMPLATES[key].sections:
        previous = ""
        for question in section.questions:
            found = check(question.text, section=CheckedKind(section.kind), previous=previous, probes=question.probes)
            assert [f for f in found if f.severity != "info"] == [], question.text
            previous = question.text
