"""Choosing quotes as evidence: words whose person took their yes back don't come with the answer to a stale page."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from analysis.models import Side, Stance
from interviews.models import ConsentRecord, Method
from studies.models import Study
from tests.factories import make_assumption, make_insight, make_quote

pytestmark = pytest.mark.django_db
SAID = "we keep a second ledger in the drawer"


@pytest.mark.parametrize("of", ["insight", "assumption"])
def test_taking_out_shows_nothing_of_who_says_no(study: Study, alice: User, as_alice: Client, of: str) -> None:
    quote = make_quote(study=study, text=SAID)
    insight, assumption = make_insight(study=study), make_assumption(study=study)
    insight.cite(quote, Side.FOR, alice)
    quote.weigh(assumption, Stance.FOR, alice)
    url, said = {
        "insight": (reverse("analysis:insight_cite", args=[study.pk, insight.pk]), "side"),
        "assumption": (reverse("analysis:assumption_weigh", args=[study.pk, assumption.pk]), "stance"),
    }[of]
    htmx = {"HX-Request": "true"}
    shown = as_alice.post(url, {"quote": quote.pk, said: "for"}, headers=htmx)
    assert SAID in shown.content.decode()
    ConsentRecord.capture(quote.participant, {"quotes": False}, Method.SPOKEN, alice)
    answer = as_alice.post(url, {"quote": quote.pk, said: "none"}, headers=htmx)
    assert answer.status_code == 409
    assert SAID not in answer.content.decode()
    assert not (quote.citations if of == "insight" else quote.evidence).exists()


@pytest.mark.parametrize("ledger", ["", "-5", "0", "9" * 30])
def test_a_grade_from_a_ledger_that_cant_be(study: Study, as_alice: Client, ledger: str) -> None:
    quote = make_quote(study=study)
    answer = as_alice.post(
        reverse("analysis:quote_rate", args=[study.pk, quote.pk]), {"grade": 1, "assumption": ledger}
    )
    assert answer.status_code in {302, 422}
