import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from analysis.board.columns import COLUMNS_AT_ONCE, PAGE
from analysis.models import Quote, Tag, Theme
from interviews.models import ConsentRecord, InterviewState, Method, Note, Purpose
from studies.models import Study
from tests.factories import (
    make_insight,
    make_interview,
    make_note,
    make_participant,
    make_persona,
    make_quote,
    make_study,
    make_theme,
)

pytestmark = pytest.mark.django_db


def url(study: Study, name: str = "board", *args: Any) -> str:
    return reverse(f"analysis:{name}", args=[study.pk, *args])


def body(response: Any, status: int = 200) -> str:
    assert response.status_code == status
    return response.content.decode()


def cards(html: str) -> list[str]:
    """Cards by name, "quote.theme", as they stand on the page."""
    return re.findall(r'data-card="([\d.]+)"', html)


def section(html: str, key: int) -> str:
    return re.search(rf'<section class="col[^"]*" id="theme-{key}".*?</section>', html, re.S)[0]


def last_event(study: Study) -> int:
    return Study.objects.get(pk=study.pk).event_seq


def many_quotes(study: Study, theme: Theme | None, count: int, interview: Any = None) -> list[Quote]:
    interview = interview or make_interview(study=study)
    notes = Note.objects.bulk_create(
        Note(study=study, interview=interview, kind="verbatim", text=f"Words {i}", offset_ms=i, position=i)
        for i in range(count)
    )
    quotes = Quote.objects.bulk_create(
        Quote(study=study, interview=interview, participant=interview.participant, first_note=note, start=0,
              last_note=note, end=len(note.text), text=note.text)
        for note in notes
    )  # fmt: skip
    if theme:
        Tag.objects.bulk_create(Tag(theme=theme, quote=quote) for quote in quotes)
    return quotes


def test_it_works(as_bob: Client, study: Study) -> None:
    theme = make_theme(study=study, name="Trust in the numbers")
    under = make_quote(study=study, text="I trust the bank balance.", theme=theme)
    loose = make_quote(study=study, text="Sundays. After the pans.")
    html = body(as_bob.get(url(study)))
    assert cards(section(html, theme.pk)) == [f"{under.pk}.{theme.pk}"]
    assert cards(section(html, 0)) == [f"{loose.pk}.0"]
    assert "1 theme from 2 people. 1 of 2 quotes placed." in html
    assert f"/read/#q{under.pk}" in html or f"#q{under.pk}" in html


def test_people_are_counted_once_and_only_those_heard(as_bob: Client, study: Study) -> None:
    theme = make_theme(study=study)
    talkative = make_interview(study=study)
    make_interview(study=study)
    for _ in range(3):
        make_quote(study=study, theme=theme, interview=talkative)
    under_way = make_interview(study=study, state=InterviewState.LIVE)
    make_quote(study=study, theme=theme, interview=under_way)
    html = section(body(as_bob.get(url(study))), theme.pk)
    assert "<b>1 of 2</b> people" in html
    assert "4 quotes" in html


def test_nothing_is_shown_or_counted_of_people_who_no_longer_allow_it(as_bob: Client, study: Study) -> None:
    theme = make_theme(study=study)
    quote = make_quote(study=study, theme=theme, text="Please forget this")
    make_quote(study=study, theme=theme, text="This may stay")
    make_quote(study=study, interview=quote.interview, text="And this goes too")
    ConsentRecord.capture(quote.participant, {Purpose.QUOTES: False}, Method.SPOKEN, study.owner)
    html = body(as_bob.get(url(study)))
    assert "This may stay" in html
    assert "forget" not in html and "goes too" not in html
    assert "1 of 1 quote placed" in html
    assert "forget" not in body(as_bob.get(url(study, "column", theme.pk)))
    assert "goes too" not in body(as_bob.get(url(study, "column_more", 0) + "?before=999999"))


