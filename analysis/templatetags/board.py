"""The cards and menus of the board's columns; `press` is a card_printing.Press, one for all of a page."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString, mark_safe

from analysis.boards import Column
from analysis.card_printing import Press
from analysis.menu_printing import theme_menu as printed_menu
from analysis.unquoted import Unquoted

register = template.Library()


@register.simple_tag
def cards(press: Press, column: Column) -> SafeString:
    return mark_safe("\n".join(press.card(card, bool(column.key)) for card in column.cards))  # noqa: S308 (printed safe)


@register.simple_tag
def lines(press: Press, unquoted: Unquoted) -> SafeString:
    return mark_safe("\n".join(map(press.line, unquoted.cards)))  # noqa: S308 (printed safe)


@register.simple_tag
def theme_menu(press: Press, column: Column) -> SafeString:
    return mark_safe(printed_menu(press, column))  # noqa: S308 (printed safe)
