"""The embedded PostgreSQL: binaries out of a wheel, a cluster in the state directory, started and stopped by us.

Why not the wheel's own starter: docs/decisions/0001-embedded-postgres.md.
"""


class CannotStart(Exception):
    """Throughline can't start, for a reason said in one line to a person."""
