"""What stands around the words of an interview: the picker's themes, the interviews before and after, the scribes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count

from accounts.models import User
from analysis.models import Tag, Theme
from interviews.models import Interview, InterviewState, Transcript
from studies.models import Study

USED_LAST = 9
LOOKED_BACK = 200


@dataclass(frozen=True)
class ThemeOption:
    """`recent`: 1 for the theme this person used last, to 9; 0 for the others."""

    theme: Theme
    quotes: int
    recent: int


def theme_options(study: Study, user: User) -> list[ThemeOption]:
    tags = Tag.objects.filter(author=user, theme__study=study).order_by("-pk").values_list("theme", flat=True)
    used = {theme: rank for rank, theme in enumerate(list(dict.fromkeys(tags[:LOOKED_BACK]))[:USED_LAST], start=1)}
    themes = study.themes.standing().annotate(n_quotes=Count("tags")).order_by("position", "pk")
    return [ThemeOption(theme, theme.n_quotes, used.get(theme.pk, 0)) for theme in themes]


@dataclass(frozen=True)
class Neighbour:
    pk: int
    code: str


def neighbours(interview: Interview) -> tuple[Neighbour | None, Neighbour | None]:
    """The interviews held before and after this one."""
    held = interview.study.interviews.filter(state=InterviewState.DONE).order_by("started_at", "pk")
    rows = [Neighbour(pk, f"P{number:02d}") for pk, number in held.values_list("pk", "participant__number")]
    at = next((i for i, row in enumerate(rows) if row.pk == interview.pk), None)
    if at is None:
        return None, (rows[0] if rows else None)
    return (rows[at - 1] if at else None), (rows[at + 1] if at + 1 < len(rows) else None)


def scribes(interview: Interview) -> list[str]:
    """Initials of those who typed notes."""
    authors = interview.notes.typed().exclude(author=None).order_by("author").values("author").distinct()
    return [user.initials for user in User.objects.filter(pk__in=authors).order_by("name", "pk")]


def transcript_of(interview: Interview) -> Transcript | None:
    return Transcript.objects.filter(interview=interview).first()


def record_of_quote(study: Study, quote_id: str) -> tuple[int, bool] | None:
    """The interview of a quote, and whether its words stand in the transcript."""
    if not (quote_id.isascii() and quote_id.isdecimal() and len(quote_id) < 18):
        return None
    row = study.quotes.filter(pk=quote_id).values_list("interview", "first_note__transcript").first()
    return row and (row[0], row[1] is not None)


def minutes_of(interview: Interview) -> int | None:
    if interview.started_at is None or interview.ended_at is None:
        return None
    return max(round((interview.ended_at - interview.started_at).total_seconds() / 60), 1)


def reach_of_quote(citations: Sequence[str], themes: Sequence[str], evidence: Sequence[str]) -> list[str]:
    """What goes with a quote, as lines for people."""
    lines = [f"It leaves the insight {code}, which rests on it." for code in citations]
    lines += [f"It is no evidence on {code} any more." for code in evidence]
    return [*lines, *[f"It leaves the theme “{name}”." for name in themes]]
