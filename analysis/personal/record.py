"""The record of processing (GDPR Art. 30) and the table of what is kept, written from the registry."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.personal import STORES, TABLES, Table
from interviews.models import Outcome

OUTCOMES = {
    Outcome.DELETE: "delete everything",
    Outcome.COUNTS: "keep anonymous counts",
    Outcome.STOP: "stop further use",
}


def record_of_processing() -> str:
    """Markdown. Who is responsible, for how long and on what ground differs from study to study: it stands in its form."""
    return "\n".join([*_head(), *_tables(), *_team(), *_stores()]) + "\n"


def _head() -> Iterator[str]:
    yield "# Record of processing: interviews with customers"
    yield ""
    yield "Written by `manage.py record_of_processing` from the registry in `analysis/personal/`. The controller, its contact,"
    yield "the purposes, the lawful basis and the periods of each study stand in the study’s consent form."
    yield ""


def _tables() -> Iterator[str]:
    yield "## What is held of a participant"
    yield ""
    yield f"| table | what it is for | fields | kind | {' | '.join(OUTCOMES.values())} |"
    yield f"|---|---|---|---|{'---|' * len(OUTCOMES)}"
    for table in TABLES:
        if table.of_a_person:
            yield _row(table)
    yield ""


def _row(table: Table) -> str:
    kinds = ", ".join(sorted({what.value for what in table.fields.values()})) or "derived"
    fields = ", ".join(table.fields) or "the row itself"
    ends = " | ".join(table.at(outcome).value for outcome in OUTCOMES)
    return f"| `{table.model}` | {table.about} | {fields} | {kinds} | {ends} |"


def _team() -> Iterator[str]:
    yield "## The team’s own texts"
    yield ""
    yield "They are searched for the person’s words (runs of five words or more), name and addresses when everything is deleted or"
    yield "only counts are kept. What is found is taken out; what might be meant is listed for a person to look at."
    yield ""
    for table in TABLES:
        if table.of_the_team:
            yield f"- `{table.model}`: {', '.join(table.of_the_team)}"
    yield ""


def _stores() -> Iterator[str]:
    yield "## Besides the tables"
    yield ""
    yield "| store | what it may hold | at a withdrawal |"
    yield "|---|---|---|"
    for store in STORES:
        yield f"| {store.name} | {store.holds} | {store.ends} |"
