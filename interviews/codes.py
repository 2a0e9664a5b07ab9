"""How a study names somebody it knows by number alone."""


def code_of(number: int) -> str:
    return f"P{number:02d}"
