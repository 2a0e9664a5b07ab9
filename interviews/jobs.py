"""What the people pages leave to the worker."""

from __future__ import annotations

from accounts.queue import every
from interviews.models import ContactImport


@every("25 * * * *", "old contact tables")
def drop_old_tables() -> None:
    ContactImport.drop_old()
