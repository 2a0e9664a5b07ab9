"""What makes capture quick and can be counted: statements a line, and bytes of script a page. Times: docs/performance.md."""

from __future__ import annotations

import gzip
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from config.scripts import bundled, minified
from interviews.models import Interview, InterviewState, Kind
from studies.models import Study
from tests.factories import make_interview, make_note

SCRIPT_BUDGET = 40_000


@pytest.fixture
def call(study: Study) -> Interview:
    return make_interview(study=study, state=InterviewState.LIVE)


def statements(act: Callable[[], object]) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        act()
    return [query["sql"].split()[0].lower() for query in captured.captured_queries]


def put(client: Client, call: Interview, note: object, **fields: object) -> None:
    line = {
        "text": "Nobody asked.",
        "kind": "note",
        "offset_ms": 4200,
        "question": None,
        "base": 0,
        "themes": [],
    } | fields
    url = reverse("interviews:note_put", args=[call.study_id, call.pk, note])
    assert client.put(url, line, content_type="application/json").json()["saved"]


# Session, person, door and consent; then the transaction: the line, whether the call was off the record then (its turn, and
# the stretches), and the event with its number and its bell.
NEW = ["select", "select", "select", "select", "insert", "select", "select", "with"]


@pytest.mark.django_db
def test_a_new_line_costs_the_same_few_statements_however_many_there_are(as_bob: Client, call: Interview) -> None:
    def without_savepoints() -> list[str]:
        said = statements(lambda: put(as_bob, call, uuid.uuid4()))
        return [word for word in said if word not in {"savepoint", "release", "begin", "commit"}]

    assert without_savepoints() == NEW
    for n in range(200):
        make_note(interview=call, text=f"Line {n}", offset_ms=n)
    assert without_savepoints() == NEW


@pytest.mark.django_db(transaction=True)
def test_a_new_line_needs_no_savepoint(as_bob: Client, call: Interview) -> None:
    said = statements(lambda: put(as_bob, call, uuid.uuid4()))
    assert said == [*NEW[:4], "begin", *NEW[4:], "commit"]


@pytest.mark.django_db
def test_the_capture_page_and_its_lines_cost_the_same_for_one_line_and_for_many(
    as_bob: Client, call: Interview
) -> None:
    pages = [reverse(f"interviews:{name}", args=[call.study_id, call.pk]) for name in ("live", "lines")]
    make_note(interview=call, kind=Kind.VERBATIM)
    before = [len(statements(lambda page=page: as_bob.get(page))) for page in pages]
    for n in range(50):
        make_note(interview=call, text=f"Line {n}", offset_ms=n)
    assert [len(statements(lambda page=page: as_bob.get(page))) for page in pages] == before


def test_the_scripts_of_the_capture_page_stay_small() -> None:
    def source(name: str) -> str:
        return Path(str(finders.find(name))).read_text()

    scripts = [source("js/theme.js"), bundled("js/live/main.js", source)]
    sizes = [len(gzip.compress(minified(script).encode(), mtime=0)) for script in scripts]
    assert sizes[1] > 10_000
    assert sum(sizes) <= SCRIPT_BUDGET
