from analysis.line.lanes import Knot, Level, lay_out, shorten


def knots(*labels, **more):
    return tuple(Knot(label, "#", **more) for label in labels)


def test_each_level_has_a_heading_row_and_a_row_a_knot():
    graph = lay_out([Level("Objectives", knots("a", "b")), Level("Insight", knots("c"))])
    assert [place.y for place in graph.placed] == [54, 90, 162]
    assert graph.height == 5 * 36


def test_the_first_knot_sits_on_the_trunk_the_others_beside_it():
    graph = lay_out([Level("Themes", knots("a", "b", "c"))])
    assert [place.lane for place in graph.placed] == [0, 1, 1]


def test_knots_in_a_row_stay_on_the_trunk():
    graph = lay_out([Level("Notes and quotes", knots("notes", "quotes"), in_a_row=True)])
    assert [place.lane for place in graph.placed] == [0, 0]


def test_a_level_without_knots_takes_no_room():
    assert lay_out([Level("Themes", ()), Level("Insight", knots("a"))]).placed[0].y == 54


def test_the_trunk_is_dashed_around_a_gap():
    graph = lay_out([Level("A", knots("a")), Level("B", knots("b", gap=True)), Level("C", knots("c"))])
    assert [path.dashed for path in graph.paths] == [True, True]


def test_the_side_lane_leaves_and_joins_the_trunk():
    graph = lay_out([Level("A", knots("a")), Level("B", knots("b", "c")), Level("C", knots("d"))])
    side = [path.d for path in graph.paths if "C" in path.d]
    assert len(side) == 2
    assert side[0].startswith("M12 54") and side[0].endswith("V162")
    assert side[1].startswith("M34 162") and side[1].endswith("12 234")


def test_two_levels_with_sides_are_joined_straight():
    graph = lay_out([Level("A", knots("a", "b")), Level("B", knots("c", "d"))])
    assert "M34 90V198" in [path.d for path in graph.paths]


def test_what_is_not_known_yet_is_dashed():
    graph = lay_out([Level("Decisions", knots("D1", "D2")), Level("Did it hold?", knots("16 Jan", later=True))])
    assert [path.dashed for path in graph.paths] == [True, True]


def test_an_empty_line_is_empty():
    assert lay_out([]).placed == []


def test_a_long_level_says_how_many_are_left_out():
    shown = shorten(knots(*"abcdefgh"), "/all/", shown=4)
    assert [knot.label for knot in shown] == ["a", "b", "c", "more"]
    assert (shown[-1].count, shown[-1].url) == (5, "/all/")
    assert len(shorten(knots(*"abcd"), "/all/", shown=4)) == 4
