"""What the journal has to forget when lines are erased for good, so that erasing stays complete."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db import connection

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
