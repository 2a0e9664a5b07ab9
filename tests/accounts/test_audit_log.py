"""The audit log is only added to, and a row that was changed or taken out shows."""

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.models import Actor, AuditEntry, audit
from accounts.models.audit_log import first_broken

pytestmark = pytest.mark.django_db


@pytest.fixture
def log(workspace, alice):
    for number in range(4):
        audit(workspace, "contact.read", alice, thing=number, fields=["email", "name"])
    return AuditEntry.objects.filter(workspace=workspace).order_by("number")


def behind_its_back(statement, *values):
    """As somebody who owns the database could."""
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("alter table accounts_auditentry disable trigger audit_stands")
        cursor.execute(statement, values)
        cursor.execute("alter table accounts_auditentry enable trigger audit_stands")


def test_rows_are_numbered_and_chained(log):
    assert [entry.number for entry in log] == [1, 2, 3, 4]
    assert [entry.previous for entry in log][1:] == [entry.hash for entry in log][:-1]
    assert first_broken(log) is None


def test_the_database_refuses_to_change_or_delete_a_row(log):
    for act in (lambda: log.update(act="nothing"), log.delete):
        with pytest.raises(DatabaseError, match="only ever added to"), transaction.atomic():
            act()


@pytest.mark.parametrize(
    "change",
    [
        "act = 'contact.added'",
        "details = '{}'",
        "at = at + interval '1 second'",
        "by_id = null",
        "thing = '7'",
        "hash = repeat('a', 64)",
    ],
)
def test_a_changed_row_shows(log, change):
    behind_its_back(f"update accounts_auditentry set {change} where number = 2")
    assert first_broken(log.all()) == 2


def test_a_row_taken_out_shows(log):
    behind_its_back("delete from accounts_auditentry where number = 3")
    assert first_broken(log.all()) == 3


def test_who_acted(workspace, alice):
    assert audit(workspace, "member.joined", alice).actor == Actor.MEMBER
    assert audit(workspace, "words.erased").actor == Actor.APP
    assert audit(workspace, "consent.given", actor=Actor.PARTICIPANT).actor == Actor.PARTICIPANT


def test_each_workspace_has_its_own_chain(log, workspace, alice, django_user_model):
    other = type(workspace).open_for(alice, "Another")
    assert audit(other, "contact.read", alice).number == 1
