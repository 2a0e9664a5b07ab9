import csv
import io
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from analysis.models import Theme
from interviews.models import ConsentRecord, Interview, InterviewState, Method, Purpose
from studies.models import Study
from tests.analysis.test_board import many_quotes
from tests.factories import (
    make_interview,
    make_participant,
    make_persona,
    make_question,
    make_quote,
    make_study,
    make_theme,
)

pytestmark = pytest.mark.django_db


def url(study: Study, name: str = "matrix", *args: Any) -> str:
    return reverse(f"analysis:{name}", args=[study.pk, *args])


def body(response: Any, status: int = 200) -> str:
    assert response.status_code == status, response.status_code
    return response.content.decode()


def numbers(html: str) -> list[list[str]]:
    """The cells of each theme, the totals with them; nothing is empty."""
    rows = re.findall(r'<tr data-row="\d+"><th scope="row".*?</tr>', html, re.S)
    return [[re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<td.*?</td>", row)] for row in rows]


def links(html: str) -> list[str]:
    return [address.replace("&amp;", "&") for address in re.findall(r'<a data-n="\d" href="([^"]+)"', html)]


@pytest.fixture
def talks(study: Study) -> list[Interview]:
    """Two owners and a cook."""
    owner, cook = make_persona(study=study, name="Owner"), make_persona(study=study, name="Cook")
    people = [make_participant(study=study, persona=persona) for persona in (owner, cook, owner)]
    return [make_interview(study=study, participant=person) for person in people]


@pytest.fixture
def themes(study: Study, talks: list[Interview]) -> list[Theme]:
    """Trust: twice the first owner, once the cook. Waste: once the cook, on the same words."""
    themes = [make_theme(study=study, name=name) for name in ("Trust", "Waste", "Nothing yet")]
    asked = make_question(study=study, text="When did you last count?")
    for number in range(2):
        quote = make_quote(study=study, theme=themes[0], interview=talks[0], text=f"Owner {number}")
        quote.first_note.question = asked
        quote.first_note.save()
    both = make_quote(study=study, theme=themes[0], interview=talks[1], text="The cook")
    themes[1].tag(both, study.owner)  # type: ignore[arg-type]
    return themes


def test_against_people_grouped_by_persona(as_vera: Client, study: Study, themes: list[Theme]) -> None:
    html = body(as_vera.get(url(study)))
    assert numbers(html) == [
        ["2", "", "1", "2 of 3", "3"],
        ["", "", "1", "1 of 3", "1"],
        ["", "", "", "0 of 3", ""],
    ]
    assert re.findall(r'colspan="(\d)"[^>]*title="(\w+)"', html) == [("2", "Owner"), ("1", "Cook")]
    assert re.findall(r"<tfoot>.*</tfoot>", html, re.S)[0].count("<td") == 5
    assert "Export as CSV" not in html


def test_against_themes_counts_people_who_say_both(as_bob: Client, study: Study, themes: list[Theme]) -> None:
    html = body(as_bob.get(url(study), {"across": "themes"}))
    assert numbers(html) == [
        ["2", "1", "", "2 of 3", "3"],
        ["1", "1", "", "1 of 3", "1"],
        ["", "", "", "0 of 3", ""],
    ]
    html = body(as_bob.get(url(study), {"across": "themes", "count": "quotes"}))
    assert numbers(html)[0] == ["3", "1", "", "2 of 3", "3"]


def test_against_questions(as_bob: Client, study: Study, themes: list[Theme]) -> None:
    html = body(as_bob.get(url(study), {"across": "questions"}))
    assert numbers(html)[0] == ["1", "1", "2 of 3", "3"]
    assert 'title="When did you last count?"' in html and "Q1" in html and "Said without a question" in html


def test_the_choice_stays_in_the_address(as_bob: Client, study: Study, themes: list[Theme]) -> None:
    persona = study.personas.first()
    html = body(as_bob.get(url(study), {"across": "themes", "count": "quotes", "persona": persona.pk}))
    assert f"?across=themes&amp;count=people&amp;persona={persona.pk}" in html
    assert numbers(html)[0] == ["2", "", "", "1 of 2", "2"]


def test_widest_first_when_asked(as_bob: Client, study: Study, themes: list[Theme]) -> None:
    many_quotes(study, themes[2], 9)
    html = body(as_bob.get(url(study), {"order": "quotes"}))
    assert re.findall(r'class="rowth"[^>]*title="([^"]+)"', html) == ["Nothing yet", "Trust", "Waste"]


def test_nested_themes_stand_behind_the_one_they_are_in_and_archived_ones_nowhere(
    as_bob: Client, study: Study, themes: list[Theme]
) -> None:
    themes[2].nest(themes[0], study.owner)
    themes[1].archive(study.owner)
    for across in ("people", "themes"):
        html = body(as_bob.get(url(study), {"across": across}))
        assert re.findall(r'class="n( inner)?"><a class="rowth"[^>]*title="([^"]+)"', html) == [
            ("", "Trust"),
            (" inner", "Nothing yet"),
        ]
        assert "Waste" not in html


def test_of_one_coder_only_their_tags(as_bob: Client, study: Study, themes: list[Theme], bob: User) -> None:
    themes[2].tag(study.quotes.get(text="The cook"), bob)
    for across, row in (("people", ["", "", "1", "1 of 3", "1"]), ("themes", ["", "", "1", "1 of 3", "1"])):
        html = body(as_bob.get(url(study), {"across": across, "coder": bob.pk}))
        assert numbers(html) == [["", "", "", "0 of 3", ""]] * 2 + [row]
        assert all('class="word"' in body(as_bob.get(url(study) + address)) for address in links(html))


class TestCell:
    def test_every_number_leads_to_as_many_quotes(self, as_bob: Client, study: Study, themes: list[Theme]) -> None:
        for across in ("people", "themes", "questions"):
            html = body(as_bob.get(url(study), {"across": across, "count": "quotes"}))
            counts = re.findall(r'<a data-n="\d" href="[^"]+">(\d+)</a>', html)
            assert counts
            for address, count in zip(links(html), counts, strict=True):
                assert body(as_bob.get(url(study) + address)).count('class="word"') == int(count), address

    def test_it_says_what_it_is_about(self, as_bob: Client, study: Study, themes: list[Theme]) -> None:
        html = body(as_bob.get(url(study, "matrix_cell", themes[0].pk), {"across": "themes", "at": themes[1].pk}))
        assert "The cook" in html and "Owner 0" not in html
        assert "with Waste" in html

    def test_a_whole_row(self, as_bob: Client, study: Study, themes: list[Theme]) -> None:
        assert "3 quotes" in body(as_bob.get(url(study, "matrix_cell", themes[0].pk)))

    def test_filters_narrow_it_too(
        self, as_bob: Client, study: Study, themes: list[Theme], talks: list[Interview]
    ) -> None:
        html = body(as_bob.get(url(study, "matrix_cell", themes[0].pk), {"interview": talks[1].pk}))
        assert "The cook" in html and "Owner" not in re.sub(r"<select.*?</select>", "", part(html))

    def test_paged_by_key(self, as_bob: Client, study: Study, themes: list[Theme]) -> None:
        many_quotes(study, themes[2], 35)
        html = body(as_bob.get(url(study, "matrix_cell", themes[2].pk)))
        assert html.count('class="word"') == 30
        address = re.search(r'href="([^"]*before=\d+)"', html)[1].replace("&amp;", "&")
        assert body(as_bob.get(address)).count('class="word"') == 5

    @pytest.mark.parametrize("across", ["people", "themes", "questions"])
    def test_a_column_of_another_study_is_not_found(
        self, as_bob: Client, study: Study, themes: list[Theme], across: str
    ) -> None:
        other = make_study()
        make_question(study=other)
        at = {"people": make_participant(study=other).pk, "themes": make_theme(study=other).pk}
        answer = as_bob.get(
            url(study, "matrix_cell", themes[0].pk),
            {"across": across, "at": at.get(across, other.questions.first().pk)},
        )
        assert answer.status_code == 404

    def test_an_address_that_makes_no_sense(self, as_bob: Client, study: Study, themes: list[Theme]) -> None:
        answer = as_bob.get(url(study, "matrix_cell", themes[0].pk), {"across": "x", "at": "y", "before": "z"})
        assert "3 quotes" in body(answer)


def part(html: str) -> str:
    return re.search(r'<section id="cell".*?</section>', html, re.S)[0]


def test_withdrawn_words_are_neither_counted_nor_shown(
    as_bob: Client, study: Study, themes: list[Theme], talks: list[Interview]
) -> None:
    ConsentRecord.capture(talks[0].participant, {Purpose.QUOTES: False}, Method.SPOKEN, study.owner)
    html = body(as_bob.get(url(study)))
    assert numbers(html)[0] == ["", "", "1", "1 of 3", "1"]
    assert "Owner 0" not in body(as_bob.get(url(study, "matrix_cell", themes[0].pk)))


def test_people_whose_interview_is_under_way_are_not_counted(as_bob: Client, study: Study, themes: list[Theme]) -> None:
    make_quote(study=study, theme=themes[0], interview=make_interview(study=study, state=InterviewState.LIVE))
    assert numbers(body(as_bob.get(url(study))))[0] == ["2", "", "1", "2 of 3", "3"]


class TestCsv:
    def rows(self, answer: Any) -> list[list[str]]:
        return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))

    def test_the_table(self, as_bob: Client, study: Study, themes: list[Theme]) -> None:
        answer = as_bob.post(url(study, "matrix_csv"))
        codes = [talk.participant.code for talk in study.interviews.order_by("participant__persona", "pk")]
        assert self.rows(answer)[:2] == [["Theme", *codes, "People", "Quotes"], ["Trust", "2", "0", "1", "2", "3"]]
        assert "themes-by-people" in answer["Content-Disposition"]
        assert study.events.last().kind == "exported_csv"

    def test_no_name_is_run_as_a_formula(self, as_bob: Client, study: Study, talks: list[Interview]) -> None:
        make_theme(study=study, name='=HYPERLINK("evil")')
        assert self.rows(as_bob.post(url(study, "matrix_csv")))[1][0] == '\'=HYPERLINK("evil")'

    def test_a_viewer_cannot(self, as_vera: Client, study: Study) -> None:
        assert as_vera.post(url(study, "matrix_csv")).status_code == 403


