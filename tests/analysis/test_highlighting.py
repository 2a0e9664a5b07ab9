import time

from analysis.search.highlighting import pieces
from analysis.search.query import Query


def marked(text, typed, meant=(), most=320):
    return "".join(
        f"[{piece.text}]" if piece.found else piece.text for piece in pieces(text, Query.read(typed), meant, most)
    )


def test_words_beginnings_and_phrases_are_marked():
    assert marked("We count stock by eye.", "stock ") == "We count [stock] by eye."
    assert marked("We counted the counter.", "count") == "We [counted] the [counter]."
    assert marked("By  eye, I said by eye.", '"by eye"') == "[By  eye], I said [by eye]."
    assert marked("restock", "stock ") == "restock"


def test_words_that_mean_the_same_are_marked():
    assert marked("She ran; they run.", "running ", {"ran", "run"}) == "She [ran]; they [run]."


def test_what_overlaps_is_one_mark():
    assert marked("stock count", '"stock count" stock ') == "[stock count]"


def test_stretches_of_scripts_without_spaces():
    assert marked("我们每天盘点库存。", "库存") == "我们每天盘点[库存]。"


def test_what_is_left_out_is_not_marked():
    assert marked("stock and sheet", "stock -sheet") == "[stock] and sheet"


def test_a_long_text_is_cut_around_what_was_found():
    text = "word " * 200 + "needle " + "word " * 200
    shown = marked(text, "needle ", most=120)
    assert "[needle]" in shown
    assert shown.startswith("… word")
    assert shown.endswith(" …")
    assert len(shown) < 140


def test_a_long_text_is_cut_where_most_of_the_words_are():
    text = "stock " + "word " * 100 + "the count of stock is wrong " + "word " * 100 + "count "
    shown = marked(text, "stock count ", most=120)
    assert "[count] of [stock]" in shown
    assert shown.startswith("… word")


def test_a_text_full_of_what_was_looked_for_is_cut_at_its_beginning():
    assert marked("a stock " * 5_000, "stock ").startswith("a [stock] a [stock]")


def test_a_long_text_without_spaces_is_cut_too():
    shown = marked("库" * 1_000 + "存" + "库" * 1_000, "存", most=100)
    assert "[存]" in shown
    assert len(shown) < 120


def test_text_is_left_as_it_is():
    text = "<script>alert('count')</script>"
    assert "".join(piece.text for piece in pieces(text, Query.read("count "), ())) == text


def test_a_phrase_over_what_may_be_word_or_gap_takes_no_time():
    text = "a_" * 5_000 + "! and a a a a bee"
    began = time.process_time()
    assert marked(text, '"a a a a bee').endswith("[a a a a bee]")
    assert time.process_time() - began < 1


def test_words_joined_by_a_line_below_are_words():
    assert marked("stock_count", "count") == "stock_[count]"
