from itertools import pairwise

from accounts import drawings


def test_ten_people_in_three_groups_fill_the_strip():
    strip = drawings.strip([[True] * 5, [True, False], [False] * 3])
    assert len(strip.slots) == 10 and strip.filled == 6
    assert strip.width == 80.4 and not strip.narrow
    assert strip.slots[5].x > strip.slots[4].x + 10  # a wider gap between personas


def test_sixty_people_stay_inside_the_strip_and_never_touch():
    strip = drawings.strip([[True, False] * 15, [True] * 30])
    assert strip.narrow and strip.width == 82
    assert strip.slots[-1].x + strip.slots[-1].width <= 82.01
    assert all(left.x + left.width < right.x for left, right in pairwise(strip.slots))


def test_a_persona_nobody_was_found_for_takes_no_room():
    assert drawings.strip([[], [True], []]) == drawings.strip([[True]])


def test_a_strip_of_nobody_can_be_drawn():
    assert drawings.strip([]).slots == [] and drawings.strip([]).width > 0


def test_against_lies_left_of_the_middle_and_mixed_follows_for():
    bar = drawings.diverging(2, 3, 1, 4, bar=6)
    assert bar.agree == [108, 118] and bar.mixed == [128]
    assert bar.against == [96, 86, 76]
    assert len(bar.slots) == 20
    assert bar.tick == 167  # behind the sixth cell


def test_a_bar_above_the_number_heard_stays_in_the_picture():
    bar = drawings.diverging(30, 12, 6, 12, bar=80)
    assert bar.tick <= 212
    assert bar.narrow and max(bar.slots) + bar.cell <= 212 and min(bar.slots) >= 0


def test_without_a_bar_there_is_no_tick():
    assert drawings.diverging(0, 0, 0, 0, bar=None).tick is None


def test_a_strip_is_two_paths_however_many_people():
    strip = drawings.strip([[True, False], [True]])
    assert strip.on.count("z") == 2 and strip.off.count("z") == 1
    assert drawings.strip([[True, False] * 60]).off.count("z") == 60