class TestEmpty:
    def test_no_theme(self, as_bob: Client, study: Study) -> None:
        assert "No theme yet" in body(as_bob.get(url(study)))

    def test_nobody_heard(self, as_bob: Client, study: Study) -> None:
        make_theme(study=study)
        assert "Nothing to count yet" in body(as_bob.get(url(study)))

    def test_a_filter_nobody_passes(self, as_bob: Client, study: Study, themes: list[Theme]) -> None:
        persona = make_persona(study=study, name="Nobody")
        assert "Nobody passes these filters" in body(as_bob.get(url(study), {"persona": persona.pk}))


def test_many_columns_come_in_parts(as_bob: Client, study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analysis.views.matrix.MOST_COLUMNS", 2)
    theme = make_theme(study=study)
    for _ in range(3):
        make_quote(study=study, theme=theme)
    html = body(as_bob.get(url(study)))
    assert numbers(html) == [["1", "1", "3 of 3", "3"]]
    rest = re.search(r'href="([^"]+)">Next columns', html)[1].replace("&amp;", "&")
    assert numbers(body(as_bob.get(url(study) + rest))) == [["1", "3 of 3", "3"]]


@pytest.mark.parametrize("across", ["people", "themes", "questions"])
def test_queries_do_not_grow(as_bob: Client, study: Study, across: str) -> None:
    def grow() -> None:
        for _ in range(6):
            make_theme(study=study).tag(make_quote(study=study, theme=make_theme(study=study)), study.owner)
            make_question(study=study)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            body(as_bob.get(url(study), {"across": across}))
        return len(captured)

    grow()
    before = queries()
    grow()
    assert queries() == before <= 20
