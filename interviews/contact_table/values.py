"""What one cell says. An empty one is an empty text, whatever is asked of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from accounts.csv_cells import original

YES = {"yes", "y", "true", "1", "x", "ja", "oui", "wahr"}
NO = {"", "no", "n", "false", "0", "nein", "non", "falsch"}
FORMULA = re.compile(r"[=＝]|[@＠+＋\-－]\s*[A-Za-z.]+\s*\(")
SPREADSHEET_ERROR = re.compile(r"#(REF|N/A|NAME|VALUE|DIV/0|NULL|NUM|SPILL|NV|BEZUG|WERT)\b[!?]?", re.I)
BLANKS = "\u00a0\u202f\u2009'’ "
PLAIN = re.compile(r"[+-]?\d+([.,]\d+)?")
# A nought before the sign leaves no doubt: 0.500 is a half.
GROUPED = re.compile(r"[+-]?(?!0)\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*")
LARGEST, DECIMALS = 10**15, 6


class BadCell(Exception):
    """Why, and what to write instead."""


def a_text(cell: str, longest: int) -> str:
    """A guarded cell (“'=x”), as our own export writes it, is taken as what it guards."""
    text = original(cell)
    if text == cell and FORMULA.match(cell):
        raise BadCell(f"“{cell[:40]}” is a formula. Write what it shows.")
    if SPREADSHEET_ERROR.fullmatch(text):
        raise BadCell(f"“{text}” is a spreadsheet’s error. Write the value.")
    if len(text) > longest:
        raise BadCell(f"This has {len(text)} letters; {longest} fit.")
    return text


def a_yes(cell: str) -> bool:
    word = cell.casefold()
    if word in YES | NO:
        return word in YES
    raise BadCell(f"“{cell[:40]}” is neither yes nor no. Write one of the two.")


def a_choice(cell: str, choices: Sequence[str]) -> str:
    text = a_text(cell, 200)
    if not text:
        return ""
    for choice in choices:
        if choice.casefold() == text.casefold():
            return choice
    listed = ", ".join(choices[:8]) + (" …" if len(choices) > 8 else "")
    raise BadCell(f"“{text[:40]}” is not in the list. Write one of: {listed}.")


def a_number(cell: str) -> str | int | float:
    """12, -3.5 and 3,5; blanks between thousands. “1,234” may mean two things, and is asked about."""
    text = original(cell)
    if not text:
        return ""
    digits = text.translate({ord(blank): None for blank in BLANKS})
    if GROUPED.fullmatch(digits):
        raise BadCell(f"“{text[:40]}” may be read in two ways. Write {re.sub('[.,]', '', digits)}, or more decimals.")
    if not PLAIN.fullmatch(digits) or len(digits) > 40 or abs(float(digits.replace(",", "."))) > LARGEST:
        raise BadCell(f"“{text[:40]}” is no number. Write it like 12 or 3.5.")
    return whole(float(digits.replace(",", ".")))


def whole(number: float) -> int | float:
    """Whole numbers without a fraction, others with no more than six decimals."""
    rounded = round(number, DECIMALS)
    return int(rounded) if rounded == int(rounded) else rounded


def number_cell(number: float) -> str:
    """As it is read back: 1.234 would look like thousands."""
    text = format(Decimal(str(number)), "f")
    return f"{text}0" if GROUPED.fullmatch(text) else text
