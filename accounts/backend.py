"""Who is signed in, found by a planned statement: it runs before every page and every saved line."""

from __future__ import annotations

from functools import cache
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from accounts.models import User
from accounts.planned import columns_of, one_row, whole


class Backend(AuthenticationBackend):
    def get_user(self, user_id: Any) -> User | None:
        row = one_row(_by_id(), (user_id,))
        user = whole(User, row) if row else None
        return user if user and self.user_can_authenticate(user) else None


@cache
def _by_id() -> str:
    return f"select {columns_of(User, 'u')} from {User._meta.db_table} u where id = %s"  # noqa: S608
