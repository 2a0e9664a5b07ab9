"""What is typed into the search box, good and bad."""

import re

import pytest

from analysis.search.query import BREAKS, MOST_TERMS, SPACELESS, WORD, Query, Term


def terms(typed):
    return list(Query.read(typed).terms)


def said(typed):
    """Each term in short: -without, "phrase", beginning*."""
    return [
        ("-" if term.is_unwanted else "")
        + (f'"{term.text}"' if term.is_phrase else term.text)
        + ("*" if term.is_beginning else "")
        for term in terms(typed)
    ]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("stock ", ["stock"]),
        ("stock", ["stock*"]),
        ("stock count", ["stock", "count*"]),
        ("count* ", ["count*"]),
        ('"by eye" count ', ['"by eye"', "count"]),
        ("“by eye” ", ['"by eye"']),
        ("„von Hand“ ", ['"von Hand"']),
        ("count -sheet", ["count", "-sheet"]),
        ('count -"by eye"', ["count", '-"by eye"']),
        ("well-known ", ['"well known"']),
        ("don’t ", ['"don t"']),
        ("a - b ", ["a", "b"]),
        ("(stock), count!", ["stock", "count*"]),
        ("P07 3.5 ", ["P07", '"3 5"']),
        ("--stock ", ["-stock"]),
    ],
)
def test_words_phrases_exclusions_and_beginnings(typed, meant):
    assert said(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ('"by eye', ['"by eye"*']),  # still being typed
        ('stock "', ["stock"]),
        ('"""', []),
        ('-""', []),
        ("-", []),
        ("*", []),
        ("!!! ?? …", []),
        ("", []),
        ("   ", []),
        ("\x00\x00", []),
        ("st\x00ock ", ["stock"]),
        ("\u202estock\u202c ", ["stock"]),
        ("\ud800stock ", ["stock"]),
        ("🍋🍋", []),
        ("🍋lemon ", ["lemon"]),
        ("e\u0301clair ", ["éclair"]),
        ("'; drop table -- ", ["drop", "table"]),
        ("a' | !b & c:* \\ ", ["a", "b", "c"]),
    ],
)
def test_bad_input_is_no_error(typed, meant):
    assert said(typed) == meant


def test_right_to_left_words_are_words():
    assert said("מלאי -ספירה ") == ["מלאי", "-ספירה"]
    assert said("المخزون ") == ["المخزون"]


def test_scripts_without_spaces_are_looked_for_as_stretches():
    assert said("库存") == ["库存"]
    assert said("iPhone用户 ") == ["iPhone", "用户"]
    assert said("ลูกค้า") == ["ลูกค้า"]
    assert terms("库存盘点")[0].pairs == ["库存", "存盘", "盘点"]
    assert Term("库").pairs == ["库"]
    assert said("「在庫」の確認") == ["在庫", "の確認"]


def test_nothing_to_look_for():
    assert Query.read("-stock -count").only_excludes
    assert not Query.read("-stock -count").finds
    assert not Query.read("s").finds
    assert Query.read("库").finds
    assert not Query.read("").only_excludes


def test_ten_thousand_letters_are_cut_and_said_to_be():
    read = Query.read("word " * 2_000)
    assert len(read.terms) == MOST_TERMS
    assert read.was_cut
    assert Query.read("x" * 10_000).was_cut
    assert not Query.read("stock count").was_cut


def test_no_term_holds_anything_that_means_something_to_the_database():
    wild = "".join(map(chr, range(1, 0x300))) + "’“”‘–—…'\"\\:*&|!()<->"
    for term in terms(wild):
        assert re.fullmatch(r"[\w\u200c\u200d ]+", term.text), term


def test_what_parts_words_is_no_part_of_one():
    assert WORD.findall("one’s “two” three…four 5–6 a/b_c") == [
        "one",
        "s",
        "two",
        "three",
        "four",
        "5",
        "6",
        "a",
        "b",
        "c",
    ]
    assert not re.search(f"[{BREAKS}]", "éßñçøåæœ가あ库ก")
    assert re.fullmatch(f"[{SPACELESS}]+", "库存がアค가")
