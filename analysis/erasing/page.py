"""The page of one withdrawal, how far it is, and the list of all of a study."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet

from analysis.erasing.places import place_named
from analysis.erasing.steps import STEPS
from analysis.models import Task, WithdrawalTask
from interviews.models import Withdrawal
from interviews.models.legal_hold import is_held
from studies.models import Study

PAGE = 50
STEP_WORDS = {
    "texts": "Their words and names are out of the team’s texts",
    "messages": "Messages that named them are gone",
    "tables": "Tables of contacts that name them and weren’t imported yet are gone",
    "files": "Their files are gone",
    "quotes": "Their quotes are gone from themes, insights and the report",
    "words": "Notes, transcripts, debriefs and all that hung on them are gone",
    "identity": "Name, addresses and answers are gone",
}
COUNTED = {"quotes": "Their quotes count and say nothing"}
COPIES = {
    "exported_json": ("The whole study as JSON", "Ask whoever has the file to delete it, and export anew."),
    "exported_csv": ("Quotes as CSV", "Ask whoever has the file to delete it, and export anew."),
    "exported_md": ("The record of an interview", "Ask whoever has the file to delete it."),
    "exported_zip": ("The person’s own data", "It went to the person, or to somebody who passed it on."),
    "report_shared": ("A link to the report", "The page shows the person no longer. Prints and saved copies are with the readers."),
}  # fmt: skip


@dataclass(frozen=True)
class Step:
    words: str
    done: bool


@dataclass(frozen=True)
class ToDo:
    task: WithdrawalTask
    words: str
    hint: str
    url: str


def steps_of(withdrawal: Withdrawal) -> list[Step]:
    own = COUNTED if withdrawal.outcome == "counts" else {}
    first = Step("Nothing of theirs is shown or used any more", True)
    return [
        first,
        *(Step(own.get(name, STEP_WORDS[name]), name in withdrawal.steps) for name in STEPS[withdrawal.outcome]),
    ]


def waits_for_hold(withdrawal: Withdrawal) -> bool:
    """Whether a legal hold keeps what would be erased."""
    person = withdrawal.participant
    return not withdrawal.is_done and person is not None and is_held(person)


def to_do(withdrawal: Withdrawal) -> list[ToDo]:
    tasks = withdrawal.tasks.select_related("by", "done_by")
    return [_copy(task) if task.kind == Task.COPY else _text(withdrawal.study, task) for task in tasks]


def copy_words(kind: str) -> tuple[str, str]:
    """What left, and what to do about it."""
    mail = ("A letter to them", "Delete the copy in the outbox it was sent from, if there is one.")
    return COPIES.get(kind) or (mail if kind.startswith("mail_") else ("A copy", "Ask whoever has it to delete it."))


def _copy(task: WithdrawalTask) -> ToDo:
    return ToDo(task, *copy_words(task.what), "")


def _text(study: Study, task: WithdrawalTask) -> ToDo:
    words, url = place_named(study, task.what, task.thing)
    return ToDo(task, words, "It may mean the person by a part of the name. Read it, and change it if it does.", url)


@dataclass(frozen=True)
class Listed:
    rows: Sequence[Withdrawal]
    before: int | None
    after: int | None


def withdrawals_of(study: Study, before: int | None) -> Listed:
    """Newest first. `before`: the number of the last one shown."""
    rows: QuerySet[Withdrawal] = study.withdrawals.select_related("by").annotate(
        n_tasks=Count("tasks"), n_open=Count("tasks", filter=Q(tasks__done_at=None))
    )
    last = study.withdrawals.filter(pk=before).first() if before else None
    if last:
        rows = rows.filter(Q(asked_at__lt=last.asked_at) | Q(asked_at=last.asked_at, pk__lt=last.pk))
    found = list(rows.order_by(F("asked_at").desc(), "-pk")[: PAGE + 1])
    shown = found[:PAGE]
    return Listed(shown, before, shown[-1].pk if len(found) > PAGE else None)
