"""The one filter of all analysis views: what passes, what the address says, and what the bar says of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from analysis.evidence.ledgers import heard
from analysis.filtering.filter_bar import filter_bar
from analysis.filtering.filters import Filters
from interviews.models import ConsentRecord, Interview, Method, Purpose
from studies.models import Study
from tests.factories import (
    make_assumption,
    make_interview,
    make_note,
    make_participant,
    make_persona,
    make_question,
    make_quote,
    make_study,
    make_theme,
)

pytestmark = pytest.mark.django_db


def held_on(interview: Interview, day: str) -> Interview:
    interview.started_at = timezone.make_aware(datetime.fromisoformat(f"{day}T23:30"))
    interview.save()
    return interview


@pytest.fixture
def words(study: Study, bob: User) -> dict[str, Any]:
    """Two people, each with a quote that differs in whatever can be filtered by."""
    owner, cook = make_persona(study=study, name="Owner"), make_persona(study=study, name="Cook")
    people = [
        make_participant(study=study, persona=owner, attributes={"seats": "40", "tills": "two"}),
        make_participant(study=study, persona=cook, attributes={"seats": "120"}),
    ]
    talks = [make_interview(study=study, participant=person) for person in people]
    held_on(talks[0], "2026-03-10")
    held_on(talks[1], "2026-03-12")
    theme, question = make_theme(study=study), make_question(study=study)
    first = make_quote(study=study, interview=talks[0], theme=theme, text="Half twelve at night, with a torch.")
    second = make_quote(study=study, interview=talks[1], text="At night? With a torch in one hand, half asleep.")
    first.first_note.question = question
    first.first_note.save()
    assumption = make_assumption(study=study)
    first.weigh(assumption, "for", bob)
    theme.tag(second, bob)
    return {
        "owner": owner, "cook": cook, "talks": talks, "theme": theme, "question": question, "assumption": assumption,
        "first": first, "second": second,
    }  # fmt: skip


def passing(study: Study, **query: Any) -> set[str]:
    """Whose quotes pass; the tags that pass are exactly those on these quotes, here each of the one theme."""
    filters = Filters.read({name: str(value) for name, value in query.items()})
    quotes = set(filters.quotes(study))
    assert {tag.quote for tag in filters.tags(study)} == quotes
    return {quote.participant.code for quote in quotes}


class TestWhatPasses:
    def test_everything(self, study: Study, words: dict[str, Any]) -> None:
        assert passing(study) == {"P01", "P02"}

    def test_only_of_people_who_allow_it(self, study: Study, words: dict[str, Any], bob: User) -> None:
        for answer, people in ((False, {"P02"}), (True, {"P01", "P02"})):
            ConsentRecord.capture(words["first"].participant, {Purpose.QUOTES: answer}, Method.SPOKEN, bob)
            assert passing(study) == people
        for each in ("first", "second"):
            ConsentRecord.capture(words[each].participant, {Purpose.QUOTES: False}, Method.SPOKEN, bob)
        assert passing(study) == passing(study, words="torch", coder=bob.pk) == set()

    def test_by_who_said_it(self, study: Study, words: dict[str, Any]) -> None:
        assert passing(study, persona=words["cook"].pk) == {"P02"}
        assert passing(study, interview=words["talks"][0].pk) == {"P01"}
        assert passing(study, attribute="seats: 40") == {"P01"}
        assert passing(study, attribute="seats:40") == {"P01"}
        assert passing(study, attribute="seats: 4") == set()

    def test_by_what_it_answers_and_says(self, study: Study, words: dict[str, Any]) -> None:
        assert passing(study, question=words["question"].pk) == {"P01"}
        assert passing(study, assumption=words["assumption"].pk) == {"P01"}

    def test_by_who_tagged_it(self, study: Study, words: dict[str, Any], bob: User) -> None:
        assert passing(study, coder=bob.pk) == {"P02"}
        assert passing(study, coder=study.owner.pk) == {"P01"}
        tags = Filters.read({"coder": str(bob.pk)}).tags(study)
        assert [tag.quote for tag in tags] == [words["second"]]

    def test_by_the_day_the_interview_was_held_both_ends_included(self, study: Study, words: dict[str, Any]) -> None:
        assert passing(study, since="2026-03-11") == {"P02"}
        assert passing(study, until="2026-03-10") == {"P01"}
        assert passing(study, since="2026-03-10", until="2026-03-12") == {"P01", "P02"}
        assert passing(study, since="2026-03-12", until="2026-03-10") == set()

    def test_by_how_much_it_weighs(self, study: Study, words: dict[str, Any], bob: User) -> None:
        words["first"].rate(3, bob)
        words["second"].rate(None, bob)
        assert passing(study, grade=3) == passing(study, grade="counts") == {"P01"}
        assert passing(study, grade="none") == {"P02"} and passing(study, grade=1) == set()

    def test_by_words(self, study: Study, words: dict[str, Any]) -> None:
        assert passing(study, words="torch night") == {"P01", "P02"}
        assert passing(study, words='"half twelve"') == {"P01"}
        assert passing(study, words="TORCH asleep") == {"P02"}
        assert passing(study, words="%") == set()

    def test_all_at_once(self, study: Study, words: dict[str, Any], bob: User) -> None:
        query = {"persona": words["cook"].pk, "attribute": "seats: 120", "coder": bob.pk, "words": "torch", "since": "2026-03-12"}  # fmt: skip
        assert passing(study, **query) == {"P02"}
        assert passing(study, **{**query, "persona": words["owner"].pk}) == set()

    def test_another_studys_rows_match_nothing(self, study: Study, words: dict[str, Any]) -> None:
        foreign = make_study()
        quote = make_quote(study=foreign)
        assert passing(study, interview=quote.interview_id) == set()
        assert passing(study, assumption=make_assumption(study=foreign).pk) == set()
        assert passing(study, question=make_question(study=foreign).pk) == set()
        assert passing(study, persona=make_persona(study=foreign).pk) == set()


class TestPeople:
    def codes(self, study: Study, **query: Any) -> list[str]:
        filters = Filters.read({name: str(value) for name, value in query.items()})
        return [person.code for person in filters.people(study, heard(study))]

    def test_who_is_meant_counts_and_what_was_said_doesnt(self, study: Study, words: dict[str, Any], bob: User) -> None:
        assert self.codes(study, persona=words["cook"].pk) == ["P02"]
        assert self.codes(study, attribute="seats: 40") == ["P01"]
        assert self.codes(study, until="2026-03-10") == ["P01"]
        assert self.codes(study, interview=words["talks"][1].pk) == ["P02"]
        assert self.codes(study, words="asleep", question=words["question"].pk, coder=bob.pk) == ["P01", "P02"]


class TestTheAddress:
    def test_there_and_back(self) -> None:
        query = {
            "persona": "3", "attribute": "seats: 40 & more", "coder": "9", "since": "2026-03-01", "words": '"half twelve" torch', "theme": "7",
        }  # fmt: skip
        filters = Filters.read(query)
        assert filters.named == query
        assert filters.query == "?" + (
            "persona=3&attribute=seats%3A+40+%26+more&coder=9&since=2026-03-01&words=%22half+twelve%22+torch&theme=7"
        )
        assert filters.tail.startswith("&persona=3") and "theme" not in filters.tail
        assert filters.without("persona", "words").named.keys() == query.keys() - {"persona", "words"}
        assert Filters.read({}).query == Filters.read({}).tail == "" and not Filters.read({"theme": "7"}).narrow

    @pytest.mark.parametrize(
        ("name", "value"),
        [("persona", "x"), ("interview", "-1"), ("coder", "9" * 40), ("question", "²"), ("since", "2026-13-99"), ("until", "9999-12-31"),
         ("since", "0001-01-01"), ("until", "tomorrow"), ("attribute", "seats"), ("attribute", ": 40"), ("words", '""'), ("theme", "x"), ("grade", "4")],
    )  # fmt: skip
    def test_what_cant_be_read_is_left_out_and_said(self, as_bob: Client, study: Study, name: str, value: str) -> None:
        make_quote(study=study, theme=make_theme(study=study), text="Words to see")
        filters = Filters.read({name: value})
        assert filters.named == {} and filters.damaged == ((name, value),)
        for page in ("board", "themes", *(["matrix"] if name != "theme" else [])):  # a matrix has all themes
            answer = as_bob.get(reverse(f"analysis:{page}", args=[study.pk]), {name: value})
            assert answer.status_code == 200
            assert "can’t be read, so it’s left out" in answer.content.decode()

    @pytest.mark.parametrize("value", ["a\x00b", "\x00", "%", "\\", "'; --", "“", "\ud7ff", "x" * 5000])
    def test_odd_words_are_no_error(self, as_bob: Client, study: Study, value: str) -> None:
        make_quote(study=study)
        for name in ("words", "attribute", "since", "persona"):
            query = {name: value if name != "attribute" else f"{value}: {value}"}
            assert as_bob.get(reverse("analysis:board", args=[study.pk]), query).status_code == 200


class TestTheBar:
    def test_it_offers_what_there_is(self, study: Study, words: dict[str, Any], bob: User) -> None:
        bar = filter_bar(study, Filters(), heard(study))
        offered = {drop.name: [option.label for option in drop.options] for drop in bar.drops}
        assert offered["question"] == ["Q1 What happened the last time?"]
        assert offered["assumption"] == ["A1 Auto people auto daily."]
        assert offered["interview"] == ["P01, 10 Mar", "P02, 12 Mar"]
        assert offered["attribute"] == ["seats: 120", "seats: 40", "tills: two"]
        assert offered["coder"] == ["Alice Owner", "Bob Editor"]
        assert bar.personas == [(words["owner"].pk, "Owner", 1), (words["cook"].pk, "Cook", 1)]
        assert bar.chips == []

    def test_nothing_to_choose_is_not_offered(self, study: Study) -> None:
        assert filter_bar(study, Filters(), []).drops == []

    def test_chips_name_what_is_on_and_lead_away_from_it(
        self, as_bob: Client, study: Study, words: dict[str, Any]
    ) -> None:
        query = {"persona": words["cook"].pk, "since": "2026-03-11", "words": '"one hand" torch', "interview": 999_999, "theme": words["theme"].pk}  # fmt: skip
        bar = filter_bar(study, Filters.read({name: str(value) for name, value in query.items()}), heard(study))
        said = {chip.name: chip.words for chip in bar.chips}
        assert said == {
            "persona": "Cook", "since": "11 Mar 2026", "words": "“one hand” + torch", "interview": "not in this study"
        }  # fmt: skip
        assert bar.chips[0].away == Filters.read({k: str(v) for k, v in query.items() if k != "persona"}).query
        assert bar.clear == f"?theme={words['theme'].pk}" and bar.folded == 3
        page = as_bob.get(reverse("analysis:board", args=[study.pk]), query).content.decode()
        assert "Not in this study" in page and "Take out the filter Persona" in page and ">Clear</a>" in page

    def test_dates_the_wrong_way_round_are_said(self, as_bob: Client, study: Study, words: dict[str, Any]) -> None:
        query = {"since": "2026-03-12", "until": "2026-03-10"}
        page = as_bob.get(reverse("analysis:board", args=[study.pk]), query).content.decode()
        assert "The dates end before they begin, so nothing fits." in page

    def test_four_queries_however_much_there_is(self, study: Study, words: dict[str, Any]) -> None:
        def asked() -> int:
            everybody = heard(study)
            with CaptureQueriesContext(connection) as captured:
                filter_bar(study, Filters(), everybody)
            return len(captured)

        before = asked()
        for _ in range(5):
            make_note(interview=make_interview(study=study))
            make_quote(study=study, theme=make_theme(study=study))
            make_assumption(study=study)
        assert asked() == before <= 6
