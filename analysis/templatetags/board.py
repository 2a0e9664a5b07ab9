"""The board's columns, printed; `press` is a card_printing.Press, one for all of a page."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString, mark_safe

from analysis.board.card_printing import Press
from analysis.board.column_printing import cards_html, column_html, lines_html
from analysis.board.columns import Board, Column
from analysis.board.unquoted import Unquoted
from analysis.filtering.filters import Filters

register = template.Library()


@register.simple_tag
def columns(press: Press, board: Board, unquoted: Unquoted | None) -> SafeString:
    return mark_safe("".join(column_html(press, column, board, unquoted) for column in board.columns))  # noqa: S308 (printed safe)


@register.simple_tag
def cards(press: Press, column: Column, filters: Filters) -> SafeString:
    return mark_safe(cards_html(press, column, filters))  # noqa: S308 (printed safe)


@register.simple_tag
def lines(press: Press, unquoted: Unquoted, filters: Filters) -> SafeString:
    return mark_safe(lines_html(press, unquoted, filters))  # noqa: S308 (printed safe)
