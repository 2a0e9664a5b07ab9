"""What the journal has to forget: what was erased, so that erasing stays complete, and what is too long ago."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import connection, transaction

from interviews.models import Note
from studies.models import Study

# The place of every quote, standing or gone, that begins, ends or runs through one of the lines; without its place and
# the digest of its words nobody can cut it again, or find out by guessing what it said.
PLACES = """
    update analysis_change c set
        before = before - '{digest,start,end}'::text[], after = after - '{digest,start,end}'::text[]
    from interviews_note f, interviews_note l, interviews_note gone
    where c.kind = 'quote' and gone.id = any(%s)
        and f.id = (coalesce(c.after, c.before)->>'first_note_id')::uuid
        and l.id = (coalesce(c.after, c.before)->>'last_note_id')::uuid
        and f.interview_id = gone.interview_id and f.transcript_id is not distinct from gone.transcript_id
        and (gone.position, gone.id) between (f.position, f.id) and (l.position, l.id)
        and c.step_id in (select id from analysis_step where study_id = gone.study_id)
"""
# A change of such a quote's edges names the row alone; its places go with those of the row.
EDGES = """
    update analysis_change c set
        before = before - '{digest,start,end}'::text[], after = after - '{digest,start,end}'::text[]
    where c.kind = 'quote' and c.fields is not null and c.step_id in (select id from analysis_step where study_id = %s)
        and exists (select from analysis_change whole where whole.kind = 'quote' and whole.row_id = c.row_id
            and whole.fields is null and not coalesce(whole.after, whole.before) ? 'digest')
"""
NAMES = """
    update analysis_change c set before = before - '{name,definition}'::text[], after = after - '{name,definition}'::text[]
    where c.kind = 'theme' and c.step_id in (select id from analysis_step where study_id = %s)
        and (lower(before->>'name') = any(%s) or lower(after->>'name') = any(%s))
        and not exists (select from analysis_theme t where t.id = c.row_id)
"""


def forget_places(notes: Sequence[Note]) -> None:
    if not notes:
        return
    with connection.cursor() as cursor:
        cursor.execute(PLACES, [[note.pk for note in notes]])
        cursor.execute(EDGES, [notes[0].study_id])


def forget_names(study: Study, names: Collection[str]) -> None:
    """Of themes that are gone."""
    if not names:
        return
    with connection.cursor() as cursor:
        cursor.execute(NAMES, [study.pk, list(names), list(names)])


# A few thousand at a time, so that nobody who is just working waits for it.
CLEAR = """
    with old as (select id from analysis_step where at < %(before)s order by id limit %(some)s),
    loose as (update analysis_step set reverses_id = null
        where reverses_id in (select id from old) and id not in (select id from old))
    delete from analysis_step where id in (select id from old)
"""
SOME = 2_000


def clear_before(moment: datetime) -> int:
    """Whole steps with their changes go; how many there were."""
    gone = 0
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(CLEAR, {"before": moment, "some": SOME})
            gone += cursor.rowcount
            if cursor.rowcount < SOME:
                return gone
