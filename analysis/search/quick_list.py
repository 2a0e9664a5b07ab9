"""The list under the box of the top bar, printed without templates: it is asked for at every key press.

The markup is the box's own (static/js/seek.js reads it). Everything that people wrote is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from analysis.models import Sought
from analysis.search.answer import Answer
from analysis.search.found import Found
from analysis.search.highlighting import Piece

LETTERS_OF_NOTHING = 60


def quick_list(answer: Answer, typed: str) -> SafeString:
    if answer.parts:
        icons = static("img/icons.svg")
        groups = "".join(
            f'<div role="group" aria-label="{escape(part.kind.label)}">'
            + "".join(_option(found, icons) for found in part.found)
            + "</div>"
            for part in answer.parts
        )
        all_of_it = f"{reverse('analysis:search')}?{urlencode({'q': typed})}"
        return mark_safe(  # noqa: S308 (escaped piece by piece)
            f'<div role="listbox" id="seek-list" aria-label="Found">{groups}</div>'
            f'<p class="seek-foot"><a href="{escape(all_of_it)}" tabindex="-1">All that was found</a>'
            '<kbd aria-hidden="true">↵</kbd></p>'
        )
    if answer.query.finds:
        short = typed if len(typed) <= LETTERS_OF_NOTHING else typed[: LETTERS_OF_NOTHING - 1] + "…"
        return mark_safe(f'<p class="seek-none" role="status">Nothing found for “{escape(short)}”.</p>')  # noqa: S308
    return SafeString("")


def _option(found: Found, icons: str) -> str:
    said = " said-words" if found.said else ""
    about = f"{found.label} · {found.study}" if found.kind == Sought.MEMO else str(found.study)
    return (
        f'<a role="option" tabindex="-1" id="seek-{found.entry}" href="{escape(found.url)}">{_sign(found, icons)}'
        f'<span class="words{said}">{_marked(found.pieces)}{_reason(found)}<small>{escape(about)}</small></span></a>'
    )


def _sign(found: Found, icons: str) -> str:
    """Whose or what it is: a theme's mark, a code."""
    if found.colour:
        return (
            f'<svg class="m" data-c="{found.colour}" aria-hidden="true" focusable="false">'
            f'<use href="{icons}#m-{found.colour}"/></svg>'
        )
    return f'<span class="{"code" if found.kind == Sought.INSIGHT else "pcode"}">{escape(found.code)}</span>'


def _reason(found: Found) -> str:
    """A name that doesn't hold what was looked for says what of its card or its detail does."""
    if any(piece.found for piece in found.pieces) or not any(piece.found for piece in found.detail_pieces):
        return ""
    return f'<span class="quiet">: {_marked(found.detail_pieces)}</span>'


def _marked(pieces: Iterable[Piece]) -> str:
    return "".join(f"<mark>{escape(piece.text)}</mark>" if piece.found else escape(piece.text) for piece in pieces)
