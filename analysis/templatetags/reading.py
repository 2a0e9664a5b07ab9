"""Running text with highlights. Written by hand, not by a template: a long interview has hundreds of lines."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from analysis.spans import Layer, Segment

register = template.Library()


@register.filter
def marked(pieces: Iterable[Segment]) -> SafeString:
    """The words as they are, not one character more or less: offsets are counted in them."""
    return mark_safe("".join(_piece(piece) for piece in pieces))  # noqa: S308 (words are escaped, the rest is numbers)


def _piece(piece: Segment) -> str:
    words: str = escape(piece.text)
    if piece.seen:
        words = f'<span class="seen">{words}</span>'
    return "".join(map(_opening, piece.layers)) + words + "</mark>" * len(piece.layers)


def _opening(layer: Layer) -> str:
    first = ' tabindex="-1"' if layer.first else ""
    named = f' aria-describedby="q{layer.span.quote}"' if layer.first else ""  # its themes, in the margin
    return f'<mark class="{layer.css}"{named} data-c="{layer.span.colour}" data-q="{layer.span.quote}"{first}>'
