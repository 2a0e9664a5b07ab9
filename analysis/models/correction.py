"""Words of a line as they were before somebody corrected them, so that the correction can be taken back.

The journal holds no words; these are kept beside it, and go with the line, with the step, and when the line is erased: the
database sees to all three (migration `correction`).
"""

from __future__ import annotations

from django.db import models

from accounts.planned import one_row
from analysis.models.journal import Step
from interviews.models import Note

# The step that the triggers of the journal write for this transaction, or have written already.
STEP = """
    insert into analysis_step as step (study_id, xact, at, way, kinds, touches)
    values (%s, pg_current_xact_id()::text::bigint, now(), 'act', '{}', '{line}')
    on conflict (xact, at, study_id) do update set touches = step.touches || array['line']::varchar[] returning id
"""


class Correction(models.Model):
    """`revision`: the line's, once it was corrected. As long as it has that, nobody has changed it since."""

    step = models.ForeignKey(Step, models.CASCADE, related_name="corrections", db_constraint=False)
    note = models.ForeignKey(Note, models.CASCADE, related_name="corrections", db_constraint=False)
    before = models.TextField()
    revision = models.PositiveIntegerField()

    uncounted = True  # as the journal's

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.note_id} at {self.revision}"

    @classmethod
    def keep(cls, note: Note, before: str) -> Correction:
        """Called in the transaction that corrected the line."""
        row = one_row(STEP, (note.study_id,))
        assert row is not None
        return cls.objects.create(step_id=row[0], note=note, before=before, revision=note.revision)
