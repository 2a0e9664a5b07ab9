"""Looks at a whole script: does it start easy, hang on a story, keep the solution for last, and close well?"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from studies.coverage import assumption_coverage
from studies.question_check import Finding, RuleCode, Severity, check
from studies.script_outline import OutlineSection, Place, listed, places
from studies.section_kinds import SectionKind

# About 10 main questions fit into 30 to 45 minutes; our default, scaled for shorter and longer talks.
MOST_MAIN_QUESTIONS = 10
_SHORTEST, _LONGEST = 30, 45
_MOST_EASY_WORDS = 25


class ScriptCheck(StrEnum):
    OPENS_EASY = "OPENS_EASY"
    LAST_TIME = "LAST_TIME"
    SOLUTION_LAST = "SOLUTION_LAST"
    DISPROVABLE = "DISPROVABLE"
    LENGTH = "LENGTH"
    CLOSING = "CLOSING"
    WORDING = "WORDING"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """`refs` are the codes of the questions or assumptions the text speaks of."""

    code: ScriptCheck
    ok: bool
    text: str
    refs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Read:
    """The script with the findings of every question."""

    sections: tuple[OutlineSection, ...]
    asked: tuple[tuple[Place, tuple[Finding, ...]], ...]
    assumptions: tuple[str, ...]
    product_names: tuple[str, ...]


def check_script(
    sections: Sequence[OutlineSection],
    *,
    assumptions: Sequence[str] = (),
    product_names: Sequence[str] = (),
    jargon: Sequence[str] = (),
) -> list[CheckResult]:
    """One result for each `ScriptCheck`, in that order. `assumptions` are the codes of all the study's assumptions."""
    asked = tuple((place, _findings(place, product_names, jargon)) for place in places(sections))
    script = _Read(tuple(sections), asked, tuple(assumptions), tuple(product_names))
    return [look(script) for look in _CHECKS]


def _findings(place: Place, product_names: Sequence[str], jargon: Sequence[str]) -> tuple[Finding, ...]:
    found = check(
        place.question.text,
        section=place.section.kind,
        previous=place.previous,
        probes=place.question.probes,
        product_names=product_names,
        jargon=jargon,
    )
    return tuple(finding for finding in found if finding.rule not in place.question.kept)


# A first question is easy when the answer is known without thinking and costs no courage.
_NOT_EASY = re.compile(
    r"^\W*why\b|\b(?:problem|hardest|worst|biggest|challenge|struggle|difficult|frustrat\w+|pain|feel|opinion|failed|wrong)",
    re.IGNORECASE,
)


def _opens_easy(script: _Read) -> CheckResult:
    code = ScriptCheck.OPENS_EASY
    if not script.asked:
        return CheckResult(code, False, "No questions yet. Open with an easy fact.")
    place, findings = script.asked[0]
    text = place.question.text
    # A yes/no question is a fair start; what leads, guesses or sells is not.
    faults = [one for one in findings if one.severity is not Severity.INFO and one.rule is not RuleCode.CLOSED]
    if faults or _NOT_EASY.search(text) or len(text.split()) > _MOST_EASY_WORDS:
        name = place.question.code
        return CheckResult(code, False, f"{name} is no easy start. Open with a fact people know by heart.", (name,))
    return CheckResult(code, True, "Opens with easy facts", (place.question.code,))


_LAST_TIME = re.compile(
    r"\b(?:last|latest|most recent|first) (?:time|one|case|day|week|occasion)\b|\bmost recent(?:ly)?\b"
    r"|\bthe last (?:[\w'’-]+ ){1,4}(?:you|your|that|the)\b|\b(?:when did|did) \w+ last\b|\ba time (?:when|that|you)\b",
    re.IGNORECASE,
)


def _last_time(script: _Read) -> CheckResult:
    codes = tuple(
        place.question.code
        for place, _ in script.asked
        if place.section.kind != SectionKind.WRAP_UP
        and any(_LAST_TIME.search(line) for line in (place.question.text, *place.question.probes))
    )
    if codes:
        return CheckResult(ScriptCheck.LAST_TIME, True, f"Anchored in a last time ({codes[0]})", codes)
    return CheckResult(ScriptCheck.LAST_TIME, False, "No question asks for the last time it happened")


def _solution_last(script: _Read) -> CheckResult:
    code = ScriptCheck.SOLUTION_LAST
    pitches = tuple(
        place.question.code
        for place, findings in script.asked
        if any(finding.rule is RuleCode.PITCH for finding in findings)
    )
    if pitches:
        return CheckResult(code, False, f"The idea comes up too early in {listed(pitches)}", pitches)
    kinds = [SectionKind(section.kind) for section in script.sections]
    if SectionKind.SOLUTION not in kinds:
        return CheckResult(code, True, "No pitch before the wrap-up")
    shown = kinds.index(SectionKind.SOLUTION)
    late = [section for section in script.sections[shown + 1 :] if _is_story(section)]
    if late:
        codes = tuple(question.code for section in late for question in section.questions)
        return CheckResult(code, False, f"The solution is shown before {listed(codes)}. Move it behind", codes)
    return CheckResult(code, True, "The solution comes last")


