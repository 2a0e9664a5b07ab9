"""The rows of a table of counts, printed here: sixty people by forty themes are 2,400 numbers, and a template takes its time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django import template
from django.template.context import RequestContext
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from analysis.counting.grids import Cell, Order, Row

if TYPE_CHECKING:
    from analysis.counting.matrix import Matrix

register = template.Library()


@register.simple_tag(takes_context=True)
def rows(context: RequestContext, matrix: Matrix) -> SafeString:
    """Each number is a link to its quotes, below the matrix's own address; nothing is an empty cell."""
    # Numbers, and words and addresses that are escaped where they are put in.
    return mark_safe("".join(_rows(matrix, context["study"].pk)))


def _rows(matrix: Matrix, study: object) -> Iterator[str]:
    icons, heard, tree = escape(static("img/icons.svg")), len(matrix.heard), matrix.view.order is Order.BOARD
    cell_tail, query = escape(matrix.cell_tail), escape(matrix.filters.query)
    # One address, with the theme's number put in: working it out takes longer than the rest of a row.
    before, _, after = escape(reverse("analysis:theme", args=[study, 0])).rpartition("0")
    for row in matrix.grid.rows:
        key, name, people, quotes = row.head.key, escape(row.head.label), row.total.people, row.total.quotes
        inner = " inner" if row.head.inside and tree else ""
        yield (
            f'<tr data-row="{key}"><th scope="row" class="n{inner}"><a class="rowth" href="{before}{key}{after}{query}"'
            f' title="{name}"><svg class="m" data-c="{row.head.colour}" aria-hidden="true" focusable="false">'
            f'<use href="{icons}#m-{row.head.colour}"/></svg><span>{name}</span></a></th>'
        )
        yield from _cells(row, cell_tail)
        yield f'<td class="tot" data-full="{people}"><b>{people}</b> of {heard}</td>'
        total = f' data-full="{quotes}"><a href="{key}/?{cell_tail[5:]}">{quotes:,}</a>' if quotes else ">"
        yield f'<td class="tot last num"{total}</td></tr>\n'


def _cells(row: Row, tail: str) -> Iterator[str]:
    key = row.head.key
    for cell in row.cells:
        if not cell.number:
            yield f"<td{_kind(cell)}></td>"
        else:
            yield f'<td{_kind(cell)}><a data-n="{cell.shade}" href="{key}/?at={cell.column}{tail}">{cell.number}</a></td>'


def _kind(cell: Cell) -> str:
    if not cell.begins and not cell.own:
        return ""
    return ' class="g own"' if cell.begins and cell.own else ' class="g"' if cell.begins else ' class="own"'
