"""What stands around the words of an interview: the picker's themes, the interviews before and after, the scribes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from accounts.models import User
from accounts.models.people import initials
from accounts.planned import all_rows, one_row
from analysis.reading.rows import ThemeOption, ThemeRow
from interviews.codes import code_of
from interviews.models import Interview, Transcript
from studies.models import Study

USED_LAST = 9
LOOKED_BACK = 200


LATELY = """
    select t.theme_id from analysis_tag t join analysis_theme th on th.id = t.theme_id
    where t.author_id = %s and th.study_id = %s order by t.id desc limit %s
"""
THEMES = """
    select th.id, th.name, th.colour, th.position, (select count(*) from analysis_tag t where t.theme_id = th.id)
    from analysis_theme th where th.study_id = %s and th.archived_at is null order by th.position, th.id
"""


def theme_options(study: Study, user: User) -> list[ThemeOption]:
    lately = dict.fromkeys(theme for (theme,) in all_rows(LATELY, (user.pk, study.pk, LOOKED_BACK)))
    used = {theme: rank for rank, theme in enumerate(list(lately)[:USED_LAST], start=1)}
    rows = all_rows(THEMES, (study.pk,))
    return [ThemeOption(ThemeRow(*theme), quotes, used.get(theme[0], 0)) for *theme, quotes in rows]


class Neighbour(NamedTuple):
    pk: int
    code: str


HELD = """
    select before_id, before, after_id, after from (
        select i.id, lag(i.id) over held as before_id, lag(p.number) over held as before,
            lead(i.id) over held as after_id, lead(p.number) over held as after
        from interviews_interview i join interviews_participant p on p.id = i.participant_id
        where i.study_id = %s and i.state = 'done' window held as (order by i.started_at, i.id)
    ) as rows where id = %s
"""


def neighbours(interview: Interview) -> tuple[Neighbour | None, Neighbour | None]:
    """The interviews held before and after this one; for one that isn't held yet, the first of them."""
    row = one_row(HELD, (interview.study_id, interview.pk))
    if row is None:
        held = interview.study.interviews.held().order_by("started_at", "pk")
        first = held.values_list("pk", "participant__number").first()
        row = (None, None, *(first or (None, None)))
    before, after = (Neighbour(pk, code_of(number)) if pk else None for pk, number in (row[:2], row[2:]))
    return before, after


SCRIBES = """
    select name, email from accounts_user where id in (
        select author_id from interviews_note
        where interview_id = %s and transcript_id is null and deleted_at is null
    ) order by name, id
"""


def scribes(interview: Interview) -> list[str]:
    """Initials of those who typed notes."""
    return [initials(name, email) for name, email in all_rows(SCRIBES, (interview.pk,))]


def transcript_of(interview: Interview) -> Transcript | None:
    return getattr(interview, "transcript", None)


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
