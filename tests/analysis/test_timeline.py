from itertools import pairwise

from analysis.themes.interview_bars import HEIGHT, LEFT, TOP, WIDTH, Talk, chart


def talks(*counts: int) -> list[Talk]:
    return [Talk(f"P{number:02d}", f"{number} Nov", count) for number, count in enumerate(counts, 1)]


def test_bars_stand_on_the_ground_and_inside_the_drawing() -> None:
    drawn = chart(talks(0, 3, 6))
    assert [bar.height for bar in drawn.bars] == [0, (HEIGHT - 20 - TOP) / 2, HEIGHT - 20 - TOP]
    for bar in drawn.bars:
        assert abs(bar.y + bar.height - drawn.ground) < 0.11
        assert bar.x >= LEFT and bar.x + bar.width <= WIDTH and bar.y >= TOP
    assert [mark for _, mark in drawn.lines] == [0, 3, 6]


def test_many_interviews_name_only_some() -> None:
    named = [bar.named for bar in chart(talks(*[1] * 60)).bars]
    assert named[0] and not named[1] and 15 < sum(named) < 31
    assert all(bar.named for bar in chart(talks(*[1] * 10)).bars)


def test_longer_codes_keep_apart_and_inside() -> None:
    """At six hundred, "P105" and "P131" ran into each other, and the last was cut off."""
    named = [bar for bar in chart([Talk(f"P{n:02d}", "", 1) for n in range(1, 601)]).bars if bar.named]
    wide = [6.6 * len(bar.talk.code) for bar in named]
    ends = [(bar.middle - width / 2, bar.middle + width / 2) for bar, width in zip(named, wide, strict=True)]
    assert all(after[0] - before[1] > 4 for before, after in pairwise(ends))
    assert ends[-1][1] <= WIDTH


def test_it_says_in_a_sentence_what_it_shows() -> None:
    assert chart(talks(1, 0, 4)).words == "Quotes from 2 of 3 interviews. First in P01, last in P03. Most in P03: 4."
    assert chart(talks(0, 0)).words == "No quotes in 2 interviews."
    assert chart(talks(2)).words == "Quotes from 1 of 1 interviews. Most in P01: 2."


def test_no_interview() -> None:
    assert chart([]).bars == []


def test_a_large_number_has_a_scale_too() -> None:
    assert chart(talks(1730)).lines[-1][1] >= 1730
