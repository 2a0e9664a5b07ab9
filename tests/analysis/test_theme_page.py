import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.refusal import Refused
from analysis.models import Stance, Theme, ThemeMemo
from analysis.themes.listing import BESIDE, PAGE, READ_ON
from interviews.models import ConsentRecord, Interview, Method, Purpose
from studies.models import Study
from tests.analysis.test_board import many_quotes
from tests.factories import (
    make_assumption,
    make_insight,
    make_interview,
    make_participant,
    make_persona,
    make_quote,
    make_study,
    make_theme,
)

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def url(theme: Theme, name: str = "theme", *args: Any) -> str:
    return reverse(f"analysis:{name}", args=[theme.study_id, theme.pk, *args])


def body(response: Any, status: int = 200) -> str:
    assert response.status_code == status, response.status_code
    return response.content.decode()


def part(html: str, heading: str) -> str:
    """The section with this heading."""
    return re.search(rf'<section[^>]*aria-labelledby="{heading}".*?</section>', html, re.S)[0]


def shown(html: str) -> list[str]:
    return re.findall(r'class="word" id="q(\d+)"', html)


@pytest.fixture
def theme(study: Study) -> Theme:
    return make_theme(study=study, name="Trust in the numbers")


def test_it_works(as_vera: Client, study: Study, theme: Theme) -> None:
    make_quote(study=study, theme=theme, text="I trust the bank balance.")
    make_interview(study=study)
    html = body(as_vera.get(url(theme)))
    assert "<b>1 of 2 people</b>" in html and "1 quote" in html
    assert "I trust the bank balance." in part(html, "qu-h")
    assert "Nobody has said yet what belongs here." in html
    assert "Add the memo" not in html and "Write it down" not in html


def test_words_nobody_may_quote_any_more_are_nowhere(as_bob: Client, study: Study, theme: Theme) -> None:
    gone = make_quote(study=study, theme=theme, text="Please forget this")
    make_quote(study=study, theme=theme, text="This may stay")
    gone.weigh(make_assumption(study=study), Stance.AGAINST, study.owner)
    ConsentRecord.capture(gone.participant, {Purpose.QUOTES: False}, Method.SPOKEN, study.owner)
    html = body(as_bob.get(url(theme)))
    assert "This may stay" in html and "forget" not in html
    assert "none of these quotes is weighed" in html


class TestDefinition:
    CARD = {
        "definition": "Whether people believe the system.",
        "include": "Checking a number twice.",
        "exclude": "Trust in a supplier: “Supplier prices move”.",
        "example": "I trust the bank balance.",
        "counter_example": "The supplier has never lied to me.",
    }

    def test_is_written_in_place(self, as_bob: Client, study: Study, theme: Theme) -> None:
        html = body(as_bob.post(url(theme, "theme_definition"), self.CARD, headers=HTMX))
        assert html.lstrip().startswith('<section class="sheet defcard" id="definition"')
        theme.refresh_from_db()
        for name, words in self.CARD.items():
            assert words in html and getattr(theme, name) == words
        assert study.events.last().kind == "theme"

    def test_without_scripts_back_to_the_page(self, as_bob: Client, theme: Theme) -> None:
        answer = as_bob.post(url(theme, "theme_definition"), self.CARD)
        assert answer.status_code == 302 and answer["Location"] == url(theme) + "#definition"

    def test_the_form_stands_in_the_page(self, as_bob: Client, theme: Theme) -> None:
        html = body(as_bob.get(url(theme, "theme_definition")))
        assert 'name="counter_example"' in part(html, "def-h")

    @pytest.mark.parametrize("headers", [{}, HTMX])
    def test_too_long_is_refused_with_the_words_kept(self, as_bob: Client, theme: Theme, headers: Any) -> None:
        answer = as_bob.post(url(theme, "theme_definition"), {**self.CARD, "include": "long " * 200}, headers=headers)
        html = body(answer, 422)
        assert "long long" in html and "600" in html
        theme.refresh_from_db()
        assert theme.definition == ""

    def test_a_viewer_cannot(self, as_vera: Client, theme: Theme) -> None:
        assert as_vera.get(url(theme, "theme_definition")).status_code == 403


