"""What is done later for people who take part: letters, and the reminders before a call."""

from __future__ import annotations

from accounts.queue import every, job
from interviews.letters import remind
from interviews.mailing import send


@job("send letter")
def send_letter(letter: int) -> None:
    send(letter)


@every("*/5 * * * *", "remind")
def remind_of_calls() -> None:
    remind()
