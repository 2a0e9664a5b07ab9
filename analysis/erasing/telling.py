"""What in an attribute of a contact tells who it is: an address, a page of their own, a number to call or to be known by.

A town or a trade is many people's and would be found in every text; so are years, dates and small numbers. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

FEWEST_DIGITS = 5
ADDRESS = r"[^\s@<>,;()]+@[^\s@<>,;()]+"
PAGE = r"(?:https?://|www\.)\S+|[^\s/]+\.[a-z]{2,}/\S+"
NUMBER = r"\+?\(?\d(?:[\s()./–-]{0,3}\d)*"
TELLING = re.compile(rf"(?P<said>{ADDRESS}|{PAGE})|(?P<number>{NUMBER})", re.IGNORECASE)
WHEN = re.compile(r"(?:19|20)\d\d(?:\D+(?:19|20)\d\d)*|\d{4}\D\d\d?\D\d\d?|\d\d?\D{1,2}\d\d?\D{1,2}(?:\d\d){1,2}")


def telling(value: Any) -> Iterator[str]:
    """Of texts alone: an attribute that is a number measures something."""
    for found in TELLING.finditer(value) if isinstance(value, str) else ():
        number = found["number"]
        if not number:
            yield found[0].rstrip(".,;:")
        elif sum(map(str.isdigit, number)) >= FEWEST_DIGITS and not WHEN.fullmatch(number):
            yield number