class TestContradicting:
    @pytest.fixture
    def said(self, study: Study, theme: Theme) -> dict[str, Any]:
        """Two people for the assumption and one against."""
        assumption = make_assumption(study=study)
        quotes = [make_quote(study=study, theme=theme, text=f"Words {n}") for n in range(3)]
        for quote, stance in zip(quotes, ("for", "for", "against"), strict=True):
            quote.weigh(assumption, stance, study.owner)
        return {"assumption": assumption, "quotes": quotes}

    def test_stands_beside_and_not_among_the_others(self, as_bob: Client, theme: Theme, said: dict[str, Any]) -> None:
        html = body(as_bob.get(url(theme)))
        beside, others = part(html, "ag-h"), part(html, "qu-h")
        assert "Words 2" in beside and "Words 0" not in beside
        assert "where 2 of the 3 people here who take a side are for" in beside
        assert "Words 2" not in others and "Words 0" in others and "Words 1" in others

    def test_the_lean_is_of_the_whole_theme_whatever_the_filter(
        self, as_bob: Client, theme: Theme, said: dict[str, Any]
    ) -> None:
        html = body(as_bob.get(url(theme), {"interview": said["quotes"][2].interview_id}))
        assert "Words 2" in part(html, "ag-h")
        assert "All of them speak against the rest." in part(html, "qu-h")

    def test_a_split_theme_says_so(self, as_bob: Client, study: Study, theme: Theme, said: dict[str, Any]) -> None:
        make_quote(study=study, theme=theme).weigh(said["assumption"], "against", study.owner)
        html = part(body(as_bob.get(url(theme))), "ag-h")
        assert "people here are split, 2 to 2" in html and "Words" not in html

    def test_weak_words_alone_tell_nothing(self, as_bob: Client, study: Study, theme: Theme) -> None:
        quote = make_quote(study=study, theme=theme, grade=None)
        quote.weigh(make_assumption(study=study), "for", study.owner)
        assert "so none counts" in part(body(as_bob.get(url(theme))), "ag-h")

    def test_many_have_a_list_of_their_own(self, as_bob: Client, study: Study, theme: Theme) -> None:
        assumption = make_assumption(study=study)
        for _ in range(2):
            make_quote(study=study, theme=theme, text="Agreed").weigh(assumption, "for", study.owner)
        interview = make_interview(study=study)
        for n in range(BESIDE + 3):
            quote = make_quote(study=study, theme=theme, interview=interview, text=f"Contrary {n}.")
            quote.weigh(assumption, "against", study.owner)
        beside = part(body(as_bob.get(url(theme))), "ag-h")
        assert beside.count("Contrary") == BESIDE and f"Read all {BESIDE + 3}" in beside
        listed = part(body(as_bob.get(url(theme), {"side": "against"})), "qu-h")
        assert listed.count("Contrary") == BESIDE + 3 and "Agreed" not in listed


class TestWhoAndWhen:
    def test_by_persona(self, as_bob: Client, study: Study, theme: Theme) -> None:
        owner, cook = make_persona(study=study, name="Owner"), make_persona(study=study, name="Cook")
        for persona, quotes in ((owner, 2), (owner, 0), (cook, 0)):
            talk = make_interview(study=study, participant=make_participant(study=study, persona=persona))
            for _ in range(quotes):
                make_quote(study=study, theme=theme, interview=talk)
        html = part(body(as_bob.get(url(theme))), "pe-h")
        rows = re.findall(r'<th scope="row">(\w+)</th><td><b>(\d)</b> of (\d)</td>.*?class="n">(\d)', html, re.S)
        assert rows == [("Owner", "1", "2", "2"), ("Cook", "0", "1", "0")]

    def test_over_time_in_the_order_held(self, as_bob: Client, study: Study, theme: Theme) -> None:
        first, second = make_interview(study=study), make_interview(study=study)
        Interview.objects.filter(pk=second.pk).update(started_at=timezone.now() - timedelta(days=9))
        make_quote(study=study, theme=theme, interview=first)
        make_quote(study=study, theme=theme, interview=first)
        html = part(body(as_bob.get(url(theme))), "ti-h")
        rows = re.findall(r'class="pcode">(P\d+)</th>.*?class="n">(\d)', html)
        assert rows == [(second.participant.code, "0"), (first.participant.code, "2")]
        assert "<title" in html and "Most in" in html

    def test_neighbours(self, as_bob: Client, study: Study, theme: Theme) -> None:
        near, far = make_theme(study=study, name="Near"), make_theme(study=study, name="Further off")
        for _ in range(2):
            quote = make_quote(study=study, theme=theme)
            make_quote(study=study, theme=far, interview=quote.interview)
        near.tag(quote, study.owner)
        html = part(body(as_bob.get(url(theme))), "ne-h")
        strong, weak = html.split("Weaker")
        assert "Near" in strong and "1 quote, 1 person" in strong
        assert "Further off" in weak and "2 of 2 interviews" in weak


