"""What left the app, in words."""

from __future__ import annotations

from django import template

from analysis.withdrawal_page import copy_words
from studies.models import StudyEvent

register = template.Library()


@register.filter
def left_words(event: StudyEvent) -> str:
    return copy_words(event.kind)[0]
