from __future__ import annotations

from django.db import DatabaseError
from psycopg.errors import DeadlockDetected, ForeignKeyViolation

AT_ONCE = (
    "Somebody changed or deleted what this hangs on, at the same moment. Nothing was changed. Load the page again."
)


class Refused(Exception):
    """The domain says no, for a reason a person can read. The message is shown as it is."""


def is_overtaken(error: Exception) -> bool:
    """Whether somebody was quicker: what was read a moment ago is gone when it is to be written or referred to.

    The database says so of references, and where two wait for each other; Django itself, without the database, of a row to be
    updated that isn't there.
    """
    if isinstance(error, DatabaseError) and isinstance(error.__cause__, ForeignKeyViolation | DeadlockDetected):
        return True
    return type(error) is DatabaseError and error.__cause__ is None
