"""`python -m bench [1% 10% 100%]`: generates each size in a database of its own and prints the table.
`python -m bench browser`: the capture page in a browser, see bench/browser.py.
`python -m bench reading`: the reading page in a browser, see bench/reading.py.
`python -m bench board`: the theme board in a browser, see bench/board.py.
`python -m bench search [100% 1000%]`: searching, see bench/searching.py.
`python -m bench processor [1% 100%]`: counting and merging in processor time, see bench/processor.py."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    from bench.generate import SIZES

    if "browser" in sys.argv[1:]:
        from bench.browser import main as in_browser

        in_browser(fresh_database)
        return
    if "reading" in sys.argv[1:]:
        from bench.reading import main as while_reading

        while_reading(fresh_database)
        return
    if "board" in sys.argv[1:]:
        from bench.board import main as of_board

        of_board(fresh_database, analyze)
        return
    if "search" in sys.argv[1:]:
        from bench.searching import main as of_search

        of_search(fresh_database, analyze)
        return
    if "processor" in sys.argv[1:]:
        from bench.processor import main as of_processor

        of_processor(fresh_database, analyze, [name for name in sys.argv[1:] if name in SIZES])
        return
    from config.collector import leave_what_is_loaded

    names = [name for name in sys.argv[1:] if name in SIZES] or list(SIZES)
    rows = []
    for name in names:
        with fresh_database(name):
            from bench.generate import generate

            study = generate(SIZES[name])
            analyze()
            leave_what_is_loaded()  # as the server does when it starts
            rows += measure(study, name)
    from bench.measure import ROUNDS, table

    print(f"Median (p95) of {ROUNDS} rounds, each taking its turn; fsync on; one process.\n")
    print(table(rows))


class fresh_database:  # noqa: N801 (reads as a verb where it is used)
    def __init__(self, size: str) -> None:
        self.name = f"bench_{size.rstrip('%')}"

    def __enter__(self) -> None:
        from django.conf import settings
        from django.core.management import call_command
        from django.db import connection

        self.admin("drop database if exists")
        self.admin("create database")
        connection.close()
        settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = self.name
        call_command("migrate", verbosity=0)

    def __exit__(self, *exc: Any) -> None:
        from django.db import connection

        from bench import bare

        bare.close()
        connection.close()
        self.admin("drop database if exists")

    def admin(self, what: str) -> None:
        import psycopg
        from django.db import connection

        params = {**connection.get_connection_params(), "dbname": "postgres"}
        wanted = {key: params[key] for key in ("dbname", "user", "host", "port", "password") if params.get(key)}
        with psycopg.connect(**wanted, autocommit=True) as database:
            force = " with (force)" if what.startswith("drop") else ""
            database.execute(f'{what} "{self.name}"{force}')


def analyze() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("vacuum analyze")


def measure(study: Any, size: str) -> list[Any]:
    from django.test import Client

    from bench.capture import measure_capture
    from bench.measure import measure_page, measure_write
    from bench.merging import measure_merging

    client = Client()
    client.force_login(study.owner)
    interview = study.interviews.order_by("pk").last()
    pages = {
        "study overview": f"/studies/{study.pk}/",
        "open an interview with its quotes": f"/studies/{study.pk}/interviews/{interview.pk}/transcript/",
        "theme board, first screen": f"/studies/{study.pk}/board/",
        "matrix, themes by people": f"/studies/{study.pk}/matrix/",
        "matrix, themes by themes": f"/studies/{study.pk}/matrix/?across=themes",
        "matrix, themes by questions": f"/studies/{study.pk}/matrix/?across=questions",
        "enough interviews?": f"/studies/{study.pk}/enough/",
        "all themes with their counts": f"/studies/{study.pk}/themes/",
        "the largest theme's page": f"/studies/{study.pk}/themes/{study.themes.first().pk}/",
    }
    rows = [measure_page(case, size, client, path) for case, path in pages.items()]
    rows.append(measure_write("create a quote with a theme", size, *quote_acts(study, interview)))
    rows += measure_merging(study, size)
    return rows + measure_capture(study, size, client)


def quote_acts(study: Any, interview: Any) -> tuple[Callable[[], object], Callable[[], object]]:
    from analysis.quoting.tagging import Choice, Stretch, take_under
    from bench.bare import transaction

    theme = study.themes.first()
    notes = list(interview.notes.filter(speaker__role="participant").order_by("position"))
    for note in notes:
        note.interview = interview
    # Other words each time: the same words again are the same quote, and nothing would be written.
    mine, theirs = (
        ((note, start) for start in count() for note in notes),
        ((note, start) for start in count() for note in notes),
    )

    def ours() -> None:
        note, start = next(mine)
        take_under(Stretch(note, start, note, start + 40), Choice(theme), study.owner)

    def bare() -> None:
        quote = 'insert into analysis_quote (study_id, interview_id, participant_id, first_note_id, start, last_note_id, "end", text, author_id, created_at) values (%s, %s, %s, %s, %s, %s, %s, %s, %s, now()) returning id'
        tag = "insert into analysis_tag (theme_id, quote_id, author_id, created_at) values (%s, %s, %s, now())"
        note, start = next(theirs)
        place = (note.pk, start, note.pk, start + 40, note.text[start : start + 40])
        with transaction() as cursor:
            cursor.execute(quote, (study.pk, interview.pk, interview.participant_id, *place, study.owner_id))
            cursor.execute(tag, (theme.pk, cursor.fetchone()[0], study.owner_id))

    return ours, bare


def start(act: Callable[[], None]) -> None:
    """A durable cluster of its own: these figures are about real commits."""
    var = Path(os.environ.get("THROUGHLINE_VAR", ROOT / "var")) / "bench"
    os.environ["THROUGHLINE_VAR"] = str(var)
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    from config.postgres.cluster import Cluster

    cluster = Cluster(var)
    cluster.start()
    try:
        import django

        django.setup()
        from django.conf import settings

        settings.ROOT_URLCONF = "bench.urls"
        settings.ALLOWED_HOSTS.append("testserver")
        settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
        act()
    finally:
        cluster.release()


if __name__ == "__main__":
    start(main)
