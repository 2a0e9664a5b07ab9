"""Acts that must not happen twice because their request came twice: sent again by a page that heard no answer, or by
anything between the page and us, even long after the act was taken back."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.db import connection, models, transaction
from django.utils import timezone

from accounts.models import User


class Act(models.Model):
    """One act that was carried out, by the key that its page made for it. It holds nothing of what was done."""

    key = models.UUIDField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False
    )  # the constraint has it
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["by", "key"], name="act_once_a_person")]

    def __str__(self) -> str:
        return str(self.key)


def once(key: str, by: User, act: Callable[[], object]) -> bool:
    """Carry out `act` unless this person's act with this key was carried out before; whether it was now.

    The key is kept in the transaction of the act: a refused one leaves no trace and may be tried again, and of two that
    come at once the second waits for the first. Without a key, from a page that makes none, the act is carried out.
    """
    known = _uuid(key)
    with transaction.atomic():
        # Not get_or_create: a key that another connection is just keeping is waited for, without an error in between.
        kept = known is None or _keep(known, by)
        if kept:
            act()
    return kept


def _keep(key: UUID, by: User) -> bool:
    with connection.cursor() as cursor:
        table, unique = Act._meta.db_table, "(by_id, key)"
        cursor.execute(
            f"insert into {table} (key, by_id, at) values (%s, %s, %s) on conflict {unique} do nothing",
            [key, by.pk, timezone.now()],
        )
        return bool(cursor.rowcount == 1)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