class TestOlderQuotes:
    def test_are_paged_by_key(self, as_bob: Client, study: Study, theme: Theme) -> None:
        many_quotes(study, theme, PAGE + 5)
        html = body(as_bob.get(url(theme)))
        assert html.count('class="word"') == PAGE
        address = re.search(r'href="([^"]*before=\d+)#qu-h"', html)[1]
        rest = body(as_bob.get(address))
        assert rest.count('class="word"') == 5 and "Older quotes" not in rest

    def test_come_below_and_the_address_shows_them_all_again(
        self, as_bob: Client, study: Study, theme: Theme, bob: User
    ) -> None:
        many_quotes(study, theme, PAGE + READ_ON + 5)
        html = body(as_bob.get(url(theme), {"words": "Words"}))
        with CaptureQueriesContext(connection) as asked:
            answer = as_bob.get(unescape(re.search(r'hx-get="([^"]*before=\d+[^"]*)"', html)[1]))
        older = body(answer)
        assert older.count('class="word"') == READ_ON and "<h1" not in older and "autofocus" in older
        assert not [sql for sql in asked if "COUNT(" in sql["sql"].upper()]  # the rest of the page isn't counted again
        assert not set(shown(html)) & set(shown(older))
        address = answer["HX-Replace-Url"]
        again = body(as_bob.get(address))
        assert shown(again) == shown(html) + shown(older) and "Older quotes" in again
        theme.tag(make_quote(study=study, text="Words, new"), bob)  # nobody's list gets shorter when others work
        assert shown(body(as_bob.get(address)))[1:] == shown(again)

    def test_to_the_end(self, as_bob: Client, study: Study, theme: Theme) -> None:
        many_quotes(study, theme, PAGE + 5)
        before = re.search(r"older/\?before=(\d+)", body(as_bob.get(url(theme))))[1]
        answer = as_bob.get(url(theme, "theme_older"), {"before": before})
        assert "Older quotes" not in body(answer)
        whole = body(as_bob.get(answer["HX-Replace-Url"]))
        assert whole.count('class="word"') == PAGE + 5 and "Older quotes" not in whole
        assert "HX-Replace-Url" not in as_bob.get(url(theme, "theme_older"), {"before": 1})

    def test_what_contradicts_too(self, as_bob: Client, study: Study, theme: Theme) -> None:
        assumption = make_assumption(study=study)
        for quote in many_quotes(study, theme, PAGE + 3):
            quote.weigh(assumption, Stance.AGAINST, study.owner)
        for _ in range(2):
            make_quote(study=study, theme=theme, text="Agreed").weigh(assumption, Stance.FOR, study.owner)
        html = body(as_bob.get(url(theme), {"side": "against"}))
        address = unescape(re.search(r'hx-get="([^"]*before=\d+[^"]*)"', html)[1])
        answer = as_bob.get(address)
        assert body(answer).count('class="word"') == 3 and "side=against" in answer["HX-Replace-Url"]
        whole = shown(part(body(as_bob.get(answer["HX-Replace-Url"])), "qu-h"))
        assert whole == shown(part(html, "qu-h")) + shown(body(answer))

    def test_nobody_else_reads_them(self, as_charlie: Client, theme: Theme) -> None:
        assert as_charlie.get(url(theme, "theme_older"), {"before": 9}).status_code == 404


