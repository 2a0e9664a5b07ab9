import pytest
from django.test import Client
from django.urls import reverse

from studies.forms.studies import StudySettingsForm
from studies.models import Study
from studies.models.event import record
from tests.factories import make_assumption, make_objective, make_persona, make_question

pytestmark = pytest.mark.django_db


def url(name: str, study: Study, *args: object) -> str:
    return reverse(f"studies:{name}", args=[study.pk, *args])


def texts(study: Study) -> list[str]:
    return [f"{row.code} {row.text}" for row in study.objectives.order_by("position")]


def test_objectives_are_added_and_put_in_order(as_bob: Client, study: Study) -> None:
    for text in ("first", "second", "third"):
        as_bob.post(url("objective_add", study), {"text": text})
    third = study.objectives.get(text="third")
    as_bob.post(url("objective_move", study, third.pk), {"to": "up"})
    assert texts(study) == ["O1 first", "O2 third", "O3 second"]
    ids = [study.objectives.get(text=text).pk for text in ("second", "first", "third")]
    as_bob.post(url("objective_order", study), {"id": ids})
    assert texts(study) == ["O1 second", "O2 first", "O3 third"]


def test_removing_an_objective_shows_its_reach_and_keeps_the_codes_dense(as_bob: Client, study: Study) -> None:
    first, _ = make_objective(study=study, text="first"), make_objective(study=study, text="second")
    make_question(study=study, objective=first)
    page = as_bob.get(url("objective_remove", study, first.pk)).content.decode()
    assert "1 question will serve no objective" in page and "Keep O1" in page
    assert study.objectives.count() == 2
    as_bob.post(url("objective_remove", study, first.pk))
    assert texts(study) == ["O1 second"]
    assert study.questions.count() == 1


def test_an_empty_objective_is_refused_and_the_page_says_so(as_bob: Client, study: Study) -> None:
    response = as_bob.post(url("objective_add", study), {"text": "  "})
    assert response.status_code == 422
    assert "This can’t stay empty" in response.content.decode()


def test_a_persona_name_is_taken_once(as_bob: Client, study: Study) -> None:
    make_persona(study=study, name="Owner")
    response = as_bob.post(url("persona_add", study), {"name": "Owner", "criteria": "kept words", "target": 5})
    page = response.content.decode()
    assert response.status_code == 422
    assert "There is a persona “Owner” already" in page and "kept words" in page


@pytest.mark.parametrize(
    ("bar", "says"),
    [
        ({"bar_k": "5", "bar_n": ""}, "A bar needs both numbers"),
        ({"bar_k": "9", "bar_n": "8"}, "Choose a number from 1 to 8"),
        ({"bar_k": "0", "bar_n": "8"}, "Choose a number from 1 to 8"),
    ],
)
def test_a_bar_is_k_of_n(as_bob: Client, study: Study, bar: dict[str, str], says: str) -> None:
    response = as_bob.post(url("assumption_add", study), {"statement": "We believe.", "risk": "high", **bar})
    assert response.status_code == 422
    assert says in response.content.decode()
    assert not study.assumptions.exists()


def test_assumption_codes_stay_with_their_assumption(as_bob: Client, study: Study) -> None:
    first, second = make_assumption(study=study), make_assumption(study=study)
    as_bob.post(url("assumption_remove", study, first.pk))
    third = make_assumption(study=study)
    assert (second.code, third.code) == ("A2", "A3")


def test_a_new_study_starts_from_a_template(as_bob: Client, study: Study) -> None:
    form = reverse("studies:new", args=[study.workspace_id])
    answers = {"title": "Why do  they\nleave?", "context": "", "template": "churn"}
    response = as_bob.post(form, answers)
    made = Study.objects.get(title="Why do they leave?")
    assert response["Location"] == url("objectives", made)
    assert made.questions.filter(text__startswith="Walk me through the last time").exists()


def test_a_study_needs_a_question(as_bob: Client, study: Study) -> None:
    response = as_bob.post(
        reverse("studies:new", args=[study.workspace_id]), {"title": "", "context": "kept", "template": "empty"}
    )
    assert response.status_code == 422
    assert "kept" in response.content.decode()


def test_viewers_see_the_plan_without_its_tools(as_vera: Client, study: Study) -> None:
    make_objective(study=study, text="Readable")
    page = as_vera.get(url("objectives", study)).content.decode()
    assert "Readable" in page and "Add objective" not in page
    assert as_vera.post(url("objective_add", study), {"text": "x"}).status_code == 403


@pytest.mark.parametrize("odd", ["²", "9" * 5000])
def test_an_order_with_odd_ids_leaves_the_order_as_it_is(as_bob: Client, study: Study, odd: str) -> None:
    first, second = make_objective(study=study, text="first"), make_objective(study=study, text="second")
    section = make_question(study=study).section
    response = as_bob.post(url("objective_order", study), {"id": [odd, second.pk, first.pk]})
    assert response.status_code == 302
    assert texts(study) == ["O1 second", "O2 first"]
    assert as_bob.post(url("question_order", study, section.pk), {"id": odd}).status_code == 302


def test_settings_saved_while_others_work_leave_the_studys_events_alone(
    as_bob: Client, study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A whole row written back once set the event number back too, and every later change of the study failed."""

    def clean_title(form: StudySettingsForm) -> str:
        record(Study.objects.get(pk=study.pk), "theme")  # a teammate, after this request has read the study
        return form.cleaned_data["title"]

    monkeypatch.setattr(StudySettingsForm, "clean_title", clean_title)
    answers = {"title": "Why now?", "state": "planning", "owner": study.owner_id, "jargon": "churn"}
    assert as_bob.post(url("settings", study), answers).status_code == 302
    study.refresh_from_db()
    assert (study.title, study.jargon) == ("Why now?", "churn")
    assert record(study, "theme") == study.events.count()
