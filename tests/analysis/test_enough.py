"""The new-theme rate over a study: what counts, what it waits for, and whom to hear next."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from analysis.counting.enough import read_enough
from analysis.counting.saturation import Rule, State
from analysis.models import ReadThrough, Tag
from interviews.models import ConsentRecord, InterviewState, Method, Purpose, Stage
from tests.factories import (
    make_interview,
    make_note,
    make_participant,
    make_persona,
    make_quote,
    make_theme,
)


def url(study, query=""):
    return reverse("analysis:enough", args=[study.pk]) + query


def talk(study, day, *names, persona=None, **person):
    """An interview held on that day, with one quote under each of these themes."""
    participant = make_participant(study=study, persona=persona, **person)
    interview = make_interview(study=study, participant=participant)
    interview.started_at = timezone.now() - timedelta(days=100 - day)
    interview.save(update_fields=["started_at"])
    for name in names:
        make_quote(study=study, interview=interview, theme=make_theme(study=study, name=name), text=f"About {name}")
    return interview


def fresh(study, rule=Rule()):  # noqa: B008
    return list(read_enough(study, rule).everybody.rate.new)


def test_in_the_order_they_were_held(study):
    talk(study, 2, "a", "b", "c")
    talk(study, 1, "a")
    assert fresh(study) == [1, 2]


def test_merging_renaming_and_removing_are_followed(study, alice):
    talk(study, 1, "a")
    talk(study, 2, "b", "c")
    assert fresh(study) == [1, 2]
    a, b, c = study.themes.all()
    b.rename("d", alice)
    assert fresh(study) == [1, 2]
    b.merge_into(a, alice)
    assert fresh(study) == [1, 1]
    c.remove(alice)
    assert fresh(study) == [1, 0]


def test_never_on_quotes(study):
    interview = talk(study, 1, "a")
    for n in range(5):
        make_quote(study=study, interview=interview, theme=study.themes.get(), text=f"Again {n}")
    assert fresh(study) == [1]


def test_too_early_says_how_many_more(study, as_vera):
    for day in range(4):
        talk(study, day, f"t{day}")
    page = as_vera.get(url(study)).content.decode()
    assert "Too early (2 more)" in page and "exploratory" in page
    assert "Too early (5 more)" in as_vera.get(url(study, "?base=6&run=3")).content.decode()


def test_enough_and_near_before_true(study, as_vera):
    for day, names in enumerate([[f"t{n}" for n in range(20)], ["t1"], ["t2"], ["t3"], ["new"], ["t1"]]):
        talk(study, day, *names)
    page = as_vera.get(url(study)).content.decode()
    assert "Enough by the rule you chose" in page and "1 new theme (1 to 20 in the base, 5 %)" in page
    assert page.index("Near: at most 5 % new") < page.index("True: nothing new")
    assert "Reached at 4 + 2" in page
    assert "Still learning" in as_vera.get(url(study, "?limit=0")).content.decode()


def test_untagged_interviews_are_named_and_block_it(study, as_vera):
    for day in range(6):
        talk(study, day, "a")
    waits = talk(study, 7)
    page = as_vera.get(url(study)).content.decode()
    assert "1 interview isn’t tagged yet" in page and "Enough by the rule" not in page
    assert reverse("analysis:read", args=[study.pk, waits.pk]) in page and f">{waits.participant.code}<" in page


def test_a_quote_without_a_theme_is_not_tagged(study):
    make_quote(study=study, interview=talk(study, 1))
    assert len(read_enough(study, Rule()).everybody.untagged) == 1


def test_read_through_counts_and_can_be_taken_back(study, as_bob, bob):
    interview = talk(study, 1)
    page = reverse("analysis:read_through", args=[study.pk, interview.pk])
    assert as_bob.post(page, {"read": "1"}, follow=True).status_code == 200
    assert ReadThrough.objects.get().by == bob
    assert read_enough(study, Rule()).everybody.untagged == [] and fresh(study) == [0]
    answer = as_bob.post(page, {"read": "0"}, headers={"HX-Request": "true"}).content.decode()
    assert "The mark is taken away." in answer and "Undo" in answer
    assert not ReadThrough.objects.exists()


def test_marking_twice_leaves_it_with_the_first(study, alice, bob):
    interview = talk(study, 1)
    ReadThrough.mark(interview, alice)
    ReadThrough.mark(interview, bob)
    assert ReadThrough.objects.get().by == alice
    assert study.events.filter(kind="read_through").count() == 1


def test_a_call_that_is_not_over_is_not_read(study, as_bob):
    interview = make_interview(study=study, state=InterviewState.LIVE)
    answer = as_bob.post(reverse("analysis:read_through", args=[study.pk, interview.pk]))
    assert answer.status_code == 409 and not ReadThrough.objects.exists()


def test_the_mark_on_the_reading_page(study, as_bob, as_vera):
    interview = talk(study, 1)
    make_note(interview=interview)
    page = reverse("analysis:notes", args=[study.pk, interview.pk])
    assert "Read through" in as_bob.get(page).content.decode()
    assert "Read through" not in as_vera.get(page).content.decode()
    as_bob.post(reverse("analysis:read_through", args=[study.pk, interview.pk]))
    assert "Read through" in as_vera.get(page).content.decode()


def test_read_through_is_no_loose_end_any_more(study, as_bob):
    talk(study, 1)
    overview = reverse("analysis:overview", args=[study.pk])
    assert "without a quote" in as_bob.get(overview).content.decode()
    as_bob.post(reverse("analysis:read_through", args=[study.pk, study.interviews.get().pk]))
    assert "without a quote" not in as_bob.get(overview).content.decode()


def test_a_base_without_a_theme(study, as_vera, alice):
    for day in range(6):
        ReadThrough.mark(talk(study, day), alice)
    assert "Not computable" in as_vera.get(url(study)).content.decode()


def test_who_may_not_be_quoted_is_left_out_and_named(study, as_vera, alice):
    interview = talk(study, 1, "a")
    talk(study, 2, "a", "b")
    ConsentRecord.capture(interview.participant, {Purpose.QUOTES: False}, Method.SPOKEN, alice)
    assert fresh(study) == [2]
    page = as_vera.get(url(study)).content.decode()
    assert "Left out, because their words may not be quoted" in page and interview.participant.code in page


def test_each_persona_has_its_own_base(study):
    cooks, owners = make_persona(study=study, name="Cooks"), make_persona(study=study, name="Owners")
    talk(study, 1, "a", "b", persona=cooks)
    talk(study, 2, "a", persona=owners)
    found = read_enough(study, Rule())
    assert list(found.everybody.rate.new) == [2, 0]
    assert [list(one.rate.new) for one in found.personas] == [[2], [1]]
    assert found.shown(owners.pk).persona == owners and found.shown(999).persona is None
    assert found.personas[0].rate.state() == State.EARLY


def test_an_untagged_interview_blocks_its_own_persona_and_everybody(study):
    cooks, owners = make_persona(study=study, name="Cooks"), make_persona(study=study, name="Owners")
    talk(study, 1, "a", persona=cooks)
    talk(study, 2, persona=owners)
    found = read_enough(study, Rule())
    assert [len(one.untagged) for one in [found.everybody, *found.personas]] == [1, 0, 1]


def test_the_next_is_of_the_persona_that_lacks_most(study):
    cooks = make_persona(study=study, name="Cooks", target=3)
    owners = make_persona(study=study, name="Owners", target=5)
    talk(study, 1, "a", persona=cooks)
    talk(study, 2, "a", persona=owners)
    lead = read_enough(study, Rule()).lead
    assert (lead.persona, lead.missing, lead.planned, lead.person) == (owners, 4, None, None)


def test_new_themes_decide_between_two_that_lack_the_same(study):
    cooks = make_persona(study=study, name="Cooks", target=2)
    owners = make_persona(study=study, name="Owners", target=2)
    talk(study, 1, "a", persona=cooks)
    talk(study, 2, "a", "b", "c", persona=owners)
    lead = read_enough(study, Rule()).lead
    assert (lead.persona, lead.fresh) == (owners, 2)


def test_whom_to_ask_a_planned_call_before_somebody_to_invite(study, as_vera):
    cooks = make_persona(study=study, name="Cooks", target=5)
    talk(study, 1, "a", persona=cooks)
    waiting = make_participant(study=study, persona=cooks)
    assert read_enough(study, Rule()).lead.person == waiting
    invited = make_participant(study=study, persona=cooks)
    invited.move_to(Stage.INVITED)
    assert read_enough(study, Rule()).lead.person == invited
    planned = make_interview(
        study=study, state=InterviewState.PLANNED, participant=make_participant(study=study, persona=cooks)
    )
    assert read_enough(study, Rule()).lead.planned == planned
    page = as_vera.get(url(study)).content.decode()
    assert "Most to learn from:" in page and planned.participant.code in page and "lacks most people" in page


def test_nobody_is_missing(study):
    talk(study, 1, "a", persona=make_persona(study=study, target=1))
    assert read_enough(study, Rule()).lead is None


def test_the_filters_of_the_other_views_come_and_go_with_one(study, as_vera):
    person = talk(study, 1, "a").participant
    query = f"?persona={person.persona_id or 7}&words=twice"
    page = as_vera.get(url(study, query)).content.decode()
    board = reverse("analysis:board", args=[study.pk])
    assert f'href="{board}{query}"'.replace("&", "&amp;") in page and 'name="words" value="twice"' in page
    assert "only the persona narrows this page" in page
    assert "only the persona narrows" not in as_vera.get(url(study, "?base=5")).content.decode()


def test_nothing_held_yet(study, as_vera):
    assert "No interview to count yet" in as_vera.get(url(study)).content.decode()


def test_it_can_be_switched_off(study, as_bob, as_vera):
    talk(study, 1, "a")
    board = reverse("analysis:board", args=[study.pk])
    assert url(study) in as_vera.get(board).content.decode()
    fields = {
        "title": study.title,
        "state": study.state,
        "context": "",
        "owner": study.owner_id,
        "product_names": "",
        "jargon": "",
    }
    assert as_bob.post(reverse("studies:settings", args=[study.pk]), fields).status_code == 302
    assert url(study) not in as_vera.get(board).content.decode()
    page = as_vera.get(url(study)).content.decode()
    assert "Switched off for this study" in page and "So far" not in page


def test_the_chart_has_its_table(study, as_vera):
    talk(study, 1, "a", "b")
    talk(study, 2, "c")
    page = as_vera.get(url(study)).content.decode()
    assert 'role="img"' in page and page.count('class="fresh"') == 2 and "The same as a table" in page
    assert "Came up first here" in page


@pytest.mark.parametrize(
    "query", ["?persona=x&base=9&run=&limit=200", "?persona=99999999999999999999", "?base=5&run=3&limit=0"]
)
def test_whatever_stands_in_the_address(study, as_vera, query):
    talk(study, 1, "a")
    assert as_vera.get(url(study, query)).status_code == 200


def test_a_fixed_number_of_queries(study, as_vera):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            as_vera.get(url(study))
        return len(asked)

    persona = make_persona(study=study)
    talk(study, 1, "a", persona=persona)
    few = queries()
    for day in range(8):
        talk(study, day, f"x{day}", "a", persona=make_persona(study=study))
    assert queries() == few
    assert Tag.objects.count() == 17


def test_an_archived_theme_does_not_count_and_its_interview_does(study, alice):
    talk(study, 1, "a")
    talk(study, 2, "b")
    study.themes.get(name="b").archive(alice)
    assert fresh(study) == [1, 0]
    assert read_enough(study, Rule()).everybody.untagged == []
