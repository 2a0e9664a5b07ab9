"""After both have submitted: where they disagree, how far they agree, settling, and taking it over."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.urls import reverse

from accounts.refusal import Refused
from analysis.coding.fates import fates
from analysis.coding.results import PAGE, read_results
from analysis.coding.taking_over import plan, take_over
from analysis.models import Quote, Settlement, Tag, Theme
from interviews.models import ConsentRecord, Method, Purpose
from tests.analysis.rounds import make_round, say

HTMX = {"HX-Request": "true"}


@pytest.fixture
def coding(study, alice, bob):
    """Agreed: unit 0 has theme 0. Disagreed: unit 1 theme 0 (alice), unit 2 theme 1 (bob)."""
    coding = make_round(study, alice, bob)
    say(coding, alice, {0: [0], 1: [0]})
    say(coding, bob, {0: [0], 2: [1]})
    return coding


def page(name, coding, *more):
    return reverse(f"analysis:{name}", args=[coding.study_id, coding.pk, *more])


def act(coding, unit, theme):
    return page("coding_settle", coding, coding.units.all()[unit].pk, coding.themes.all()[theme].pk)


def test_disagreements_say_who_said_what(coding, as_bob, alice, bob):
    rows = read_results(coding, bob).disagreements
    assert [(row.unit.position, row.theme.position, row.applied.user, row.other.user) for row in rows] == [
        (1, 0, alice, bob),
        (2, 1, bob, alice),
    ]
    shown = as_bob.get(page("coding_round", coding)).content.decode()
    assert shown.index("Where you two disagree") < shown.index("How far AO and BE agree")
    assert "Answer 1." in shown and "Answer 0." not in shown and "<b>Alice Owner</b> applied it" in shown
    assert "2 of 2 open" in shown


def test_agreement_stands_with_its_n_and_without_a_verdict(coding, as_vera):
    shown = as_vera.get(page("coding_round", coding)).content.decode()
    assert (
        "3 of 4" in shown
        and "Too few units for a verdict" in shown
        and "%" not in shown.split("agree-h")[2].split('class="how')[0]
    )
    judged = [judged for _, judged in read_results(coding, coding.lead).by_theme]
    assert [(one.n, one.agree, one.counts) for one in judged] == [(4, 3, (2, 1)), (4, 3, (0, 1))]


def test_a_verdict_from_twenty_units_on(study, alice, bob, as_vera):
    coding = make_round(study, alice, bob, lines=20, themes=2)
    say(coding, alice, {n: [0] for n in range(10)})
    say(coding, bob, {n: [0] for n in range(10)})
    shown = as_vera.get(page("coding_round", coding)).content.decode()
    assert "1.000" in shown and "Reliable" in shown and "20 of 20, 100 %" in shown
    assert "No variation, undefined" in shown and "Nowhere" in shown


def test_a_disagreement_is_settled_changed_and_opened_again(coding, as_bob, bob):
    answer = as_bob.post(act(coding, 1, 0), {"applies": "yes", "remark": " They mean the bin. "}, headers=HTMX)
    shown = answer.content.decode()
    assert "Applies" in shown and "They mean the bin." in shown and "1 of 2 open" in shown
    row = Settlement.objects.get()
    assert (row.applies, row.remark, row.by) == (True, "They mean the bin.", bob)
    as_bob.post(act(coding, 1, 0), {"applies": "no"})
    assert Settlement.objects.get().applies is False
    as_bob.post(act(coding, 1, 0), {"applies": "open"})
    assert not Settlement.objects.exists()


def test_without_a_script_it_comes_back_to_the_place(coding, as_bob):
    back = page("coding_round", coding) + "?after=0.0"
    answer = as_bob.post(act(coding, 1, 0), {"applies": "no", "back": back})
    assert answer["Location"].startswith(back + "#d")
    answer = as_bob.post(act(coding, 1, 0), {"applies": "no", "back": "https://elsewhere.example/"})
    assert answer["Location"].startswith(page("coding_round", coding) + "#d")


@pytest.mark.parametrize("fields", [{}, {"applies": "perhaps"}, {"applies": "yes", "remark": "x" * 401}])
def test_half_an_answer_comes_back(coding, as_bob, fields):
    answer = as_bob.post(act(coding, 1, 0), fields, headers=HTMX)
    assert answer.status_code == 422 and 'role="alert"' in answer.content.decode()
    assert as_bob.post(act(coding, 1, 0), fields).status_code == 409
    assert not Settlement.objects.exists()


def test_where_they_agree_nothing_is_settled(coding, as_bob, as_vera):
    assert as_bob.post(act(coding, 0, 0), {"applies": "yes"}).status_code == 409
    assert as_vera.post(act(coding, 1, 0), {"applies": "yes"}).status_code == 403


def test_nothing_is_settled_before_both_are_in(study, alice, bob, as_alice):
    coding = make_round(study, alice, bob)
    say(coding, alice, {0: [0]})
    assert as_alice.post(act(coding, 0, 0), {"applies": "yes"}).status_code == 409
    with pytest.raises(Refused):
        take_over(coding, alice)
    assert as_alice.get(page("coding_tags", coding)).status_code == 409


def test_long_lists_are_paged_by_key(study, alice, bob, as_vera):
    coding = make_round(study, alice, bob, lines=PAGE + 5)
    say(coding, alice, {n: [0] for n in range(PAGE + 5)})
    say(coding, bob, {})
    shown = as_vera.get(page("coding_round", coding)).content.decode()
    assert f"?after={PAGE - 1}.0" in shown and shown.count('<li class="dis') == PAGE
    rest = as_vera.get(page("coding_round", coding) + f"?after={PAGE - 1}.0").content.decode()
    assert rest.count('<li class="dis') == 5 and "From the first" in rest
    assert as_vera.get(page("coding_round", coding) + "?after=x").content.decode().count('<li class="dis') == PAGE


def test_taking_over_shows_its_reach_and_makes_tags(coding, as_bob, bob):
    as_bob.post(act(coding, 1, 0), {"applies": "yes"})
    asked = as_bob.get(page("coding_tags", coding)).content.decode()
    assert "2 tags on 2 lines, in your name." in asked and "2 lines become quotes for it." in asked
    assert "1 open disagreement stays out. Settle it" in asked and not Tag.objects.exists()
    as_bob.post(page("coding_tags", coding))
    assert {(tag.quote.text, tag.theme.name, tag.author) for tag in Tag.objects.all()} == {
        ("Answer 0.", "Theme 0", bob),
        ("Answer 1.", "Theme 0", bob),
    }
    coding.refresh_from_db()
    assert coding.taken_over_by == bob


def test_doing_it_again_makes_only_what_is_missing(coding, as_bob, bob):
    assert take_over(coding, bob) == 1
    assert plan(read_results(coding, bob)).lines == [
        "1 tag is there already.",
        "2 open disagreements stay out. Settle them first if they should count.",
    ]
    assert "Nothing to take over" in as_bob.get(page("coding_tags", coding)).content.decode()
    assert take_over(coding, bob) == 0 and Tag.objects.count() == 1


def test_a_quote_that_is_there_is_used(coding, bob):
    Quote.whole(coding.units.first().note, bob)
    assert plan(read_results(coding, bob)).new_quotes == 0
    take_over(coding, bob)
    assert Quote.objects.count() == 1


def test_what_doesnt_apply_stays_out(coding, as_bob, bob):
    as_bob.post(act(coding, 1, 0), {"applies": "no"})
    assert len(plan(read_results(coding, bob)).tags) == 1


def test_a_merged_theme_is_followed(coding, bob, as_bob, study):
    a, b = study.themes.all()
    into = Theme.called(study, "Whole", bob)
    a.merge_into(into, bob)
    fate = next(iter(fates(coding).values()))
    assert fate.now == into and fate.words == "“Theme 0” is now part of “Whole”."
    assert "is now part of" in as_bob.get(page("coding_round", coding)).content.decode()
    take_over(coding, bob)
    assert Tag.objects.get().theme == into


def test_a_chain_of_merges_and_a_name_of_two(coding, bob, as_bob, study):
    a, b = study.themes.all()
    as_bob.post(act(coding, 2, 1), {"applies": "yes"})
    as_bob.post(act(coding, 1, 0), {"applies": "yes"})
    middle, last = Theme.called(study, "Middle", bob), Theme.called(study, "Last", bob)
    a.merge_into(middle, bob)
    b.merge_into(middle, bob)
    middle.merge_into(last, bob)
    assert {fate.now for fate in fates(coding).values()} == {last}
    assert take_over(coding, bob) == 3


def test_a_removed_theme_stays_in_the_round_and_makes_no_tag(coding, bob, as_bob, study):
    study.themes.first().remove(bob)
    shown = as_bob.get(page("coding_round", coding)).content.decode()
    assert "“Theme 0” was removed since." in shown
    assert plan(read_results(coding, bob)).gone == 1
    assert take_over(coding, bob) == 0


def test_a_renamed_theme(coding, bob, study, as_vera):
    study.themes.first().rename("A better name", bob)
    assert "It is called “A better name” now." in as_vera.get(page("coding_round", coding)).content.decode()


def test_words_that_were_changed_since_are_marked_and_stay_out(coding, bob, as_bob):
    units = coding.units.all()
    for unit in units[:2]:
        unit.note.revise({"text": "Something else."})
    assert "Changed since the round began" in as_bob.get(page("coding_round", coding)).content.decode()
    ahead = plan(read_results(coding, bob))
    assert ahead.changed == 1 and not ahead.tags


def test_withdrawn_words_leave_the_results(coding, alice, bob, as_bob):
    coding.units.all()[1].note.go_off_record(alice)
    shown = as_bob.get(page("coding_round", coding)).content.decode()
    assert "3 of 4 units still stand." in shown and "Answer 1." not in shown
    participant = coding.units.first().note.interview.participant
    ConsentRecord.capture(participant, {Purpose.QUOTES: False}, Method.SPOKEN, alice)
    shown = as_bob.get(page("coding_round", coding)).content.decode()
    assert "0 of 4 units still stand." in shown and "Answer" not in shown
    assert take_over(coding, bob) == 0


def test_the_definition_is_one_link_away_and_so_is_the_way_back(coding, as_bob, study):
    shown = as_bob.get(page("coding_round", coding)).content.decode()
    card = reverse("analysis:theme_definition", args=[study.pk, study.themes.first().pk])
    there = as_bob.get(unescape(re.search(rf'href="({card}[^"]*)"', shown)[1])).content.decode()
    place = re.search(rf'href="{page("coding_round", coding)}#(d\d+-\d+)"', there)[1]
    assert f'id="{place}"' in shown
    for other in ("round=999999", "round=x&at=%22%3E", ""):
        assert page("coding_round", coding) not in as_bob.get(f"{card}?{other}").content.decode()
