from django import template

from interviews.note_kinds import BY_KIND

register = template.Library()


@register.filter
def look(kind: str) -> str:
    """The class of a kind's look."""
    return BY_KIND[kind].look


@register.filter
def prefix(kind: str) -> str:
    """What one types at the line's start for this kind."""
    return BY_KIND[kind].prefix
