"""The menu of a theme on the board as HTML; as the cards, it is printed here because a page has dozens."""

from __future__ import annotations

from django.utils.html import escape
from django.utils.text import Truncator

from analysis.board.card_printing import Press
from analysis.board.columns import Column
from analysis.models import Theme

SHORT = 24  # characters of a name inside a button


def theme_menu(press: Press, column: Column) -> str:
    theme = column.theme
    if theme is None or not (press.edits or theme.definition):
        return ""
    name = escape(theme.name)
    definition = f'<p class="def">{escape(theme.definition)}</p>' if theme.definition else ""
    return (
        f'<details class="menu-box" data-menu><summary class="ib" aria-label="About the theme {name}">'
        f'{press.icon("more")}</summary><div class="pop menu" role="group" aria-label="{name}">'
        f"{definition}{_acts(press, column, theme) if press.edits else ''}</div></details>"
    )


def _acts(press: Press, column: Column, theme: Theme) -> str:
    def page(name: str, icon: str, words: str, more: str = " data-in-dialog") -> str:
        return f'<a href="{press.address(name, theme.pk)}"{more}>{press.icon(icon)}{words}</a>'

    def form(name: str, buttons: str, more: str = ' class="one"') -> str:
        address = f"{press.address(name, theme.pk)}{escape(press.query)}"
        return f'<form method="post" action="{address}"{more} data-act>{press.hidden}{buttons}</form>'

    nest = page("theme_nest", "arrow", "Put inside another…")
    if column.parent:
        out = escape(Truncator(column.parent.name).chars(SHORT))
        nest = form("theme_nest", f'<button name="out" value="1">{press.icon("back")}Take out of “{out}”</button>')
    elif column.inside:
        nest = ""
    left = f'<button name="to" value="left">{press.icon("left")}Move left</button>'
    right = f'<button name="to" value="right">{press.icon("right")}Move right</button>'
    return "".join(
        [
            page("theme_edit", "pen", "Name, definition, colour…"),
            page("theme_merge", "merge", "Merge into another…"),
            page("theme_split", "split", "Split some off…"),
            nest,
            form("theme_shift", left + right, more=""),
            form("theme_archive", f"<button>{press.icon('box')}Archive</button>"),
            page("theme_history", "undo", "History", more=""),
            page("theme_remove", "bin", "Remove the theme…", more=' class="risk" data-in-dialog'),
        ]
    )
