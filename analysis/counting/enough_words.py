"""What the new-theme rate says, as sentences: never more than the rule allows, and never "saturated"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.counting.enough import Segment
from analysis.counting.saturation import NEAR, TRUE, Rate, Rule, Run, State


@dataclass(frozen=True)
class Word:
    """A state with its look: idle, thin, doing or done."""

    text: str
    look: str


def standing(segment: Segment, limit: int) -> Word:
    """One segment under one limit, as short as a table needs it."""
    waiting = len(segment.untagged)
    if not segment.talks:
        return Word("Nobody heard yet", "idle")
    if waiting:
        return Word(f"Waits for {_some(waiting, 'interview', 'interviews')}", "thin")
    rate = segment.rate
    match rate.state(limit):
        case State.EARLY:
            return Word(f"Too early ({rate.missing} more)", "idle")
        case State.NO_BASE:
            return Word("Not computable", "thin")
        case State.REACHED:
            return Word(f"Reached at {_label(rate, limit)}", "done")
        case State.AGAIN:
            return Word(f"Was reached at {_label(rate, limit)}, new themes since", "doing")
    return Word("Not yet", "doing")


def headline(segment: Segment) -> str:
    waiting = len(segment.untagged)
    if waiting:
        return f"{_some(waiting, 'interview isn’t', 'interviews aren’t')} tagged yet"
    rate = segment.rate
    match rate.state():
        case State.EARLY:
            return f"Too early ({rate.missing} more)"
        case State.NO_BASE:
            return "Not computable"
        case State.LEARNING:
            return "Still learning"
        case State.AGAIN:
            return "New themes again"
    return "Enough by the rule you chose"


def sentence(segment: Segment) -> str:
    """What stands under the headline."""
    rate = segment.rate
    if segment.untagged:
        return "The rate waits: an interview that nobody has tagged or read through would look like one that brought nothing new."
    if rate.state() is State.EARLY:
        return f"The rule needs {rate.rule.needs} interviews, {rate.rule.base} for the base and {rate.rule.run} to weigh against it. What you see until then is exploratory."
    if rate.last is None:
        return (
            f"The first {rate.rule.base} interviews have no theme, so there is nothing to weigh the later ones against."
        )
    brought = f"The last {rate.rule.run} interviews brought {_new(rate.last)}"
    if rate.state() is State.AGAIN:
        return f"It was enough at {_label(rate, rate.rule.limit)}, but {brought[0].lower()}{brought[1:]}."
    if rate.state() is State.REACHED:
        return f"{brought}. The rule was first met at {_label(rate, rate.rule.limit)}."
    return f"{brought}: more than the rule allows."


def rule_in_words(rule: Rule) -> str:
    most = "no new theme at all" if rule.limit == 0 else f"at most {rule.limit} % of as many new themes as the base has"
    return (
        f"The first {rule.base} interviews are the base. It is enough when {rule.run} interviews in a row bring {most}."
    )


def both_limits(segment: Segment) -> Sequence[tuple[str, Word]]:
    """Near comes before true."""
    return [("Near: at most 5 % new", standing(segment, NEAR)), ("True: nothing new", standing(segment, TRUE))]


def _label(rate: Rate, limit: int) -> str:
    reached = rate.reached(limit)
    return reached.label if reached else ""


def _new(run: Run) -> str:
    of = f"{run.base} in the base, {run.percent} %"
    return (
        f"no new theme (0 of {run.base} in the base)"
        if not run.new
        else f"{_some(run.new, 'new theme', 'new themes')} ({run.new} to {of})"
    )


def _some(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"
