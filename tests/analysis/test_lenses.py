import pytest
from django.urls import reverse

from analysis.models import LensAnswer, Side
from tests.factories import make_insight, make_quote

HTMX = {"HX-Request": "true"}


@pytest.fixture
def insight(study):
    return make_insight(study=study)


def url(insight, lens="product"):
    return reverse("analysis:insight_lens", args=[insight.study_id, insight.pk, lens])


def test_it_opens_on_the_page_of_the_insight(insight, as_bob):
    page = as_bob.get(url(insight)).content.decode()
    assert insight.statement in page and "Does it change something here?" in page


def test_an_answer_is_kept_with_its_author(insight, as_bob, bob):
    as_bob.post(url(insight), {"changes": "yes", "text": "Say what the count changed."})
    answer = LensAnswer.objects.get()
    assert (answer.text, answer.no_change, answer.by) == ("Say what the count changed.", False, bob)


def test_no_change_is_an_answer(insight, as_bob):
    as_bob.post(url(insight), {"changes": "no", "text": "left over"})
    answer = LensAnswer.objects.get()
    assert (answer.no_change, answer.text) == (True, "")


def test_the_journey_has_a_stage_and_the_others_do_not(insight, as_bob):
    assert "Which stage" not in as_bob.get(url(insight)).content.decode()
    as_bob.post(url(insight, "journey"), {"changes": "yes", "text": "Name a reader.", "stage": "week 2 to 3"})
    assert LensAnswer.objects.get().stage == "week 2 to 3"


@pytest.mark.parametrize(("data", "why"), [({}, "Choose “Yes”"), ({"changes": "yes", "text": " "}, "Say what follows")])
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_half_an_answer_comes_back(insight, as_bob, data, why, headers):
    response = as_bob.post(url(insight), data, headers=headers)
    page = response.content.decode()
    assert response.status_code == 422
    assert why in page
    assert ("<html" in page) is (headers == {})
    assert not LensAnswer.objects.exists()


def test_htmx_gets_the_section(insight, as_bob):
    page = as_bob.post(url(insight), {"changes": "yes", "text": "New words"}, headers=HTMX).content.decode()
    assert page.lstrip().startswith('<section id="decisions"') and "1 of 5 looked at" in page


def test_answering_again_replaces(insight, as_bob):
    for text in ("First", "Second"):
        as_bob.post(url(insight), {"changes": "yes", "text": text})
    assert LensAnswer.objects.get().text == "Second"


def test_there_are_only_five(insight, as_bob):
    assert as_bob.get(url(insight, "weather")).status_code == 404


def test_viewers_answer_nothing(insight, as_vera):
    assert as_vera.get(url(insight)).status_code == 403
    assert as_vera.post(url(insight), {"changes": "no"}).status_code == 403
    assert not LensAnswer.objects.exists()


def test_strangers_find_nothing(insight, as_charlie):
    assert as_charlie.get(url(insight)).status_code == 404


def test_the_open_form_keeps_the_rest_of_the_page(insight, as_bob, bob):
    insight.cite(make_quote(study=insight.study, text="Words that stay"), Side.FOR, bob)
    assert "Words that stay" in as_bob.get(url(insight)).content.decode()
