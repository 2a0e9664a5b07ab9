from django import template

from interviews.note_kinds import BY_KIND

register = template.Library()


@register.filter
def look(kind: str) -> str:
    """The class of a kind's look."""
    return BY_KIND[kind].look


@register.filter
def knot(kind: str) -> str:
    """What stands in a line's knot: its prefix, for a quote the mark as it is printed."""
    return BY_KIND[kind].knot
