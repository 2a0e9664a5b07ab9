"""Tells every process, on commit, that somebody's rights changed: open streams check again at once."""

from typing import Any

from django.db import connection

MEMBERS_CHANNEL = "throughline_members"


def members_changed(workspace_id: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select pg_notify(%s, %s)", [MEMBERS_CHANNEL, str(workspace_id)])
