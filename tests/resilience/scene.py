"""`python -m tests.resilience.scene CALLS PLANNED WATCHERS`: makes the schema and the people of a run, prints them as JSON.

Each call has a workspace and a study of its own, an interviewer and WATCHERS people who read. The first study also gets
PLANNED interviews that haven't begun.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402
from django.test import Client  # noqa: E402

from accounts.models import Role, User  # noqa: E402
from config.static_files import collect_static  # noqa: E402
from studies.models import Study  # noqa: E402
from tests import factories as make  # noqa: E402


def main(calls: int, planned: int, watchers: int) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # nobody types one here
    call_command("migrate", verbosity=0, interactive=False)
    collect_static()
    with transaction.atomic():
        scene = [a_call(planned if number == 0 else 0, watchers) for number in range(calls)]
    json.dump(scene, sys.stdout)


def a_call(planned: int, watchers: int) -> dict[str, Any]:
    interviewer = make.make_user(name="Iva Interviewer")
    workspace = make.make_workspace(owner=interviewer)
    study = make.make_study(workspace=workspace)
    section = make.make_section(study=study)
    questions = [make.make_question(study=study, section=section, text=f"Question {n}?").pk for n in range(6)]
    readers = [make.make_user(name="Wanda Watcher") for _ in range(watchers)]
    for reader in readers:
        make.join(workspace, reader, Role.EDITOR)
    return {
        "study": str(study.pk),
        "interview": make.make_interview(study=study, state="live").pk,
        "planned": plan(study, planned),
        "questions": questions,
        "user": interviewer.pk,
        "session": session_of(interviewer),
        "watchers": [{"user": reader.pk, "session": session_of(reader)} for reader in readers],
        "workspace": str(workspace.pk),
    }


def plan(study: Study, planned: int) -> list[int]:
    """All with one participant: it is the interviews that matter here."""
    if not planned:
        return []
    participant = make.make_participant(study=study)
    return [make.make_interview(study=study, participant=participant, state="planned").pk for _ in range(planned)]


def session_of(user: User) -> str:
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
