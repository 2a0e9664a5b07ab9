"""Runs the rules over a question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from studies.question_check.finding import Finding, RuleCode, Severity
from studies.question_check.reading import Asked, Span, read
from studies.question_check.rules import RULES, Rule
from studies.section_kinds import SectionKind

MOST_REWRITES = 2
_SHOWN_WORDS = 48


def check(
    question: str,
    *,
    section: str = SectionKind.CORE,
    previous: str = "",
    probes: Sequence[str] = (),
    product_names: Sequence[str] = (),
    jargon: Sequence[str] = (),
) -> list[Finding]:
    """What may spoil the answer to `question`: at most one finding a rule, in reading order, the graver first.

    `section` is a `SectionKind` or its value; `previous` the question before; `probes` the lines under this one.
    """
    asked = read(question, section, previous, probes, product_names, jargon)
    findings = [_finding(rule, asked, span) for rule, span in _found(asked)]
    return sorted(findings, key=lambda finding: (finding.start, finding.severity.rank))


def _found(asked: Asked) -> list[tuple[Rule, Span]]:
    spans: dict[RuleCode, tuple[Rule, Span]] = {}
    for rule in RULES:
        if asked.sentences and rule.applies(asked) and (span := rule.find(asked)):
            spans[rule.code] = rule, span
    return [
        (rule, span)
        for rule, span in spans.values()
        if not any(span.overlaps(spans[code][1]) for code in rule.yields_to if code in spans)
    ]


def _severity(rule: Rule, asked: Asked) -> Severity:
    return Severity.INFO if rule.only_info(asked) else rule.severity


def _finding(rule: Rule, asked: Asked, span: Span) -> Finding:
    words = " ".join(asked.text[span.start : span.end].split())
    if len(words) > _SHOWN_WORDS:
        words = words[: _SHOWN_WORDS - 1].rstrip() + "…"
    rewrites = tuple(_rewrites(rule, asked, span))[:MOST_REWRITES]
    why = rule.why.replace("{words}", words)
    return Finding(rule.code, _severity(rule, asked), span.start, span.end, rule.title, why, rewrites)


def _rewrites(rule: Rule, asked: Asked, span: Span) -> Iterator[str]:
    """Those made of the question's words first, without any that has a fault of its own, then the general ones."""
    given = {" ".join(asked.text.split())}
    faults: set[RuleCode] | None = None
    for better in rule.make(asked, span):
        if faults is None:
            faults = _faults(asked) - {rule.code}
        if better not in given and _faults(_instead(asked, better)) <= faults:
            given.add(better)
            yield better
    yield from (general for general in rule.general if general not in given)


def _faults(asked: Asked) -> set[RuleCode]:
    return {rule.code for rule, _ in _found(asked) if _severity(rule, asked) is not Severity.INFO}


def _instead(asked: Asked, better: str) -> Asked:
    return read(better, asked.section, asked.previous, asked.probes, asked.product_names, asked.jargon)
