"""Row ids as they come in addresses and forms that no form class reads."""

from uuid import UUID


def as_id(value: str) -> int | None:
    """A row's id; None if it can't be one."""
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 18 else None


def as_uuid(value: str) -> UUID | None:
    """A row's id of the other kind; None if it can't be one."""
    try:
        return UUID(value)
    except ValueError:
        return None


def ids_of(values: list[str]) -> list[int]:
    """Whatever isn't an id is left out."""
    return [pk for value in values if (pk := as_id(value)) is not None]
