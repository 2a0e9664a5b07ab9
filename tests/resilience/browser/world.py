"""A real server on a database of its own, and calls under way on it: each in a study and a workspace of its own, so that
runs side by side neither ring each other's bells nor wait for each other's rows."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

ROOT = Path(__file__).resolve().parents[3]
NAME = "resilience_browser"


@dataclass(frozen=True)
class Call:
    """An interview under way, with the sessions of who types in it and of a colleague."""

    study: str
    interview: int
    path: str
    writer: int
    session: str


@dataclass(frozen=True)
class Row:
    id: str
    text: str
    kind: str
    revision: int
    at: int
    removed: bool
    created: float
    updated: float


@dataclass
class World:
    address: str
    dsn: str
    cookie: str
    calls: list[Call] = field(default_factory=list)

    def rows(self, call: Call) -> list[Row]:
        """What the server has, in its order."""
        ask = (
            "select id::text, text, kind, revision, offset_ms, deleted_at is not null, extract(epoch from created_at)::float8,"
            " extract(epoch from updated_at)::float8 from interviews_note where interview_id = %s order by position, id"
        )
        return [Row(*row) for row in self._ask(ask, call.interview)]

    def colleague_adds(self, call: Call, note: str, words: str) -> bool:
        """Somebody else changes the line meanwhile: their words behind those that stand. False where it is gone already."""
        from django.db import connection, transaction

        from interviews.models import Note
        from studies.models.event import record

        try:
            with transaction.atomic():
                line = Note.objects.select_for_update().filter(pk=note, deleted_at=None).first()
                if line:
                    line.revise({"text": f"{line.text} {words}"})
                    record(line.study, "note", line.study.owner, interview=call.interview, note=line.pk)
                return line is not None
        finally:
            connection.close()

    def sign_out_everywhere(self, call: Call) -> None:
        self._ask("delete from django_session where session_key = %s returning 1", call.session)

    def shut_out(self, call: Call) -> None:
        self._ask("delete from accounts_membership where user_id = %s returning 1", call.writer)

    def _ask(self, words: str, *values: Any) -> list[Any]:
        with psycopg.connect(self.dsn, autocommit=True) as database:
            return database.execute(words, values).fetchall()


def make_call(number: int) -> Call:
    """Needs Django and the database of the world."""
    from django.conf import settings
    from django.urls import reverse

    from interviews.models import InterviewState
    from studies.models import Question
    from tests.factories import join, make_interview, make_section, make_study, make_user, make_workspace
    from tests.people import client_of

    tag = uuid.uuid4().hex[:12]
    owner = make_user(email=f"owner-{tag}@example.org", name="Olga Owner")
    writer = make_user(email=f"writer-{tag}@example.org", name="Will Writer")
    workspace = make_workspace(name=f"Workspace {number}", owner=owner)
    join(workspace, writer)
    study = make_study(workspace=workspace, title=f"Study {number}")
    question = Question.add(make_section(study=study, title="Core", minutes=20), "What happened the last time?")
    interview = make_interview(study=study, state=InterviewState.LIVE)
    interview.turn_to(question, writer)
    session = client_of(writer).cookies[settings.SESSION_COOKIE_NAME].value
    path = reverse("interviews:live", args=[study.pk, interview.pk])
    return Call(str(study.pk), interview.pk, path, writer.pk, session)


def fresh_session(call: Call) -> str:
    """Signing in again."""
    from django.conf import settings
    from django.db import connection

    from accounts.models import User
    from tests.people import client_of

    try:
        return str(client_of(User.objects.get(pk=call.writer)).cookies[settings.SESSION_COOKIE_NAME].value)
    finally:
        connection.close()  # it may have been a thread's own


@contextlib.contextmanager
def own_world(calls: int) -> Iterator[World]:
    """For the long runs: a durable PostgreSQL, a server and the calls, all under var/, and all down again."""
    var = ROOT / "var" / "resilience"
    os.environ |= {"THROUGHLINE_VAR": str(var), "DJANGO_SETTINGS_MODULE": "config.settings"}
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    from config.postgres.cluster import Cluster
    from config.state import make_state_folder

    make_state_folder(var)
    cluster = Cluster(var)
    socket = cluster.start()
    try:
        name = f"{NAME}_{os.getpid()}"
        import django

        django.setup()
        from django.conf import settings

        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
        settings.DATABASES["default"]["HOST"] = str(socket)
        with _database(name), _server(var) as (address, dsn):
            yield World(address, dsn, settings.SESSION_COOKIE_NAME, [make_call(n) for n in range(calls)])
    finally:
        cluster.release()


@contextlib.contextmanager
def _database(name: str) -> Iterator[None]:
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    from tests.server import database_url

    admin = database_url()
    with psycopg.connect(admin, autocommit=True) as database:
        database.execute(f'drop database if exists "{name}"')
        database.execute(f'create database "{name}"')
    connection.close()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name
    try:
        call_command("migrate", verbosity=0)
        yield
    finally:
        connection.close()
        with psycopg.connect(admin, autocommit=True) as database:
            database.execute(f'drop database if exists "{name}" with (force)')


@contextlib.contextmanager
def _server(var: Path) -> Iterator[tuple[str, str]]:
    from config.state import one_at_a_time
    from tests.server import COLLECT, database_url, free_port, wait_until_healthy

    environment = {**os.environ, "DATABASE_URL": database_url()}
    with one_at_a_time(var / "prepare.lock"):
        subprocess.run([sys.executable, "-c", COLLECT], cwd=ROOT, env=environment, check=True)
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "config.asgi:application", "--port", str(port), "--log-level", "error"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        wait_until_healthy(process, f"http://127.0.0.1:{port}")
        yield f"http://127.0.0.1:{port}", environment["DATABASE_URL"]
    finally:
        process.terminate()
        process.wait(15)
