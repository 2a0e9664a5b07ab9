"""How much words weigh: only what people did, spent or committed moves a ledger."""

from uuid import uuid4

import pytest
from django.urls import reverse

from analysis.evidence.ledgers import ledgers
from analysis.evidence.tally import Stand
from analysis.models import Evidence, Grade, Quote
from interviews.models import Kind
from interviews.models.note import save_note
from tests.factories import make_assumption, make_interview, make_quote

HTMX = {"HX-Request": "true"}


@pytest.fixture
def assumption(study):
    return make_assumption(study=study)


@pytest.mark.parametrize(
    ("grade", "moves"),
    [(None, False), (Grade.OPINION, False), (Grade.GENERAL, False), (Grade.FACT, True), (Grade.COMMITMENT, True)],
)
def test_only_deeds_move_the_ledger(study, alice, assumption, grade, moves):
    quote = make_quote(study=study, grade=grade)
    quote.weigh(assumption, "for", alice)
    assert list(ledgers(study)[assumption.pk].people.values()) == [Stand.FOR if moves else Stand.SILENT]
    assert list(ledgers(study, weak=True)[assumption.pk].people.values()) == [Stand.FOR]


def test_it_is_graded_on_its_card_and_the_grade_taken_away(study, as_alice, assumption):
    quote = make_quote(study=study, grade=None)
    url = reverse("analysis:quote_rate", args=[study.pk, quote.pk])
    for sent, kept in (("3", Grade.COMMITMENT), ("0", Grade.OPINION), ("", None)):
        assert as_alice.post(url, {"grade": sent}, headers=HTMX).status_code == 200
        quote.refresh_from_db()
        assert quote.grade == kept


@pytest.mark.parametrize("bad", ["4", "-1", "two", "2.5", "9" * 40])
def test_a_grade_there_is_not_is_refused_in_words(study, as_alice, bad):
    quote = make_quote(study=study)
    answer = as_alice.post(reverse("analysis:quote_rate", args=[study.pk, quote.pk]), {"grade": bad}, headers=HTMX)
    assert answer.status_code == 422
    assert "Choose one of the four grades" in answer.content.decode()
    quote.refresh_from_db()
    assert quote.grade == Grade.FACT


def test_what_does_not_count_is_shown_and_graded_from_the_ledger(study, as_alice, alice, assumption):
    quote = make_quote(study=study, grade=None, text="I love it")
    quote.weigh(assumption, "for", alice)
    page = reverse("analysis:assumption", args=[study.pk, assumption.pk])
    shown = as_alice.get(page).content.decode()
    assert "Said, but not counted" in shown
    assert "0 for, 0 against, 0 mixed, 1 silent" in shown
    assert "1 for, 0 against" in as_alice.get(f"{page}?grades=all").content.decode()
    act = {"grade": "2", "assumption": assumption.pk}
    answer = as_alice.post(reverse("analysis:quote_rate", args=[study.pk, quote.pk]), act)
    assert answer.headers["Location"] == f"{page}#q{quote.pk}"
    shown = as_alice.get(page).content.decode()
    assert "Said, but not counted" not in shown
    assert "1 for, 0 against" in shown


def test_words_typed_in_a_call_wait_for_their_grade(study, alice, assumption):
    call = make_interview(study=study)
    save_note(call, uuid4(), alice, 0, kind=Kind.VERBATIM, text="I pay for two lists.",
              offset_ms=1000, stances={assumption.pk: "for"})  # fmt: skip
    assert Evidence.objects.get().quote.grade is None
    assert list(ledgers(study)[assumption.pk].people.values()) == [Stand.SILENT]
    Quote.objects.get().rate(Grade.FACT, alice)
    assert list(ledgers(study)[assumption.pk].people.values()) == [Stand.FOR]


def test_a_grade_outside_its_range_never_gets_into_the_database(study):
    from django.db import IntegrityError, transaction

    quote = make_quote(study=study)
    with pytest.raises(IntegrityError), transaction.atomic():
        Quote.objects.filter(pk=quote.pk).update(grade=4)
