"""What somebody should know in the minute before a call: whether it may begin, and what it is for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from interviews.live.page import Consent, LiveQuestion, LiveSection, Switch
from interviews.models import Interview
from studies.models import Objective

ORDER = ("no", "open", "yes")  # what was refused is what one must not forget


@dataclass
class Served:
    """An objective, and the questions of this script that serve it."""

    objective: Objective
    codes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class BeforeCall:
    consent: Consent
    objectives: list[Served]
    first: LiveQuestion | None
    questions: int
    script_minutes: int
    booked_minutes: int
    has_consent_form: bool

    @property
    def too_long(self) -> int:
        """Minutes by which the script is longer than the time that was booked."""
        return max(0, self.script_minutes - self.booked_minutes)

    @property
    def switches(self) -> list[Switch]:
        return sorted(self.consent.switches, key=lambda switch: ORDER.index(switch.answer))

    @property
    def refused(self) -> list[str]:
        return [switch.label.lower() for switch in self.consent.switches if switch.answer == "no"]

    @property
    def unasked(self) -> list[str]:
        return [switch.label.lower() for switch in self.consent.switches if switch.answer == "open"]

    @property
    def notes(self) -> str:
        """yes, no or open."""
        return self.consent.switches[0].answer


def before_call(interview: Interview, consent: Consent, sections: list[LiveSection]) -> BeforeCall:
    questions = [row for section in sections for row in section.questions]
    return BeforeCall(
        consent=consent,
        objectives=_served(interview.study.objectives.order_by("position", "pk"), questions),
        first=questions[0] if questions else None,
        questions=len(questions),
        script_minutes=sum(section.section.minutes for section in sections),
        booked_minutes=interview.minutes,
        has_consent_form=interview.study.consent_forms.exists(),
    )


def _served(objectives: Iterable[Objective], questions: list[LiveQuestion]) -> list[Served]:
    """Every objective of the study, those without a question too: this call won't answer them."""
    served = {row.pk: Served(row) for row in objectives}
    for row in questions:
        if row.question.objective_id in served:
            served[row.question.objective_id].codes.append(row.code)
    return list(served.values())