def test_cards_name_their_other_themes_and_insights(as_bob: Client, study: Study) -> None:
    here, there = make_theme(study=study, name="Here"), make_theme(study=study, name="There")
    quote = make_quote(study=study, theme=here)
    there.tag(quote, study.owner)
    insight = make_insight(study=study)
    insight.cite(quote, "for", study.owner)
    html = section(body(as_bob.get(url(study))), here.pk)
    assert "also in There" in html and "also in Here" not in html
    assert reverse("analysis:insight", args=[study.pk, insight.pk]) in html


def test_what_people_typed_is_never_markup(as_bob: Client, study: Study) -> None:
    """The board is printed by hand, so every place for typed words is tried: words, names, definitions, filters."""
    wild = '<img src=x onerror="a" \'&'
    person = make_participant(study=study, persona=make_persona(study=study, name=f"{wild} persona"))
    interview = make_interview(study=study, participant=person)
    parent, inner = make_theme(study=study, name=f"{wild} parent"), make_theme(study=study, name=f"{wild} inner")
    inner.nest(parent, study.owner)
    inner.definition = f"{wild} definition"
    inner.save()
    parent.tag(make_quote(study=study, theme=inner, interview=interview, text=f"{wild} quote"), study.owner)
    make_note(interview=interview, text=f"{wild} line")
    pages = [
        (url(study), {"words": "img"}),
        (url(study, "column", inner.pk), {"attribute": f"{wild}: 1"}),
        (url(study, "board_changes"), {"after": 0}),
        (url(study, "themes"), {}),
    ]
    for address, query in pages:
        html = body(as_bob.get(address, query))
        assert "<img" not in html and f"{wild[:12]}" not in html, address
        assert 'onerror="' not in html, address
    board = body(as_bob.get(url(study)))
    for what in ("persona", "parent", "inner", "definition", "quote", "line"):
        assert f"&lt;img src=x onerror=&quot;a&quot; &#x27;&amp; {what}" in board, what


def test_the_newest_card_is_on_top(as_bob: Client, study: Study) -> None:
    theme = make_theme(study=study)
    first, second = make_quote(study=study), make_quote(study=study)
    theme.tag(second, study.owner)
    theme.tag(first, study.owner)
    html = section(body(as_bob.get(url(study))), theme.pk)
    assert cards(html) == [f"{first.pk}.{theme.pk}", f"{second.pk}.{theme.pk}"]


class TestFilters:
    @pytest.fixture
    def people(self, study: Study) -> dict[str, Any]:
        owner, cook = make_persona(study=study, name="Owner"), make_persona(study=study, name="Cook")
        theme = make_theme(study=study)
        interviews = [
            make_interview(study=study, participant=make_participant(study=study, persona=p)) for p in (owner, cook)
        ]
        make_quote(study=study, theme=theme, interview=interviews[0], text="Said by the owner")
        make_quote(study=study, theme=theme, interview=interviews[1], text="Said by the cook")
        return {"owner": owner, "theme": theme, "cooks_interview": interviews[1]}

    def test_by_persona(self, as_bob: Client, study: Study, people: dict[str, Any]) -> None:
        html = body(as_bob.get(url(study), {"persona": people["owner"].pk}))
        assert "Said by the owner" in html and "Said by the cook" not in html
        assert "<b>1 of 1</b> people" in section(html, people["theme"].pk)

    def test_by_interview(self, as_bob: Client, study: Study, people: dict[str, Any]) -> None:
        html = body(as_bob.get(url(study), {"interview": people["cooks_interview"].pk}))
        assert "Said by the cook" in html and "Said by the owner" not in html

    def test_the_fragments_keep_the_filter(self, as_bob: Client, study: Study, people: dict[str, Any]) -> None:
        query = {"persona": people["owner"].pk}
        html = body(as_bob.get(url(study, "column", people["theme"].pk), query))
        assert "Said by the owner" in html and "Said by the cook" not in html

    @pytest.mark.parametrize("value", ["x", "-1", "99999999999999999999999", "²"])
    def test_a_damaged_address_is_no_error(
        self, as_bob: Client, study: Study, people: dict[str, Any], value: str
    ) -> None:
        assert (
            as_bob.get(url(study), {"persona": value, "interview": value, "theme": value, "before": value}).status_code
            == 200
        )

    def test_another_studys_interview_matches_nothing(
        self, as_bob: Client, study: Study, people: dict[str, Any]
    ) -> None:
        foreign = make_quote(study=make_study(), text="Foreign words")
        html = body(as_bob.get(url(study), {"interview": foreign.interview_id}))
        assert cards(html) == []


