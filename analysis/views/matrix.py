"""Themes against people, themes or questions; the quotes behind one number; and the table as a file."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from accounts.csv_cells import table
from accounts.ids import as_id
from analysis.board.cards import cards_of, tag_slots
from analysis.counting.matrix import Across, View, cell_tags, column_name, read_matrix
from analysis.filtering.filter_bar import filter_bar
from analysis.filtering.filters import Filters
from analysis.views.exports import file_answer
from studies.access import Ability, Access, in_study

PAGE = 30
MOST_COLUMNS = 80


def _filters(request: HttpRequest) -> Filters:
    """A matrix has all themes, and a cell its own."""
    return Filters.read(request.GET).without("theme")


@require_safe
@in_study(Ability.READ)
def matrix(request: HttpRequest, access: Access) -> HttpResponse:
    filters, view = _filters(request), View.read(request.GET)
    shown = read_matrix(access.study, filters, view, MOST_COLUMNS)
    bar = filter_bar(access.study, filters, shown.everybody, view.parts(start=0))
    context = {"matrix": shown, "grid": shown.grid, "filters": filters, "bar": bar, "tab": "themes"}
    return render(request, "analysis/matrix.html", context)


@require_safe
@in_study(Ability.READ)
def matrix_cell(request: HttpRequest, access: Access, theme_id: int) -> HttpResponse:
    """The quotes behind one number: `at` names the column, a whole row has none. Newest first."""
    theme = get_object_or_404(access.study.themes, pk=theme_id)
    view, filters = View.read(request.GET), _filters(request)
    column = as_id(request.GET.get("at", ""))
    name = column_name(access.study, view.across, column) if column is not None else ""
    if name is None:
        raise Http404("No such column")
    if view.across is Across.THEMES and column == theme.pk:
        name = ""  # a theme with itself: all of it
    tags = cell_tags(access.study, filters, view.across, theme.pk, column)
    before = as_id(request.GET.get("before", ""))
    slots = tag_slots(tags.filter(pk__lt=before) if before else tags, PAGE + 1)
    at = f"&at={column}" if column is not None else ""
    context = {
        "theme": theme,
        "column": name,
        "across": view.across,
        "filters": filters,
        "total": tags.count(),
        "cards": cards_of(slots[:PAGE], {row.pk: row for row in access.study.themes.standing()})[theme.pk],
        "here": f"?across={view.across}{at}{filters.tail}",
        "back": f"?across={view.across}{filters.tail}",
        "more": slots[PAGE - 1][0] if len(slots) > PAGE else None,
        "tab": "themes",
    }
    return render(request, "analysis/matrix_cell.html", context)


@require_POST
@in_study(Ability.EDIT)
def matrix_csv(request: HttpRequest, access: Access) -> HttpResponse:
    """The whole table, whichever part of it the page shows."""
    view = View.read(request.GET)
    shown = read_matrix(access.study, _filters(request), view)
    return file_answer(access, "".join(table(shown.grid.table())), f"themes-by-{view.across}", "csv", "text/csv")
