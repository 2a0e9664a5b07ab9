"""Rounds of coding for the tests: lines, themes, and who says what."""

from __future__ import annotations

from typing import Any

from accounts.models import User
from analysis.models import Code, Coder, CodingRound
from interviews.models import Interview
from studies.models import Study
from tests.factories import make_interview, make_theme, make_transcript


def make_talk(study: Study, lines: int = 4, **fields: Any) -> Interview:
    """A held interview whose transcript has so many lines of the participant, each after a question."""
    interview = make_interview(study=study, **fields)
    turns = [turn for n in range(lines) for turn in (("team", f"Question {n}?"), ("participant", f"Answer {n}."))]
    make_transcript(interview=interview, turns=turns)
    return interview


def make_round(study: Study, one: User, other: User, lines: int = 4, themes: int = 2) -> CodingRound:
    for n in range(themes):
        make_theme(study=study, name=f"Theme {n}")
    return CodingRound.start(study, [make_talk(study, lines)], [one, other], one)


def coder_of(coding: CodingRound, user: User) -> Coder:
    return coding.coders.coding().get(user=user)


def say(coding: CodingRound, user: User, answers: dict[int, list[int]], submit: bool = True) -> Coder:
    """`answers`: by the unit's place the places of the themes that apply."""
    coder = coder_of(coding, user)
    units, themes = list(coding.units.all()), list(coding.themes.all())
    for unit, said in answers.items():
        coder.put(units[unit], [themes[place].pk for place in said])
    if submit:
        coder.submit()
        coding.refresh_from_db()
    return coder


def said(coder: Coder) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for code in (
        Code.objects.filter(coder=coder).order_by("unit__position", "theme__position").select_related("unit", "theme")
    ):
        found.setdefault(code.unit.position, []).append(code.theme.position)
    return found
