"""The script as its page shows it: numbered questions, each with what the question check says of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from studies.models import Question, Script, Section, Study
from studies.question_check import Finding, check
from studies.section_kinds import SectionKind


@dataclass(frozen=True)
class Piece:
    """A run of a question's text, underlined where a finding points at it."""

    text: str
    marked: bool


@dataclass(frozen=True)
class QuestionRow:
    code: str
    question: Question
    findings: list[Finding]
    pieces: list[Piece]
    kept: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class SectionRow:
    section: Section
    rows: list[QuestionRow]


def findings_of(
    study: Study, section: Section, text: str, previous: str = "", probes: list[str] | None = None
) -> list[Finding]:
    return check(
        text,
        section=SectionKind(section.kind),
        previous=previous,
        probes=probes or [],
        product_names=study.words("product_names"),
        jargon=study.words("jargon"),
    )


def read_script(study: Study, script: Script) -> list[SectionRow]:
    """Three queries for any number of sections and questions."""
    sections = script.sections.prefetch_related(
        "questions__objective", "questions__assumptions", "questions__kept_wordings"
    ).order_by("position", "pk")
    number, previous, shown = 0, "", []
    for section in sections:
        rows = []
        for question in section.questions.all():
            number += 1
            rows.append(_row(study, section, question, f"Q{number}", previous))
            previous = question.text
        shown.append(SectionRow(section, rows))
    return shown


def _row(study: Study, section: Section, question: Question, code: str, previous: str) -> QuestionRow:
    # A reason holds for the wording it was given for; once the question is rewritten the check speaks again.
    kept = {row.rule: row.reason for row in question.kept_wordings.all() if row.text == question.text}
    found = findings_of(study, section, question.text, previous, question.probes)
    standing = [finding for finding in found if finding.rule not in kept]
    return QuestionRow(code, question, standing, pieces(question.text, standing), kept)


def pieces(text: str, findings: list[Finding]) -> list[Piece]:
    """The text cut at the findings' edges; overlapping findings share one underline."""
    edges = sorted({0, len(text), *(f.start for f in findings), *(f.end for f in findings)})
    return [
        Piece(text[start:end], any(f.start <= start and end <= f.end for f in findings))
        for start, end in zip(edges, edges[1:], strict=False)
        if start < end
    ]


def question_codes(study: Study) -> dict[int, str]:
    """Q1, Q2 … by question id, in the script's order."""
    ids: Any = study.questions.order_by("section__position", "section", "position", "pk").values_list("pk", flat=True)
    return {pk: f"Q{number}" for number, pk in enumerate(ids, start=1)}
