"""The journal's and the search's migrations on a database with rows in it: taken back, worked without, and run again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client

from accounts.models import User
from analysis.journal.undoing import undo
from analysis.models import Change, SearchEntry, Step, Theme
from studies.models import Study
from tests.factories import make_insight, make_interview, make_note, make_quote, make_theme

pytestmark = pytest.mark.django_db(transaction=True)
BEFORE_THE_JOURNAL = ("analysis", "0006_search_filled")
BEFORE_SEARCH = ("analysis", "0006_coding_rounds")
OURS = "select proname from pg_proc where proname ~ '^(throughline|analysis)_' union select tgname from pg_trigger where tgname ~ 'write_down|sought|sign_step|study_reads'"


def back_and_forth(to: tuple[str, str], meanwhile: Callable[[], object]) -> None:
    """Whatever happens on the way, the tests after this one get the latest tables."""
    latest = MigrationExecutor(connection).loader.graph.leaf_nodes()
    try:
        MigrationExecutor(connection).migrate([to])
        meanwhile()
    finally:
        MigrationExecutor(connection).migrate(latest)


def database_programs() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(OURS)
        return {name for (name,) in cursor.fetchall()}


def act(statement: str, *values: object) -> None:
    """By SQL: the models say more than a table of earlier has."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def tables() -> set[str]:
    return set(connection.introspection.table_names())


@pytest.fixture
def theme(study: Study) -> Theme:
    """Two themes with words and a history, one theme of them about to be merged; and an insight."""
    theme = make_theme(study=study, name="Counting")
    for text in ("Half twelve at night.", "With a torch."):
        make_quote(study=study, theme=theme, text=text)
    make_insight(study=study)
    return theme


def test_the_journal_goes_and_comes_back(theme: Theme, study: Study, alice: User) -> None:
    assert Step.objects.exists() and Change.objects.filter(kind="tag").count() == 2
    programs, loose = database_programs(), make_quote(study=study, text="Written down nowhere.")

    def meanwhile() -> None:
        assert not {"analysis_step", "analysis_change"} & tables()
        assert not any("write_down" in name or name == "sign_step" for name in database_programs())
        act("insert into analysis_tag (theme_id, quote_id, created_at) values (%s, %s, now())", theme.pk, loose.pk)
        act("update analysis_theme set name = 'Counting at night' where id = %s", theme.pk)

    back_and_forth(BEFORE_THE_JOURNAL, meanwhile)
    theme.refresh_from_db()
    assert theme.name == "Counting at night" and theme.tags.count() == 3
    assert not Step.objects.exists()  # a history is not made up afterwards
    assert database_programs() == programs
    other = make_theme(study=study, name="Waste")
    theme.merge_into(other, alice)
    assert other.tags.count() == 3
    undo(study, alice)
    back = Theme.objects.get(name="Counting at night")
    assert back.tags.count() == 3 and other.tags.count() == 0


def test_search_goes_and_comes_back_with_what_was_written_meanwhile(
    theme: Theme, study: Study, as_alice: Client
) -> None:
    talk = make_interview(study=study)
    make_note(interview=talk, text="Said before, quetzal.")
    secret = make_note(interview=talk, text="Said before, ocelot.")
    empty = make_note(interview=talk, text="")
    programs, before = database_programs(), SearchEntry.objects.count()

    def meanwhile() -> None:
        assert "analysis_searchentry" not in tables()
        assert not any(name.startswith("throughline_") or "sought" in name for name in database_programs())
        act("update interviews_note set text = 'Said meanwhile, tapir.' where id = %s", empty.pk)
        act("update interviews_note set off_record = true where id = %s", secret.pk)
        act("update analysis_theme set name = 'Axolotl' where id = %s", theme.pk)

    back_and_forth(BEFORE_SEARCH, meanwhile)
    assert database_programs() == programs
    assert SearchEntry.objects.count() == before  # one line more, one gone off the record
    make_note(interview=talk, text="Said afterwards, narwhal.")

    def hits(word: str) -> int:
        page = as_alice.get("/search/", {"q": word}).content.decode()
        return page.count("<mark>")

    assert [hits(word) > 0 for word in ("quetzal", "tapir", "narwhal", "axolotl")] == [True] * 4
    assert hits("ocelot") == 0 and "ocelot," not in as_alice.get("/search/", {"q": "said"}).content.decode()
