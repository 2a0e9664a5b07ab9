"""Markdown of a record, without Django: whatever was typed stays text, and comes back as it was."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.exporters.markdown import block, escape, inline, markdown
from interviews.exporters.record import Chapter, InterviewRecord, Line, Part, Reflection

NASTY = [
    "# Not a heading",
    "## Warm-up\n### Q9 Made up?",
    "- a list\n* another\n+ a third",
    "1. one\n2) two\n999999999. many",
    "> not a quote",
    "plain\n> quote\n\n> quote",
    "```\ncode\n```",
    "~~~ x",
    "    four blanks\n\tand a tab",
    "---\n***\n___",
    "Title\n===\nTitle\n---",
    "<script>alert(1)</script><!-- gone -->",
    "&lt;b&gt; &amp; &#35;",
    "![picture](javascript:alert(1)) [link](x) [ref]: http://x",
    "[^1]: a footnote",
    "a | b\n--|--\n1 | 2",
    "*bold* _it_ **x** ~~gone~~ `code` $x^2$ ==marked== %%hidden%% {{ template }}",
    "#theme and \\# and \\\\ and ends with a stroke \\",
    "one\r\ntwo\rthree\u2028four\u2029five\x0bsix",
    "zero\x00width\ufeff",
    ":::note\n+++\ntoml",
    '“Nobody asked,” he said: "no".',
    "",
    "   \n \n",
]
HEADING, ITEM, QUOTE = re.compile(r"#+ "), re.compile(r"- "), re.compile(r"\s*> ?")


def record(text: str) -> InterviewRecord:
    lines = (Line("00:00:01", "note", text), Line("00:00:02", "quote", text, said=True, beside=text))
    return InterviewRecord(
        title=f"P01, {text}",
        facts=(("Study", text),),
        left_out=(text,),
        reflections=(Reflection("Debrief of MK", text, "00:00:02", ((text, "for"),), (("Surprises", text),)),),
        chapters=(Chapter(text, (Part(f"Q1 {text}", "Asked.", lines), Part("Q2", "", ()))),),
        transcript=lines,
    )


def outline(text: str) -> list[str]:
    """The document's blocks as a reader of Markdown finds them: headings, items, and whether a quotation stands there."""
    found = []
    for row in text.split("\n"):
        if heading := HEADING.match(row):
            found.append(heading.group())
        elif ITEM.match(row):
            found.append("-")
        elif QUOTE.match(row) and (not found or found[-1] != ">"):
            found.append(">")
    return found


def read_back(written: str) -> str:
    """What a reader sees: hard breaks are line breaks, a stroke before a sign is that sign."""
    rows = [row[:-1] if re.search(r"(?<!\\)(\\\\)*\\$", row) else row for row in written.split("\n")]
    return "\n".join(re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", row) for row in rows)


def plain(text: str) -> str:
    """The text without what Markdown can't hold: blanks at the ends and in a row, more than one empty line, unseen signs."""
    unseen = re.compile(r"[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\ufeff]")
    rows = [
        " ".join(unseen.sub("", row).split()) for row in re.split(r"\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]", text)
    ]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(rows)).strip("\n")


@pytest.mark.parametrize("text", NASTY)
def test_typed_text_changes_no_structure(text: str) -> None:
    calm = "x" if plain(text) else ""
    assert outline(markdown(record(text))) == outline(markdown(record(calm)))


@pytest.mark.parametrize("text", NASTY)
def test_typed_text_comes_back(text: str) -> None:
    assert read_back(block(text)) == plain(text)
    assert read_back(inline(text)) == " ".join(plain(text).split())
    quoted = block(text, "> ")
    assert read_back("\n".join(re.sub(r"^> ?", "", row) for row in quoted.split("\n"))) == plain(text)


@given(st.text(alphabet=st.sampled_from("#->*_`[]()<>&|~=+.:!\\ \n\r\t1a“\u2028$^%{"), max_size=60))
def test_any_mix_of_signs_comes_back_and_changes_nothing(text: str) -> None:
    assert read_back(block(text)) == plain(text)
    calm = "x" if plain(text) else ""
    assert outline(markdown(record(text))) == outline(markdown(record(calm)))


@given(st.text(max_size=80))
def test_any_text_comes_back(text: str) -> None:
    assert read_back(block(text)) == plain(text)


def test_negative_control_unescaped_text_would_break_it() -> None:
    """The outline must be able to differ: the same text unescaped makes a heading, an item and a quotation."""
    assert outline("# P01\n\n## Warm-up\n- x\n> y") != outline("# P01\n\n\\## Warm-up\n\\- x\n\\> y")


def test_only_what_was_said_is_a_quotation() -> None:
    found = markdown(record("Nobody asked"))
    assert "- 00:00:01 note: Nobody asked\n" in found
    assert "- 00:00:02 quote (Nobody asked)\n\n  > Nobody asked\n" in found
    assert '"' not in found and "“" not in found


def test_lines_of_several_rows_stay_inside_their_item() -> None:
    assert "- 00:00:01 note: one\\\n  two\n\n  three\n" in markdown(record("one\ntwo\n\nthree"))


def test_ordinary_words_are_left_alone() -> None:
    for text in ("It’s 5.5 km, isn’t it? (No.)", "00:12:01 quote: 50 % off", "A-B, C+D; e.g. this"):
        assert escape(text) == text
