import random

from analysis.quoting.cutting import cut
from analysis.quoting.standing import Place, place
from analysis.reading.spans import Span, segments

LINE = "Nobody can read it, so nobody can check it."


def drawn(text, *spans):
    return [(piece.text, [layer.span.quote for layer in piece.layers]) for piece in segments(text, spans)]


def test_a_line_without_quotes_is_one_piece():
    assert drawn(LINE) == [(LINE, [])]


def test_an_empty_line_has_no_pieces():
    assert segments("", []) == []


def test_a_quote_cuts_its_line_in_three():
    assert drawn("one two three", Span(4, 7, 1)) == [("one ", []), ("two", [1]), (" three", [])]


def test_overlapping_quotes_share_a_piece():
    assert drawn("abcdef", Span(0, 4, 1), Span(2, 6, 2)) == [("ab", [1]), ("cd", [1, 2]), ("ef", [2])]


def test_the_later_of_two_overlapping_quotes_is_underlined_lower():
    lanes = {
        layer.span.quote: layer.lane
        for piece in segments("abcdef", [Span(2, 6, 2), Span(0, 4, 1)])
        for layer in piece.layers
    }
    assert lanes == {1: 0, 2: 1}


def test_a_quote_keeps_its_lane_to_its_end():
    pieces = segments("abcdefgh", [Span(0, 4, 1), Span(2, 8, 2), Span(5, 7, 3)])
    lanes = {(layer.span.quote, layer.lane) for piece in pieces for layer in piece.layers}
    assert lanes == {(1, 0), (2, 1), (3, 0)}


def test_two_themes_of_one_quote_underline_twice():
    (piece,) = segments("abc", [Span(0, 3, 1, theme=7, colour=2), Span(0, 3, 1, theme=9, colour=4)])
    assert [(layer.span.colour, layer.lane) for layer in piece.layers] == [(2, 0), (4, 1)]


def test_only_the_first_piece_of_a_quote_is_its_first():
    pieces = segments("abcdef", [Span(0, 6, 1), Span(2, 4, 2)])
    assert [[layer.first for layer in piece.layers] for piece in pieces] == [[True], [False, True], [False]]
    (later_line,) = segments("abc", [Span(0, 3, 1, opens=False)])
    assert not later_line.layers[0].first


def test_asides_are_told_apart_inside_and_outside_quotes():
    pieces = segments("No [laughs] never", [Span(0, 17, 1)])
    assert [(piece.text, piece.seen) for piece in pieces] == [("No ", False), ("[laughs]", True), (" never", False)]


def test_offsets_count_code_points():
    assert drawn("a\U0001f9c1bé", Span(2, 3, 1)) == [("a\U0001f9c1", []), ("b", [1]), ("é", [])]


def test_spans_outside_the_line_are_left_out():
    assert drawn("abc", Span(1, 9, 1), Span(2, 2, 2)) == [("abc", [])]


def test_pieces_always_join_to_the_line_and_cover_each_quote_exactly():
    seeded = random.Random(20261124)
    for _ in range(300):
        text = "".join(seeded.choice("ab \U0001f34b\u0301[]") for _ in range(seeded.randrange(1, 40)))
        spans = []
        for quote in range(seeded.randrange(6)):
            start = seeded.randrange(len(text))
            spans.append(Span(start, seeded.randrange(start + 1, len(text) + 1), quote))
        pieces = segments(text, spans)
        assert "".join(piece.text for piece in pieces) == text
        for span in spans:
            covered = "".join(p.text for p in pieces if span in [layer.span for layer in p.layers])
            assert covered == text[span.start : span.end]
        for piece in pieces:
            lanes = [layer.lane for layer in piece.layers]
            assert len(lanes) == len(set(lanes))


def test_words_that_stand_where_they_stood():
    assert place([LINE], 7, 10, "can") == Place(0, 7, 0, 10)


def test_words_that_moved_are_found_again_nearest_to_where_they_stood():
    edited = "Well, " + LINE
    assert place([edited], 30, 33, "can") == Place(0, edited.rindex("can"), 0, edited.rindex("can") + 3)


def test_words_over_several_lines_move_together():
    lines = ["I said: stop counting.", "Then we stopped."]
    words = "stop counting.\nThen we"
    assert place(lines, 2, 7, words) == Place(0, 8, 1, 7)
    assert cut(lines, 8, 7) == words


def test_words_that_end_with_their_line():
    assert place(["x all of it", "next"], 0, 4, "all of it") == Place(0, 2, 0, 11)


def test_words_that_are_gone():
    assert place(["Something else."], 0, 9, "It was so") is None
    assert place(["short"], 30, 40, "long gone") is None


def test_the_part_of_a_range_in_each_line():
    stretch = Place(1, 5, 3, 4)
    assert [stretch.in_line(n, 10) for n in (1, 2, 3)] == [(5, 10), (0, 10), (0, 4)]
