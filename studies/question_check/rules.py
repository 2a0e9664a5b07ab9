"""The table of rules: what each listens for, how grave it is and where, what it says and what it offers instead."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from studies.question_check import guesses, halves, pressure, rewrites
from studies.question_check.closed import options_fed, yes_or_no
from studies.question_check.doubled import double_barrelled
from studies.question_check.finders import Finder, jargon_used
from studies.question_check.finding import RuleCode, Severity
from studies.question_check.reading import Asked, Span
from studies.question_check.wording import double_negative, too_long
from studies.section_kinds import SectionKind

ERROR, WARN, INFO = Severity
EASY_KINDS = frozenset({SectionKind.WARM_UP, SectionKind.SCREENER, SectionKind.CONSENT})
# Once the solution has been shown it may be named; a consent text has to say who is asking.
PITCH_MAY_STAND = frozenset({SectionKind.SOLUTION, SectionKind.WRAP_UP, SectionKind.CONSENT})


def _always(asked: Asked) -> bool:
    return True


def _not_in(kinds: frozenset[SectionKind]) -> Callable[[Asked], bool]:
    return lambda asked: asked.section not in kinds


def _easy_or_probed(asked: Asked) -> bool:
    """A yes or no is fine where people settle in, and where a probe fetches the story."""
    return asked.section in EASY_KINDS or any(probe.strip() for probe in asked.probes)


@dataclass(frozen=True, slots=True)
class Rule:
    """`why` may name the `{words}` found.

    `yields_to`: rules, never milder ones, that say the same of the same words more exactly; both would be noise.
    """

    code: RuleCode
    severity: Severity
    title: str
    why: str
    find: Finder
    general: tuple[str, ...]
    make: Callable[[Asked, Span], Iterator[str]] = lambda asked, span: iter(())
    applies: Callable[[Asked], bool] = _always
    only_info: Callable[[Asked], bool] = lambda asked: False
    yields_to: frozenset[RuleCode] = frozenset()


_CAME_UP = "Tell me about the last time this came up."
_HANDLE = "How do you handle this today?"

RULES: tuple[Rule, ...] = (
    Rule(
        RuleCode.HYPOTHETICAL, ERROR, "Hypothetical",
        "People guess badly about what they would do, so ask what they did the last time.",
        guesses.hypothetical, (_CAME_UP, "What did you do the last time this happened?"), rewrites.from_guess,
        applies=_not_in(frozenset({SectionKind.CONSENT})),
        yields_to=frozenset({RuleCode.FUTURE_PRICE, RuleCode.LEADING}),
    ),
    Rule(
        RuleCode.LEADING, ERROR, "Leads the answer",
        "“{words}” tells people what you hope to hear.",
        pressure.leading, ("How did that go?", _CAME_UP), rewrites.from_leading,
    ),
    Rule(
        RuleCode.LOADED, WARN, "Takes something for granted",
        "“{words}” assumes what you have not asked yet, so ask for the fact first.",
        pressure.loaded, ("How did this go the last time?", _HANDLE), rewrites.from_loaded,
    ),
    Rule(
        RuleCode.CLOSED, WARN, "Yes/no question",
        "It can be answered in one word, and the story stays untold.",
        yes_or_no, ("Walk me through the last time this came up.", _HANDLE), rewrites.from_yes_or_no,
        only_info=_easy_or_probed,
        yields_to=frozenset({RuleCode.HYPOTHETICAL, RuleCode.LEADING, RuleCode.OPINION, RuleCode.FUTURE_PRICE}),
    ),
    Rule(
        RuleCode.DOUBLE_BARRELLED, ERROR, "Two questions in one",
        "People answer one half, and you can’t tell which; ask one and keep the other as a probe.",
        double_barrelled, ("What happened the last time?",), halves.split_up,
    ),
    Rule(
        RuleCode.OPTION_FEEDING, WARN, "Offers the answers",
        "People pick from “{words}” even if neither is true; keep the options as probes.",
        options_fed, ("What did you do the last time this came up?", _HANDLE), halves.without_options,
        yields_to=frozenset({RuleCode.DOUBLE_BARRELLED}),
    ),
    Rule(
        RuleCode.PITCH, ERROR, "Talks about your idea",
        "After “{words}” people are polite about your idea and stop telling you about their days.",
        pressure.pitch, (_HANDLE, "What did you use the last time you had to do this?"),
        applies=_not_in(PITCH_MAY_STAND),
    ),
    Rule(
        RuleCode.OPINION, WARN, "Asks for an opinion",
        "Opinions are kind and cost nothing; what people did, and what it cost them, is evidence.",
        guesses.opinion, ("What did you do the last time this came up?", "What have you tried so far?"),
        rewrites.from_liking, yields_to=frozenset({RuleCode.LEADING}),
    ),
    Rule(
        RuleCode.FUTURE_PRICE, ERROR, "Asks for a future price",
        "Nobody knows what they would pay, but they know what they spend today and who signs for it.",
        guesses.future_price,
        ("What does this cost you today, in time and in money?", "Who signs for what you spend on this?"),
    ),
    Rule(
        RuleCode.GENERIC, INFO, "Asks in general",
        "“{words}” brings a tidy summary; one recent day shows what happens.",
        pressure.generic, ("Walk me through the most recent one.",), rewrites.from_habit,
        yields_to=frozenset({RuleCode.WHY_BLAME}),
    ),
    Rule(
        RuleCode.FEATURE_WISH, WARN, "Asks for a wish list",
        "Wishes are ideas for you to have; ask what goes wrong without them.",
        guesses.feature_wish, ("What happens when you can’t do that?", "What have you tried so far?"),
    ),
    Rule(
        RuleCode.WHY_BLAME, INFO, "Sounds like blame",
        "“{words}” makes people defend themselves; ask what stood in the way.",
        pressure.why_blame, ("What got in the way?",), rewrites.from_blame,
    ),
    Rule(
        RuleCode.NEGATIVE, INFO, "Double negative",
        "Two negatives make people work out what a yes would mean.",
        double_negative, ("What happened the last time?",),
    ),
    Rule(
        RuleCode.JARGON, INFO, "Your word, not theirs",
        "“{words}” is a word of your team; people may nod and mean something else.",
        jargon_used, ("What do you call this in your own words?",), rewrites.from_jargon,
    ),
    Rule(
        RuleCode.LONG, INFO, "Long question",
        "Past 25 words people hold on to the end and forget the start.",
        too_long, ("What happened the last time?",), rewrites.last_question,
    ),
)  # fmt: skip
