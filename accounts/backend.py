"""Who is signed in, found by a planned statement: it runs before every page and every saved line."""

from __future__ import annotations

from functools import cache
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db import connection

from accounts.models import User
from accounts.planned import one_row


class Backend(AuthenticationBackend):
    def get_user(self, user_id: Any) -> User | None:
        row = one_row(_by_id(), (user_id,))
        user = (
            User.from_db(connection.alias, [field.attname for field in User._meta.concrete_fields], row)
            if row
            else None
        )
        return user if user and self.user_can_authenticate(user) else None


@cache
def _by_id() -> str:
    """Every column the model has, so that one added later isn't forgotten here."""
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in User._meta.concrete_fields)
    return f"select {columns} from {quote(User._meta.db_table)} where id = %s"  # noqa: S608
