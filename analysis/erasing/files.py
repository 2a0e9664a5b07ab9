"""Files of a person go before the rows that name them: a file that no row names would be found by nobody."""

from __future__ import annotations

from collections.abc import Collection

from django.db import models

from analysis.erasing.rows import all_rows
from analysis.personal import Held
from interviews.models import Participant


def delete_files(participant: Participant, outcome: str, only: Collection[str] | None = None) -> None:
    """Deleting one twice is deleting it once. `only`: of these tables."""
    for table, rows in all_rows(participant):
        if only is not None and table.model not in only:
            continue
        fields = [field for field in rows.model._meta.get_fields() if isinstance(field, models.FileField)]
        if fields and table.at(outcome) in {Held.GOES, Held.EMPTIED, Held.ALONE}:
            for row in rows.iterator():
                for field in fields:
                    if held := getattr(row, field.name):
                        held.storage.delete(held.name)