class TestPaging:
    def test_thirty_at_a_time_by_key(self, as_bob: Client, study: Study) -> None:
        theme = make_theme(study=study)
        quotes = many_quotes(study, theme, 70)
        seen = cards(section(body(as_bob.get(url(study))), theme.pk))
        assert len(seen) == PAGE
        at = Tag.objects.get(theme=theme, quote_id=seen[-1].split(".")[0]).pk
        second = body(as_bob.get(url(study, "column_more", theme.pk), {"before": at}))
        seen += cards(second)
        at = re.search(r"column.*more/\?before=(\d+)", second)[1]
        third = body(as_bob.get(url(study, "column_more", theme.pk), {"before": at}))
        seen += cards(third)
        assert seen == [f"{quote.pk}.{theme.pk}" for quote in reversed(quotes)]
        assert "Show 30 more" not in third

    def test_a_quote_tagged_meanwhile_shifts_nothing(self, as_bob: Client, study: Study) -> None:
        theme = make_theme(study=study)
        many_quotes(study, theme, 40)
        html = body(as_bob.get(url(study)))
        at = re.search(r"more/\?before=(\d+)", html)[1]
        theme.tag(make_quote(study=study), study.owner)
        more = cards(body(as_bob.get(url(study, "column_more", theme.pk), {"before": at})))
        assert len(more) == 10 and not set(more) & set(cards(html))

    def test_the_tray_too(self, as_bob: Client, study: Study) -> None:
        quotes = many_quotes(study, None, 35)
        html = section(body(as_bob.get(url(study))), 0)
        assert len(cards(html)) == PAGE
        at = re.search(r"more/\?before=(\d+)", html)[1]
        assert cards(body(as_bob.get(url(study, "column_more", 0), {"before": at}))) == [
            f"{quote.pk}.0" for quote in reversed(quotes[:5])
        ]

    def test_without_scripts_one_theme_goes_on_as_a_page(self, as_bob: Client, study: Study) -> None:
        theme = make_theme(study=study)
        many_quotes(study, theme, 35)
        html = body(as_bob.get(url(study)))
        link = re.search(r'href="([^"]*\?theme=[^"]*before[^"]*)"', html)[1].replace("&amp;", "&")
        page = body(as_bob.get(link))
        assert len(cards(page)) == 5 and 'id="theme-0"' not in page

    def test_columns_beyond_the_first_screen_come_as_shells(self, as_bob: Client, study: Study) -> None:
        themes = [make_theme(study=study) for _ in range(COLUMNS_AT_ONCE + 1)]
        interview = make_interview(study=study)
        for theme in themes:
            many_quotes(study, theme, 1, interview)
        html = body(as_bob.get(url(study)))
        assert len(cards(html)) == COLUMNS_AT_ONCE
        last = section(html, themes[-1].pk)
        assert "data-load" in last and "<b>1 of 1</b> people" in last
        assert len(cards(body(as_bob.get(url(study, "column", themes[-1].pk))))) == 1

    def test_a_column_of_another_study_is_not_there(self, as_bob: Client, study: Study) -> None:
        foreign = make_theme(study=make_study())
        assert as_bob.get(url(study, "column", foreign.pk)).status_code == 404
        assert as_bob.get(url(study, "column_more", foreign.pk), {"before": 5}).status_code == 404


def test_the_list_shows_every_theme_with_its_counts(as_bob: Client, study: Study) -> None:
    theme = make_theme(study=study, name="Waste is invisible")
    make_quote(study=study, theme=theme)
    make_theme(study=study, name="An empty one")
    html = body(as_bob.get(url(study, "themes")))
    assert "Waste is invisible" in html and "An empty one" in html and "1 of 1" in html
    assert cards(html) == []


