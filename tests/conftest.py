"""The tests' own PostgreSQL: forgetful, beside the app's, shared by parallel workers; and the people of tests/people.py."""

from __future__ import annotations

import atexit
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from django.test import TransactionTestCase

ROOT = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("THROUGHLINE_VAR", ROOT / "var"))
if VAR.name != "test":  # parallel workers inherit the changed variable
    VAR = VAR / "test"
os.environ["THROUGHLINE_VAR"] = str(VAR)
# Playwright runs an event loop in the test's thread; Django would refuse the database there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

from tests.people import *  # noqa: E402, F403
from tests.server import live_app, server_process  # noqa: E402, F401

# The shell alone draws no window: the browser tests need a third less processor time in it.
BROWSERS = "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"
CHROMIUM = next(filter(None, map(shutil.which, BROWSERS)), None)


def pytest_configure(config: Any) -> None:
    from django.conf import settings

    if not os.environ.get("DATABASE_URL"):
        from config.postgres.cluster import Cluster

        cluster = Cluster(VAR, durable=False)
        settings.DATABASES["default"]["HOST"] = str(cluster.start())
        atexit.register(cluster.release)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.SITE_URL = "https://line.example"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without a Chromium the browser tests are skipped, and say so; CI sets REQUIRE_BROWSER and fails instead."""
    if CHROMIUM or os.environ.get("REQUIRE_BROWSER"):
        return
    no_browser = pytest.mark.skip(reason="no Chromium on this machine; apt-get install chromium-headless-shell")
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(no_browser)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": quiet, "headless": True}


KEPT = {"django_content_type", "auth_permission"}  # filled by migrate, and the same in every test
JOBS = {"procrastinate_jobs", "procrastinate_workers"}  # the rest goes with them; Django doesn't know of these
ONLY_ADDED_TO = {"accounts_auditentry"}  # refuses a DELETE


@pytest.fixture(scope="session", autouse=True)
def quick_flush() -> Iterator[None]:
    """Tables are emptied by DELETE: TRUNCATE of all of them, and filling the kept ones again, takes sixty times as long.

    Their references are checked at the end of the transaction, so any order does. A page that is closed says goodbye, and
    that request may hold what is to be deleted; then it is tried again.
    """

    def empty(self: TransactionTestCase) -> None:
        tables = set(connection.introspection.django_table_names(only_existing=True)) - KEPT | JOBS
        for pause in (0.2, 0.5, 1, 0):
            try:
                with transaction.atomic(), connection.cursor() as cursor:
                    cursor.execute(";".join(f"truncate {table}" for table in ONLY_ADDED_TO))
                    cursor.execute(";".join(f'delete from "{table}"' for table in sorted(tables - ONLY_ADDED_TO)))
                return
            except OperationalError:
                if not pause:
                    raise
                time.sleep(pause)

    emptied = TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_teardown = empty  # type: ignore[method-assign]
    yield
    TransactionTestCase._fixture_teardown = emptied  # type: ignore[method-assign]


@pytest.fixture
def no_console_errors(page: Any) -> Iterator[list[str]]:
    """Fails a browser test on any script error or refused resource, so that a broken policy can't go unseen."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield said
    assert said == []
