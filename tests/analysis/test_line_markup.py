"""The markup of a line: its words exactly, what is over them told apart, and everything that people wrote escaped."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

from analysis.reading.line_markup import Page, legend, options, printed
from analysis.reading.lines import Line, MarginTag
from analysis.reading.rows import LineRow, ThemeOption, ThemeRow
from analysis.reading.spans import Span

PAGE = Page("/icons.svg", "/quotes/", "/notes/ID/off/", "/notes/ID/on/", "ID", can_tag=True, can_correct=True)
EVIL = """<b>&amp;"'</b>"""


def row(text: str = "abcdefgh", **changes: object) -> LineRow:
    plain = LineRow(True, True, "7a", 1, "turn", text, 65_000, False, False, "P01", None, None, None, None)
    return plain._replace(**changes)  # type: ignore[arg-type]


def line(note: LineRow | None = None, *spans: Span, margin: tuple[MarginTag, ...] = (), **more: str) -> Line:
    note = note or row()
    return Line(note, note.is_said, "P01", spans, margin, **more)


def words(markup: str) -> str:
    found = re.search(r"<p data-text[^>]*>(.*?)</p>", markup, re.S)
    assert found
    return found[1]


class Balanced(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag != "use":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        pass


def test_a_quote_without_a_theme_is_dashed() -> None:
    assert 'class="hl loose-hl"' in printed([line(None, Span(0, 3, 1))], PAGE)
    assert 'class="hl"' in printed([line(None, Span(0, 3, 1, theme=2, colour=3))], PAGE)


def test_five_quotes_over_the_same_words_have_five_strokes_and_room_for_them() -> None:
    markup = printed([line(None, *(Span(0, 8, n, theme=n, colour=n) for n in range(1, 6)))], PAGE)
    assert re.findall('class="(hl[^"]*)"', markup) == ["hl", "hl in", "hl in2", "hl in3", "hl in4"]
    assert 'data-lanes="5"' in markup
    apart = printed([line(None, *(Span(n, n + 1, n + 1, theme=1, colour=1) for n in range(5)))], PAGE)
    assert "data-lanes" not in apart  # five beside each other need no room


def test_whatever_people_wrote_is_escaped() -> None:
    theme = ThemeRow(5, EVIL, 3, 0)
    tag = MarginTag(9, EVIL, theme, EVIL)
    note = row(EVIL, question=1, question_text=EVIL)
    made = Line(note, True, EVIL, [Span(0, len(EVIL), 9, theme=5, colour=3)], [tag], asked=EVIL)
    markup = printed([made], PAGE) + options([ThemeOption(theme, 2, 1)], PAGE) + legend([(theme, 2)], "/b/?i=1", PAGE)
    assert "<b>" not in markup.replace('<b class="num">', "")
    assert EVIL not in markup
    assert unescape(re.sub("<[^>]+>", "", words(markup))) == EVIL
    parser = Balanced()
    parser.feed(markup)
    assert parser.open == []
    assert 'href="/b/?i=1&amp;theme=5"' in markup


def test_a_line_has_another_version_when_anything_it_shows_changes_and_only_then() -> None:
    def version(made: Line, page: Page = PAGE) -> str:
        found = re.search('data-v="([0-9]+)"', printed([made], page))
        assert found
        return found[1]

    tag = MarginTag(1, "abc", ThemeRow(5, "Counting", 3, 0), "BE")
    span = Span(0, 3, 1, theme=5, colour=3)
    plain = line(None, span, margin=(tag,))
    alone = Page("/icons.svg", "/quotes/", can_correct=True, alone=True, forms={"7a": "<form></form>"})
    assert version(plain) == version(line(None, span, margin=(tag,))) == version(plain, alone)
    others = [
        line(row(revision=2), span, margin=(tag,)),
        line(None, span._replace(end=4), margin=(tag,)),
        line(None, span._replace(colour=4), margin=(tag,)),
        line(None, span, margin=(tag._replace(by="AA"),)),
        line(None, span, margin=(tag._replace(theme=ThemeRow(5, "Counts", 3, 0)),)),
        line(row(off_record=True, may_be_quoted=False), span, margin=(tag,)),
        line(),
    ]
    assert len({version(one) for one in [plain, *others]}) == 1 + len(others)


def test_alone_it_takes_its_own_place_and_leaves_the_question_where_it_stands() -> None:
    made = line(row(question=1, question_text="Why?"), asked="Why?")
    assert "Asked: </span>Why?" in printed([made], PAGE)
    alone = printed([made], Page("/icons.svg", alone=True))
    assert "Why?" not in alone
    assert 'hx-swap-oob="true"' in alone


def test_what_one_can_do_with_a_line_depends_on_the_line_and_on_whoever_looks() -> None:
    typed = {"kind": "verbatim", "typed": True, "label": None}
    assert 'href="/notes/7a/off/">Off the record…' in printed([line(row(**typed))], PAGE)
    off = printed([line(row(**typed, off_record=True, may_be_quoted=False))], PAGE)
    assert 'href="/notes/7a/on/">Back on the record…' in off
    assert "Quote this line" not in off
    assert "data-quotable" not in off
    assert "lineacts" not in printed([line()], Page("/icons.svg", "/quotes/"))
    ours = printed([line(row(is_said=False, may_be_quoted=False, label="Interviewer"))], PAGE)
    assert "Quote this line" not in ours
    assert "data-quotable" not in ours
    assert "Off the record" not in ours
