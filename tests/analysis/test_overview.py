from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User, Workspace
from analysis.models import Decision
from interviews.models import ConsentRecord, Debrief, Interview, InterviewState, Kind, Method
from studies.models import Study
from tests.factories import (
    make_assumption,
    make_insight,
    make_interview,
    make_note,
    make_objective,
    make_persona,
    make_question,
    make_quote,
    make_study,
    make_theme,
    make_transcript,
)

pytestmark = pytest.mark.django_db


def overview(client: Client, study: Study) -> str:
    response = client.get(reverse("analysis:overview", args=[study.pk]))
    assert response.status_code == 200
    return response.content.decode()


def test_an_empty_study_says_what_comes_first(as_bob: Client, study: Study) -> None:
    page = overview(as_bob, study)
    assert "Write down what you must learn" in page
    assert "No assumption yet" in page


def test_objectives_count_people_and_quotes_under_their_questions(as_bob: Client, study: Study) -> None:
    objective = make_objective(study=study, text="Learn this")
    question = make_question(study=study, objective=objective)
    for _ in range(2):
        interview = make_interview(study=study)
        from analysis.models import Quote

        for _ in range(2):
            note = make_note(interview=interview, kind=Kind.VERBATIM, question=question)
            Quote.whole(note, study.owner)
    page = overview(as_bob, study)
    assert 'aria-label="2 of 2 people"' in page
    assert ">4</b> quotes" in page


def test_refused_quotes_are_not_counted(as_bob: Client, study: Study) -> None:
    quote = make_quote(study=study)
    assert "1 without a theme" in overview(as_bob, study)
    ConsentRecord.capture(quote.participant, {"quotes": False}, Method.SPOKEN, study.owner)
    assert "without a theme" not in overview(as_bob, study)


def test_a_call_without_a_debrief_is_the_next_step_while_it_is_fresh(as_bob: Client, bob: User, study: Study) -> None:
    make_objective(study=study), make_persona(study=study), make_question(study=study)
    held = make_interview(study=study)
    shown = overview(as_bob, study)
    assert "Write the debrief of P01" in shown and "1 interview without a debrief" in shown
    Interview.objects.filter(pk=held.pk).update(started_at=timezone.now() - timedelta(days=9))
    shown = overview(as_bob, study)
    assert "Write the debrief" not in shown and "1 interview without a debrief" in shown
    Debrief.write(held, bob, {}, surprises="x")
    assert "without a debrief" not in overview(as_bob, study)


def test_no_debrief_is_missed_where_none_is_due(as_bob: Client, study: Study) -> None:
    make_transcript(interview=make_interview(study=study), turns=[("participant", "Long.")])
    refused = make_interview(study=study)
    ConsentRecord.capture(refused.participant, {"notes": False}, Method.SPOKEN, study.owner)
    assert "without a debrief" not in overview(as_bob, study)


def test_viewers_see_no_names_and_no_acts(as_vera: Client, as_bob: Client, study: Study) -> None:
    quote = make_quote(study=study, theme=make_theme(study=study))
    page = overview(as_vera, study)
    assert quote.participant.contact.name not in page
    assert "btn go" not in page and "btn go" in overview(as_bob, study)


def test_it_costs_the_same_for_ten_and_twenty(as_bob: Client, study: Study) -> None:
    persona = make_persona(study=study)

    def more() -> None:
        objective = make_objective(study=study)
        make_question(study=study, objective=objective)
        make_assumption(study=study, persona=persona)
        make_insight(study=study)
        make_quote(study=study, theme=make_theme(study=study))

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            overview(as_bob, study)
        return len(captured)

    for _ in range(5):
        more()
    queries()
    before = queries()
    for _ in range(5):
        more()
    assert queries() == before


def test_studies_lists_what_waits_today(as_bob: Client, study: Study) -> None:
    make_interview(study=study, state=InterviewState.PLANNED, scheduled_at=timezone.now())
    page = as_bob.get(reverse("analysis:studies", args=[study.workspace_id])).content.decode()
    assert "Interview P01" in page and study.title in page


def test_studies_counts_the_decisions_whose_day_has_come(as_bob: Client, study: Study) -> None:
    today = timezone.localdate()
    page = reverse("analysis:studies", args=[study.workspace_id])
    for number, days in enumerate((3, 40), 1):
        Decision.objects.create(
            study=study, number=number, text=f"Do {number}", check_back_on=today + timedelta(days=days)
        )
    before = as_bob.get(page).content.decode()
    assert "Do 2" in before and "to answer" not in before
    Decision.objects.filter(number=1).update(check_back_on=today)
    assert "1 to answer" in as_bob.get(page).content.decode()


def test_an_empty_workspace_asks_the_first_question(as_bob: Client, workspace: Workspace) -> None:
    page = as_bob.get(reverse("analysis:studies", args=[workspace.pk])).content.decode()
    assert "What do you need to learn that you can’t find out at your desk?" in page


def test_studies_are_paged_by_key_at_a_constant_cost(as_bob: Client, workspace: Workspace) -> None:
    for number in range(60):
        make_study(workspace=workspace, title=f"Study {number:02d}")
    page = reverse("analysis:studies", args=[workspace.pk])
    first = as_bob.get(page)
    titles = [row.study.title for row in first.context["rows"]]
    second = as_bob.get(page, {"after": first.context["more"]})
    titles += [row.study.title for row in second.context["rows"]]
    assert titles == [f"Study {number:02d}" for number in reversed(range(60))]
    assert second.context["more"] == ""


def test_home_goes_to_the_last_workspace_or_to_a_new_one(as_bob: Client, workspace: Workspace, client: Client) -> None:
    assert as_bob.get("/")["Location"] == reverse("analysis:studies", args=[workspace.pk])
    from tests.factories import make_user

    client.force_login(make_user())
    assert client.get("/")["Location"] == reverse("accounts:workspace_new")