def test_viewers_see_the_board_without_its_tools(as_vera: Client, study: Study) -> None:
    theme = make_theme(study=study)
    make_quote(study=study, theme=theme, text="Words to read")
    html = body(as_vera.get(url(study)))
    assert "Words to read" in html
    assert "<form method" not in html.replace('<form method="post" action="/account', "")
    for absent in ("data-edits", 'name="card"', "New theme", "Merge into"):
        assert absent not in html


def test_strangers_find_nothing(as_charlie: Client, study: Study) -> None:
    theme = make_theme(study=study)
    for name, args in (
        ("board", ()),
        ("themes", ()),
        ("column", (theme.pk,)),
        ("column_more", (0,)),
        ("board_changes", ()),
    ):
        assert as_charlie.get(url(study, name, *args)).status_code == 404


class TestChanges:
    def test_only_the_columns_concerned(self, as_bob: Client, study: Study) -> None:
        one, two, three = (make_theme(study=study) for _ in range(3))
        quote = make_quote(study=study, theme=one)
        make_quote(study=study, theme=three)
        seq = last_event(study)
        two.tag(quote, study.owner)
        html = body(as_bob.get(url(study, "board_changes"), {"after": seq}))
        assert set(re.findall(r'<section class="col[^"]*" id="theme-(\d+)"', html)) == {"0", str(one.pk), str(two.pk)}
        assert f'data-seq="{seq + 1}"' in html

    def test_all_columns_when_a_theme_changes(self, as_bob: Client, study: Study) -> None:
        themes = [make_theme(study=study) for _ in range(3)]
        seq = last_event(study)
        themes[1].remove(study.owner)
        html = body(as_bob.get(url(study, "board_changes"), {"after": seq}))
        assert f'data-order="0 {themes[0].pk} {themes[2].pk}"' in html
        assert html.count("<section") == 3

    def test_a_quote_that_is_gone(self, as_bob: Client, study: Study) -> None:
        quote = make_quote(study=study, theme=make_theme(study=study))
        seq = last_event(study)
        quote.discard(study.owner)
        html = body(as_bob.get(url(study, "board_changes"), {"after": seq}))
        assert cards(html) == []
        assert "<b>0 of 1</b> people" in html

    def test_a_column_read_on_keeps_its_length(self, as_bob: Client, study: Study) -> None:
        theme = make_theme(study=study)
        quotes = many_quotes(study, theme, 70)
        seq = last_event(study)
        last = Tag.objects.get(theme=theme, quote=quotes[15]).pk
        theme.tag(make_quote(study=study), study.owner)
        query = {"after": seq, "on_screen": f"{theme.pk}.{last}"}
        assert len(cards(section(body(as_bob.get(url(study, "board_changes"), query)), theme.pk))) == 70 - 15 + 1

    def test_nothing_happened(self, as_bob: Client, study: Study) -> None:
        make_quote(study=study, theme=make_theme(study=study))
        html = body(as_bob.get(url(study, "board_changes"), {"after": last_event(study)}))
        assert "<section" not in html


def _queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize("name", ["board", "themes", "changes", "column"])
def test_queries_do_not_grow_with_themes_and_quotes(as_bob: Client, study: Study, name: str) -> None:
    def grow() -> None:
        for _ in range(10):
            theme = make_theme(study=study)
            quote = make_quote(study=study, theme=theme)
            other = study.themes.first()
            other.tag(quote, study.owner)
            make_insight(study=study).cite(quote, "for", study.owner)
            make_quote(study=study)

    grow()
    address = {
        "board": url(study),
        "themes": url(study, "themes"),
        "changes": url(study, "board_changes") + "?after=0",
        "column": url(study, "column", study.themes.first().pk),
    }[name]
    before = _queries(as_bob, address)
    grow()
    assert _queries(as_bob, address) == before
