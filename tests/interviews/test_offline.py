from __future__ import annotations

import json
import re

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from accounts.models import User
from interviews.live.offline import ROOTS, held_files
from interviews.models import Interview, InterviewState
from studies.models import Study
from tests.factories import make_interview


@pytest.fixture
def call(study: Study) -> Interview:
    return make_interview(study=study, state=InterviewState.LIVE)


def page_of(call: Interview) -> str:
    return reverse("interviews:live", args=[call.study_id, call.pk])


def test_every_file_the_page_names_is_held(as_bob: Client, call: Interview) -> None:
    html = as_bob.get(page_of(call)).content.decode()
    named = set(re.findall(r'(?:src|href)="(/static/[^"#]+)', html))
    assert named
    assert named <= set(held_files().files)


def test_what_modules_import_is_held_too_and_all_of_it_exists() -> None:
    names = {name.removeprefix("/static/") for name in held_files().files}
    assert {"js/live/outbox.js", "js/toasts.js", "js/offline/stored.js"} <= names
    assert [name for name in names if not finders.find(name)] == []
    assert set(ROOTS) <= names


def test_the_worker_is_for_everybody_and_names_nobody(client: Client, as_bob: Client) -> None:
    answer = client.get(reverse("interviews:capture_worker"))
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/javascript")
    assert "no-cache" in answer["Cache-Control"]
    assert "worker-src 'self'" in answer["Content-Security-Policy"]
    held = json.loads(re.search(r"self\.HELD = (\{.*\});", answer.content.decode()).group(1))  # type: ignore[union-attr]
    assert held["version"] == held_files().version
    assert all(name.startswith("/static/") for name in held["files"])
    assert answer.content == as_bob.get(reverse("interviews:capture_worker")).content


def test_a_page_says_whose_it_is_and_that_it_may_be_kept(as_bob: Client, call: Interview, bob: User) -> None:
    answer = as_bob.get(page_of(call))
    assert (answer["X-Kept-For"], answer["X-Kept-With"]) == (str(bob.pk), held_files().version)
    assert "no-store" in answer["Cache-Control"]
    call.finish(bob)
    assert as_bob.get(page_of(call))["X-Kept-For"] == "nobody"


def test_every_page_says_who_looks(client: Client, as_bob: Client, bob: User) -> None:
    assert f'data-user="{bob.pk}"' in as_bob.get(reverse("account_logout")).content.decode()
    assert 'data-user=""' in client.get(reverse("account_login")).content.decode()
