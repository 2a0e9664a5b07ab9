"""The cells of a table of counts, printed here: sixty people by forty themes are 2,400 of them, and a template takes its time."""

from __future__ import annotations

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from analysis.grids import Cell, Row

register = template.Library()


@register.simple_tag
def cells(row: Row, tail: str) -> SafeString:
    """Each number is a link to its quotes, below the matrix's own address; nothing is an empty cell."""
    safe, theme = escape(tail), row.head.key
    return mark_safe("".join(_cell(cell, theme, safe) for cell in row.cells))  # numbers, and a tail that is escaped


def _cell(cell: Cell, theme: int, tail: str) -> str:
    kind = " ".join(name for name, on in (("g", cell.begins), ("own", cell.own)) if on)
    opened = f'<td class="{kind}">' if kind else "<td>"
    if not cell.number:
        return f"{opened}</td>"
    return f'{opened}<a data-n="{cell.shade}" href="{theme}/?at={cell.column}{tail}">{cell.number}</a></td>'