def _is_story(section: OutlineSection) -> bool:
    return SectionKind(section.kind) in {SectionKind.WARM_UP, SectionKind.CORE, SectionKind.OWN} and bool(
        section.questions
    )


def _disprovable(script: _Read) -> CheckResult:
    code = ScriptCheck.DISPROVABLE
    open_ones = assumption_coverage(script.assumptions, script.sections, script.product_names).uncovered
    if open_ones:
        return CheckResult(code, False, f"Nothing here could disprove {listed(open_ones)}", open_ones)
    text = "Every assumption could be disproved" if script.assumptions else "No assumptions to disprove yet"
    return CheckResult(code, True, text)


def most_main_questions(minutes: int) -> int:
    """About how many main questions fit; `minutes` of 0 means not planned yet."""
    if minutes <= 0 or _SHORTEST <= minutes <= _LONGEST:
        return MOST_MAIN_QUESTIONS
    return max(1, round(MOST_MAIN_QUESTIONS * minutes / (_SHORTEST if minutes < _SHORTEST else _LONGEST)))


def _length(script: _Read) -> CheckResult:
    main = [section for section in script.sections if section.is_main]
    count, minutes = sum(len(section.questions) for section in main), sum(section.minutes for section in main)
    most = most_main_questions(minutes)
    text = f"{count} main question{'' if count == 1 else 's'}" + (f" for {minutes} minutes" if minutes else "")
    if count == 0:
        return CheckResult(ScriptCheck.LENGTH, False, "No main questions yet")
    if count > most:
        return CheckResult(ScriptCheck.LENGTH, False, f"{text}. About {most} fit")
    return CheckResult(ScriptCheck.LENGTH, True, text)


_MISSED = re.compile(
    r"\bwhat (?:else )?(?:should|could|did|have|haven['’]t|didn['’]t) (?:i|we)\b[^?.!]{0,40}\b(?:ask|miss|forg[eo]t)"
    r"|\bwhat (?:did|have) (?:i|we) (?:miss|leave out|overlook|left out|overlooked)|\bwhat else should (?:i|we)\b"
    r"|\b(?:anything|something|a question)\b[^?.!]{0,30}"
    r"\b(?:i|we) (?:should|didn['’]t|did not|haven['’]t|have not|forgot|missed)"
    r"|\b(?:didn['’]t|haven['’]t|forgot to|not|should have) ask",
    re.IGNORECASE,
)
_REFERRAL = re.compile(
    r"\b(?:who|whom) else\b|\b(?:some|any)(?:one|body) else\b|\bwhom? (?:should|could|would|can|might) (?:i|we|you)\b"
    r"|\bintroduce (?:me|us)\b|\bpoint (?:me|us) to\b|\b(?:recommend|know|suggest) (?:some|any)(?:one|body)\b"
    r"|\bother (?:people|chefs|teams|managers|owners) (?:i|we|you)\b",
    re.IGNORECASE,
)


def _closing(script: _Read) -> CheckResult:
    lines = _last_lines(script)
    missed = any(_MISSED.search(line) for line in lines)
    referral = any(_REFERRAL.search(line) for line in lines)
    text = {
        (True, True): "Closes with “what did I miss?” and whom to ask next",
        (True, False): "Ask at the end who else to talk to",
        (False, True): "Close with “What should I have asked?”",
        (False, False): "Close with “What should I have asked?” and who else to talk to",
    }[missed, referral]
    return CheckResult(ScriptCheck.CLOSING, missed and referral, text)


def _last_lines(script: _Read) -> list[str]:
    """Questions and probes of the wrap-up, or of whatever section stands last."""
    asked = [section for section in script.sections if section.questions]
    last = [section for section in asked if section.kind == SectionKind.WRAP_UP] or asked[-1:]
    return [line for section in last for question in section.questions for line in (question.text, *question.probes)]


def _wording(script: _Read) -> CheckResult:
    codes = tuple(
        place.question.code
        for place, findings in script.asked
        if any(finding.severity is not Severity.INFO for finding in findings)
    )
    if not codes:
        return CheckResult(ScriptCheck.WORDING, True, "No question needs another look")
    text = "1 question needs another look" if len(codes) == 1 else f"{len(codes)} questions need another look"
    return CheckResult(ScriptCheck.WORDING, False, text, codes)


_CHECKS: tuple[Callable[[_Read], CheckResult], ...] = (
    _opens_easy,
    _last_time,
    _solution_last,
    _disprovable,
    _length,
    _closing,
    _wording,
)
