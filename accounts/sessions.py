"""Django's sessions in the database, read by a planned statement: it runs before every page and every saved line."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends import db
from django.utils import timezone

from accounts.planned import one_row

SESSION = "select session_data, expire_date from django_session where session_key = %s and expire_date > %s"


class SessionStore(db.SessionStore):
    def _get_session_from_db(self) -> Any:
        key = self.session_key or ""
        row = one_row(SESSION, (key, timezone.now()))
        if row is None:
            return super()._get_session_from_db()  # type: ignore[misc]  # which finds nothing either, and starts anew
        return self.model(session_key=key, session_data=row[0], expire_date=row[1])
