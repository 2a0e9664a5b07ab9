"""What a database must promise before anything is written to it: a commit that was answered is on the disk."""

from django.db import connection

from config.postgres import CannotStart

OLDEST = 15
DURABLE = ("fsync", "synchronous_commit", "full_page_writes")


def demand_durability() -> None:
    """Refuse a database that is too old, or that answers before a commit is safe."""
    with connection.cursor() as cursor:
        cursor.execute("show server_version_num")
        version = int(cursor.fetchone()[0]) // 10000
        if version < OLDEST:
            raise CannotStart(f"The database is PostgreSQL {version}; Throughline needs {OLDEST} or newer.")
        for setting in DURABLE:
            cursor.execute(f"show {setting}")
            if cursor.fetchone()[0] == "off":
                raise CannotStart(
                    f"The database has {setting} = off: it could lose what it said was saved. Turn it on."
                )
