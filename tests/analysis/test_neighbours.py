from analysis.themes.neighbours import neighbours

HERE = 1


def test_the_same_words_are_strong_the_same_interviews_weak() -> None:
    found = neighbours(HERE, {2: (5, 3)}, {HERE: {1, 2, 3}, 2: {1, 2}, 3: {2, 3}})
    assert [(one.theme, one.quotes, one.people) for one in found.strong] == [(2, 5, 3)]
    assert [(one.theme, one.shared, one.either) for one in found.weak] == [(3, 2, 3)]


def test_strong_by_people_before_quotes() -> None:
    found = neighbours(HERE, {2: (9, 1), 3: (2, 2), 4: (3, 2)}, {})
    assert [one.theme for one in found.strong] == [4, 3, 2]


def test_a_theme_that_is_everywhere_is_near_nobody() -> None:
    everywhere, close = set(range(20)), {1, 2}
    found = neighbours(HERE, {}, {HERE: {1, 2, 3}, 2: everywhere, 3: close})
    assert [one.theme for one in found.weak] == [3, 2]


def test_one_interview_in_common_says_nothing() -> None:
    assert neighbours(HERE, {}, {HERE: {1}, 2: {1}}).weak == []


def test_it_is_no_neighbour_of_its_own() -> None:
    found = neighbours(HERE, {HERE: (3, 3)}, {HERE: {1, 2}})
    assert found.strong == [] and found.weak == []


def test_only_some_are_shown() -> None:
    found = neighbours(HERE, dict.fromkeys(range(2, 40), (1, 1)), {HERE: {1, 2}, **{n: {1, 2} for n in range(40, 80)}})
    assert (len(found.strong), len(found.weak)) == (6, 6)
