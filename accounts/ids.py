"""Row ids as they come in addresses and forms that no form class reads."""


def as_id(value: str) -> int | None:
    """A row's id; None if it can't be one."""
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 18 else None


def ids_of(values: list[str]) -> list[int]:
    """Whatever isn't an id is left out."""
    return [pk for value in values if (pk := as_id(value)) is not None]
