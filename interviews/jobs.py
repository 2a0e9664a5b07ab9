"""What the people pages leave to the worker: letters, the reminders before a call, and tables that nobody took over."""

from __future__ import annotations

from accounts.queue import every, job
from interviews.models import ContactImport
from interviews.models.consent_paper import drop_orphans
from interviews.scheduling.letters import remind
from interviews.scheduling.mailing import send


@job("send letter")
def send_letter(letter: int) -> None:
    send(letter)


@every("*/5 * * * *", "remind")
def remind_of_calls() -> None:
    remind()


@every("25 * * * *", "old contact tables")
def drop_old_tables() -> None:
    ContactImport.drop_old()


@every("35 3 * * *", "scans that no row names")
def drop_orphaned_scans() -> None:
    drop_orphans()
