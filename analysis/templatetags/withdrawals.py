"""What left the app, in words."""

from __future__ import annotations

from django import template

from analysis.erasing.departures import Departure
from analysis.erasing.page import copy_words

register = template.Library()


@register.filter
def left_words(event: Departure) -> str:
    return copy_words(event.kind)[0]
