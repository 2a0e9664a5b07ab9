"""The columns of the board as HTML: a head that says how widely a theme is said, its menu, and its cards."""

from __future__ import annotations

from django.urls import reverse
from django.utils.html import escape

from accounts.counted import counted
from accounts.templatetags.ui import mark, people_strip
from analysis.board.card_printing import Press
from analysis.board.columns import Board, Column
from analysis.board.menu_printing import theme_menu
from analysis.board.unquoted import Unquoted
from analysis.filtering.filters import Filters
from analysis.models import Theme


def column_html(press: Press, column: Column, board: Board, unquoted: Unquoted | None) -> str:
    """`unquoted`: what waits in the tray to be quoted, for whoever can."""
    theme, key, filters = column.theme, column.key, board.filters
    waiting = unquoted if not theme and unquoted and unquoted.count else None
    kind = f"col{'' if theme else ' tray'}{' inner' if column.parent else ''}"
    data = f' data-c="{theme.colour}"' if theme else ""
    data += f' data-parent="{column.parent.pk}"' if column.parent else ""
    data += f' data-name="{escape(theme.name) if theme else "Without a theme"}"'
    if not column.loaded:
        data += f' data-load="{press.address("column", key)}{escape(filters.query)}"'
    cards = cards_html(press, column, filters) if column.loaded else _not_here_yet(press, column, filters)
    return (
        f'<section class="{kind}" id="theme-{key}" data-key="{key}"{data} aria-labelledby="th{key}">'
        f"<header>{_head(press, column)}{_how_many_wait(waiting)}</header>"
        f'<ol role="list" class="cards">{cards}</ol>{"" if column.quotes else _nothing(press, column, board)}'
        f"{_waiting(press, waiting, filters)}</section>\n"
    )


def cards_html(press: Press, column: Column, filters: Filters) -> str:
    cards = "\n".join(press.card(card, bool(column.theme)) for card in column.cards)
    if not column.more:
        return cards
    before = f"before={column.more}{escape(filters.tail)}"
    page = f"{reverse('analysis:board', args=[press.study])}?theme={column.key}&amp;{before}"
    more = f"{press.address('column_more', column.key)}?{before}"
    return f'{cards}<li class="more"><a class="btn tiny" href="{page}" data-more="{more}">Show 30 more</a></li>'


def lines_html(press: Press, unquoted: Unquoted, filters: Filters) -> str:
    lines = "\n".join(map(press.line, unquoted.cards))
    if not unquoted.more:
        return lines
    page = reverse("interviews:list", args=[press.study])
    more = reverse("analysis:unquoted_more", args=[press.study, unquoted.more]) + escape(filters.query)
    return f'{lines}<li class="more"><a class="btn tiny" href="{page}" data-more="{more}">Show 30 more</a></li>'


def _head(press: Press, column: Column) -> str:
    theme, parent = column.theme, column.parent
    if theme is None:
        people = f" from {counted(column.people, 'person', 'people')}" if column.quotes else ""
        said = f'<p class="ev"><b>{counted(column.quotes, "quote", "quotes")}</b>{people}</p>'
        return f'<div class="nm"><h2 id="th{column.key}">Without a theme</h2></div>{said}'
    name = escape(theme.name)
    within = f'<p class="inside">{mark(parent.colour)}<span>in {escape(parent.name)}</span></p>' if parent else ""
    return (
        f'{within}<div class="nm">{mark(theme.colour)}<h2 id="th{column.key}">'
        f'<a href="{press.address("theme", theme.pk)}">{name}</a></h2>{theme_menu(press, column)}</div>'
        f"{_breadth(column, theme, column.quotes)}{_nest(press, column, theme) if column.inside else ''}"
    )


def _breadth(column: Column, theme: Theme, quotes: int, in_all: bool = False) -> str:
    """How many people say so, and in how many quotes. A theme that holds others has two counts, and each says which it is:
    what stands right under it, or `in_all`."""
    which = (" in all" if in_all else " here") if column.inside else ""
    also = (", with the themes inside it" if in_all else " of its own") if column.inside else ""
    return (
        f'<p class="ev{" all" if in_all else ""}"><b>{len(column.speaking)} of {len(column.heard)}</b> people{which}'
        f' <span class="vh">in {counted(quotes, "quote", "quotes")}{also}</span>'
        f"{people_strip(column.strip, theme.colour)}</p>"
    )


def _nest(press: Press, column: Column, theme: Theme) -> str:
    inside = counted(len(column.inside), "theme", "themes")
    return (
        f"{_breadth(column.whole, theme, column.together, in_all=True)}"
        f'<button type="button" class="foldth scripted" data-fold aria-expanded="true">{press.icon("down")}'
        f'<span class="vh">{escape(theme.name)}: </span>{inside} inside</button>'
    )


def _not_here_yet(press: Press, column: Column, filters: Filters) -> str:
    page = f"{reverse('analysis:board', args=[press.study])}?theme={column.key}{escape(filters.tail)}"
    return (
        f'<li class="more"><a class="btn tiny" href="{page}">Show {counted(column.quotes, "quote", "quotes")}</a></li>'
    )


def _nothing(press: Press, column: Column, board: Board) -> str:
    if board.filters.narrow:
        why = "No quote fits these filters."
    elif column.theme:
        why = "No quote here yet."
    elif board.quotes:
        why = "Every quote has a theme."
    else:
        page = reverse("interviews:list", args=[press.study])
        why = f'No quotes yet. <a href="{page}">Open an interview</a> and mark what was said.'
    return f'<p class="none">{why}</p>'


def _how_many_wait(unquoted: Unquoted | None) -> str:
    if unquoted is None:
        return ""
    return f'<a class="textlink small" href="#unquoted">{counted(unquoted.count, "line", "lines")} not quoted yet</a>'


def _waiting(press: Press, unquoted: Unquoted | None, filters: Filters) -> str:
    if unquoted is None:
        return ""
    return (
        '<div class="unquoted" id="unquoted"><h3>Said, not quoted yet</h3>'
        '<p class="small quiet">Put a line under a theme and it becomes a quote.</p></div>'
        '<ol role="list" class="cards lines" aria-label="Said, not quoted yet">'
        f"{lines_html(press, unquoted, filters)}</ol>"
    )
