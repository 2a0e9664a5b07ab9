"""Which question asks for which objective, and which could prove an assumption wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from studies.question_check import RuleCode, check
from studies.script_outline import OutlineSection, Place, listed, places

# What a question with one of these faults brings back is no evidence against anything: the answer was asked for,
# guessed or cut to a yes.
_NO_DISPROOF = frozenset(
    {
        RuleCode.CLOSED,
        RuleCode.HYPOTHETICAL,
        RuleCode.LEADING,
        RuleCode.LOADED,
        RuleCode.OPTION_FEEDING,
        RuleCode.PITCH,
        RuleCode.OPINION,
        RuleCode.FUTURE_PRICE,
        RuleCode.FEATURE_WISH,
    }
)


@dataclass(frozen=True, slots=True)
class Row:
    """An objective or assumption. `questions` are linked to it; `ways_in` are those of them that do the work."""

    code: str
    questions: tuple[str, ...]
    ways_in: tuple[str, ...]
    remark: str

    @property
    def is_covered(self) -> bool:
        return bool(self.ways_in)


@dataclass(frozen=True, slots=True)
class Table:
    """`columns` are all question codes in the script's order; `loose` those of the main part that serve no row."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    loose: tuple[str, ...] = ()

    @property
    def uncovered(self) -> tuple[str, ...]:
        return tuple(row.code for row in self.rows if not row.is_covered)

    @property
    def loose_text(self) -> str:
        if not self.loose:
            return ""
        return f"{listed(self.loose)} {'serves' if len(self.loose) == 1 else 'serve'} no objective."

    def marks(self, row: Row) -> tuple[bool, ...]:
        """For each column, whether the question is linked to the row."""
        return tuple(code in row.questions for code in self.columns)


def objective_coverage(objectives: Sequence[str], sections: Sequence[OutlineSection]) -> Table:
    """Every objective wants two ways in, for the case that one question falls flat."""
    asked = places(sections)
    rows = tuple(_objective_row(code, asked) for code in objectives)
    known = set(objectives)
    loose = [place for place in asked if place.section.is_main and place.question.objective not in known]
    return Table(_codes(asked), rows, _codes(loose))


def assumption_coverage(
    assumptions: Sequence[str],
    sections: Sequence[OutlineSection],
    product_names: Sequence[str] = (),
) -> Table:
    """Every assumption wants one question that could disprove it: see `could_disprove`."""
    asked = places(sections)
    sound = {place.question.code for place in asked if could_disprove(place, product_names)}
    return Table(_codes(asked), tuple(_assumption_row(code, asked, sound) for code in assumptions))


def could_disprove(place: Place, product_names: Sequence[str] = ()) -> bool:
    """Whether a contrary answer has a chance: an open question that neither leads, nor guesses, nor sells.

    No rule can read what an answer would mean for the assumption; so a question linked to it that is open and not
    leading counts. A wording kept with a reason does not: the reason makes the question usable, not open.
    """
    findings = check(
        place.question.text,
        section=place.section.kind,
        previous=place.previous,
        probes=place.question.probes,
        product_names=product_names,
    )
    return bool(place.question.text.strip()) and not any(finding.rule in _NO_DISPROOF for finding in findings)


def _codes(asked: Sequence[Place]) -> tuple[str, ...]:
    return tuple(place.question.code for place in asked)


def _objective_row(code: str, asked: Sequence[Place]) -> Row:
    questions = _codes([place for place in asked if place.question.objective == code])
    remark = {0: "No way in yet. Add a question.", 1: "One way in. Add a second."}.get(len(questions), "")
    return Row(code, questions, questions, remark)


def _assumption_row(code: str, asked: Sequence[Place], sound: set[str]) -> Row:
    questions = _codes([place for place in asked if code in place.question.assumptions])
    ways_in = tuple(question for question in questions if question in sound)
    return Row(code, questions, ways_in, "" if ways_in else "Nothing here could disprove it.")
