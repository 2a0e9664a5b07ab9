"""The published vectors of alpha and kappa, and where they are silent."""

import pytest

from analysis.coding.agreement import Verdict, agreement, alpha, judge, kappa

ONE = [int(x) for x in "1100000000"]
OTHER = [int(x) for x in "0110010100"]
FOUR = [
    [None if x == "-" else int(x) for x in row.split(",")]
    for row in (
        "1,2,3,3,2,1,4,1,2,-,-,-",
        "1,2,3,3,2,2,4,1,2,5,-,3",
        "-,3,3,3,2,3,4,2,2,5,1,-",
        "1,2,3,3,2,4,4,1,2,5,1,-",
    )
]


def test_two_coders_and_ten_units():
    assert agreement(ONE, OTHER) == pytest.approx(0.60)
    assert kappa(ONE, OTHER) == pytest.approx(0.0909, abs=0.00005)
    assert alpha([ONE, OTHER]) == pytest.approx(0.0952, abs=0.00005)


def test_the_chance_behind_kappa():
    """Pe of the vector is .56: 2 of 10 and 4 of 10 applied it."""
    po, pe = 0.60, 0.2 * 0.4 + 0.8 * 0.6
    assert pe == pytest.approx(0.56)
    assert kappa(ONE, OTHER) == pytest.approx((po - pe) / (1 - pe))


def test_four_coders_with_missing_answers():
    assert alpha(FOUR) == pytest.approx(0.743, abs=0.0005)


def test_a_unit_that_one_coder_judged_says_nothing():
    assert alpha([[1, 0, 1], [1, 0, None]]) == alpha([[1, 0], [1, 0]]) == 1


@pytest.mark.parametrize("answers", [[0] * 30, [1] * 30, []])
def test_no_variation_is_undefined(answers):
    assert alpha([answers, answers]) is None and kappa(answers, answers) is None
    judged = judge([bool(x) for x in answers], [bool(x) for x in answers])
    assert judged.verdict == Verdict.NO_VARIATION and judged.alpha is None


def test_nothing_in_common_is_below_zero():
    assert alpha([[1, 0, 1, 0], [0, 1, 0, 1]]) == pytest.approx(-0.75)
    assert kappa([1, 0, 1, 0], [0, 1, 0, 1]) == pytest.approx(-1)


def test_alpha_knows_no_first_and_second_coder():
    assert alpha([ONE, OTHER]) == alpha([OTHER, ONE])
    assert alpha([[not x for x in ONE], [not x for x in OTHER]]) == pytest.approx(alpha([ONE, OTHER]))


def test_one_theme_of_two_coders():
    judged = judge([bool(x) for x in ONE], [bool(x) for x in OTHER])
    assert (judged.n, judged.agree, judged.counts, judged.percent, judged.share) == (10, 6, (2, 4), 60, 30)
    assert judged.verdict == Verdict.TOO_FEW


@pytest.mark.parametrize(
    ("differ", "verdict"), [(0, Verdict.RELIABLE), (2, Verdict.RELIABLE), (3, Verdict.TENTATIVE), (8, Verdict.WEAK)]
)
def test_a_verdict_from_twenty_units_on(differ, verdict):
    one = [True] * 10 + [False] * 10
    other = [not value if n < differ else value for n, value in enumerate(one)]
    assert judge(one, other).verdict == verdict
    assert judge(one[1:], other[1:]).verdict == Verdict.TOO_FEW


def test_a_rare_theme_is_low_at_high_agreement():
    """The prevalence paradox: why agreement, share and n always stand beside alpha."""
    one, other = [n == 0 for n in range(40)], [n == 1 for n in range(40)]
    judged = judge(one, other)
    assert judged.percent == 95 and judged.alpha < 0 and judged.verdict == Verdict.WEAK


def test_all_but_one_of_a_thousand_is_not_everything():
    assert judge([True] * 500 + [False] * 500, [True] * 499 + [False] * 501).percent == 99
