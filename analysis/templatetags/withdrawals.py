"""What left the app, in words."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from analysis.erasing.departures import Departure
from analysis.erasing.page import copy_words

register = template.Library()


@register.filter
def left_words(event: Departure) -> str:
    return copy_words(event.kind)[0]


@register.filter
def number_first(line: str) -> str | SafeString:
    """How many it reaches is what one looks for in a line such as “3 interviews”."""
    number, _, rest = line.partition(" ")
    return format_html('<b class="num">{}</b> {}', number, rest) if number.isdigit() else line