class TestMemos:
    def test_add(self, as_bob: Client, study: Study, theme: Theme, bob: User) -> None:
        html = body(as_bob.post(url(theme, "memo_add"), {"text": "Ask a manager."}, headers=HTMX))
        assert "Ask a manager." in html and 'hx-swap-oob="true"' in html
        memo = ThemeMemo.objects.get()
        assert (memo.author, memo.theme) == (bob, theme)
        assert study.events.last().kind == "theme_memo"

    def test_sent_twice_is_written_once(self, as_bob: Client, theme: Theme) -> None:
        act = re.search(r'name="act" value="([^"]+)"', body(as_bob.get(url(theme))))[1]
        for _ in range(2):
            as_bob.post(url(theme, "memo_add"), {"text": "Ask a manager.", "act": act})
        assert ThemeMemo.objects.count() == 1

    @pytest.mark.parametrize("headers", [{}, HTMX])
    def test_nothing_written(self, as_bob: Client, theme: Theme, headers: Any) -> None:
        assert "Write something first" in body(as_bob.post(url(theme, "memo_add"), {"text": " "}, headers=headers), 422)

    def test_reword(self, as_bob: Client, theme: Theme, bob: User) -> None:
        memo = ThemeMemo.write(theme, "Ask a manager.", bob)
        assert "Ask a manager.</textarea>" in body(as_bob.get(url(theme, "memo_edit", memo.pk)))
        html = body(as_bob.post(url(theme, "memo_edit", memo.pk), {"text": "Ask two."}, headers=HTMX))
        assert "Ask two." in html and "edited" in html

    def test_remove_and_undo(self, as_bob: Client, theme: Theme, bob: User) -> None:
        memo = ThemeMemo.write(theme, "Ask a manager.", bob)
        html = body(as_bob.post(url(theme, "memo_remove", memo.pk), headers=HTMX))
        assert "data-undo" in html and "Ask a manager." not in html
        assert "Ask a manager." not in body(as_bob.get(url(theme)))
        assert "Ask a manager." in body(as_bob.post(url(theme, "memo_put_back", memo.pk), headers=HTMX))

    def test_without_scripts_the_page_offers_undo(self, as_bob: Client, theme: Theme, bob: User) -> None:
        memo = ThemeMemo.write(theme, "Ask a manager.", bob)
        answer = as_bob.post(url(theme, "memo_remove", memo.pk))
        html = body(as_bob.get(answer["Location"]))
        assert url(theme, "memo_put_back", memo.pk) in html and "Ask a manager." not in html

    def test_only_ones_own(self, as_bob: Client, theme: Theme, alice: User) -> None:
        memo = ThemeMemo.write(theme, "Mine.", alice)
        assert url(theme, "memo_remove", memo.pk) not in body(as_bob.get(url(theme)))
        for name, data in (("memo_edit", {"text": "Yours."}), ("memo_remove", {}), ("memo_put_back", {})):
            assert as_bob.post(url(theme, name, memo.pk), data).status_code == 409
        memo.refresh_from_db()
        assert (memo.text, memo.removed_at) == ("Mine.", None)

    def test_words_of_a_removed_one_are_cleared_after_a_day(self, theme: Theme, bob: User) -> None:
        old, new = (ThemeMemo.write(theme, text, bob) for text in ("Old", "New"))
        old.remove(bob)
        ThemeMemo.objects.filter(pk=old.pk).update(removed_at=timezone.now() - timedelta(days=2))
        new.remove(bob)
        assert list(ThemeMemo.objects.all()) == [new]

    def test_they_go_along_with_a_merge(self, study: Study, theme: Theme, bob: User) -> None:
        ThemeMemo.write(theme, "Ask a manager.", bob)
        other = make_theme(study=study)
        theme.merge_into(other, bob)
        assert other.memos.get().text == "Ask a manager."

    def test_the_model_holds_it_too(self, theme: Theme, alice: User, bob: User) -> None:
        with pytest.raises(Refused):
            ThemeMemo.write(theme, "Mine.", alice).remove(bob)

    def test_of_another_theme_is_not_found(self, as_bob: Client, study: Study, theme: Theme, bob: User) -> None:
        memo = ThemeMemo.write(theme, "Ask a manager.", bob)
        assert as_bob.post(url(make_theme(study=study), "memo_remove", memo.pk)).status_code == 404


def test_a_theme_of_another_study_is_not_found(as_bob: Client, study: Study) -> None:
    elsewhere = make_theme(study=make_study())
    assert as_bob.get(reverse("analysis:theme", args=[study.pk, elsewhere.pk])).status_code == 404


def test_queries_do_not_grow(as_bob: Client, study: Study, theme: Theme, bob: User) -> None:
    assumption = make_assumption(study=study)

    def grow() -> None:
        for stance in ("for", "for", "against", "mixed") * 2:
            quote = make_quote(study=study, theme=theme)
            quote.weigh(assumption, stance, study.owner)
            make_theme(study=study).tag(quote, study.owner)
            make_insight(study=study).cite(quote, "for", study.owner)
            ThemeMemo.write(theme, "More.", bob)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            body(as_bob.get(url(theme)))
        return len(captured)

    grow()
    before = queries()
    grow()
    assert queries() == before <= 34
