"""The cards of the board as HTML, printed here: a first screen has two hundred of them, and a template takes its time.

Whatever people typed goes through `escape`; numbers, codes and addresses are our own.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import escape

from accounts.templatetags.ui import clock
from analysis.board.cards import Card
from analysis.board.unquoted import NoteCard
from analysis.erasing.literal import GONE
from analysis.models import Theme

FOLDS_FROM = 420  # characters; longer words are shown in part, and unfold
UNFOLD = '<label class="unfold"><input type="checkbox"><span class="textlink">All of it</span></label>'


@dataclass(frozen=True)
class Press:
    """What the cards of a page share. `query`: the filters, which acts keep; `picked`: places that are ticked."""

    study: UUID
    query: str = ""
    token: str = ""
    edits: bool = False
    picked: Collection[str] = ()
    also: dict[int, str] = field(default_factory=dict, repr=False)
    addresses: dict[str, tuple[str, str]] = field(default_factory=dict, repr=False)

    def card(self, card: Card, themed: bool) -> str:
        """`themed`: it stands under a theme, and can be taken off it."""
        code = card.code
        marks = "".join(map(self._also, card.also)) + "".join(self._insight(*each) for each in card.insights)
        at = f' data-at="{card.at}"'
        return (
            f"{self._opening('qc', card.place, code, card.person, at)}"
            f"{self._tick(card.place, f'Select this quote of {code}')}{_said(card.text)}"
            f'<div class="src">{_who(code, card.persona)}{marks}'
            f"{self._when(card.interview_id, f'q{card.quote}', card.offset_ms)}{self._menu(card, themed)}</div></li>"
        )

    def line(self, card: NoteCard) -> str:
        """Words nobody has quoted yet; who can't edit isn't shown them."""
        code = card.code
        return (
            f"{self._opening('qc line', card.place, code, card.person)}"
            f"{self._tick(card.place, f'Select this line of {code}')}{_said(card.text)}"
            f'<div class="src">{_who(code, card.persona)}{self._when(card.interview_id, f"n-{card.pk}", card.offset_ms)}'
            f'<button type="button" class="btn tiny scripted" data-tag-line>{self.icon("hash")}Tag'
            f'<span class="vh"> this line of {code}</span></button>'
            f'<details class="menu-box unscripted" data-menu>{self._more(f"Put this line of {code} under a theme")}'
            f'{self._form(card.place)}<div class="acts"><button class="btn tiny">Quote and tag</button></div>'
            "</form></details></div></li>"
        )

    def _opening(self, kind: str, place: str, code: str, person: str, more: str = "") -> str:
        kind = f"{kind} picked" if place in self.picked else kind
        return (
            f'<li class="{kind}" id="q{place}" data-card="{place}"{more} data-code="{code}" data-person="{person}"'
            ' tabindex="0">'
        )

    def _tick(self, place: str, label: str) -> str:
        if not self.edits:
            return ""
        checked = " checked" if place in self.picked else ""
        box = f'<input type="checkbox" name="card" value="{place}" form="selection"{checked}>'
        return f'<label class="chk">{box}<span class="vh">{label}</span></label>'

    def _menu(self, card: Card, themed: bool) -> str:
        if not self.edits:
            return ""
        off = f'<button class="menu-row" name="to" value="0">{self.icon("minus")}Take off this theme</button>'
        return (
            f'<details class="menu-box" data-menu>{self._more(f"Act on this quote of {card.code}")}{self._form(card.place)}'
            f'<div class="acts"><button class="btn tiny">Move</button><button class="btn tiny" formaction="{self._tag}"'
            f' title="It stays where it is, too">Also tag</button></div>{off if themed else ""}'
            f'<a class="menu-row" href="{self._new_insight}?quote={card.quote}">{self.icon("bulb")}Make an insight</a>'
            "</form></details>"
        )

    def _more(self, label: str) -> str:
        return f'<summary class="ib" aria-label="{label}">{self.icon("more")}</summary>'

    def _form(self, place: str) -> str:
        """Up to the field; whoever prints it goes on and closes it."""
        return (
            f'<form class="pop cardmenu" method="post" action="{self._move}" data-act>{self.hidden}'
            f'<input type="hidden" name="card" value="{place}"><label class="label" for="to-{place}">Theme</label>'
            f'<input class="input" id="to-{place}" name="theme" list="themes" maxlength="80" autocomplete="off"'
            ' placeholder="Find or name one">'
        )

    def _when(self, interview: int, anchor: str, offset: int | None) -> str:
        return f'<a class="ts" href="{self.address("read", interview)}#{anchor}">{clock(offset) or "In the notes"}</a>'

    def _also(self, theme: Theme) -> str:
        """A theme stands on many cards, so it is printed once."""
        if theme.pk not in self.also:
            name = escape(theme.name)
            self.also[theme.pk] = (
                f'<span class="also" title="Also in {name}"><svg class="m" data-c="{theme.colour}" aria-hidden="true"'
                f' focusable="false"><use href="{self._icons}#m-{theme.colour}"/></svg>'
                f'<span class="vh">also in {name}</span></span>'
            )
        return self.also[theme.pk]

    def _insight(self, pk: int, code: str) -> str:
        return f'<a class="ins" href="{self.address("insight", pk)}">{self.icon("bulb")}{code}</a>'

    def icon(self, name: str) -> str:
        return f'<svg class="i sm" aria-hidden="true" focusable="false"><use href="{self._icons}#i-{name}"/></svg>'

    @cached_property
    def _icons(self) -> str:
        return static("img/icons.svg")

    @cached_property
    def hidden(self) -> str:
        return f'<input type="hidden" name="csrfmiddlewaretoken" value="{escape(self.token)}">'

    @cached_property
    def _move(self) -> str:
        return escape(reverse("analysis:cards_move", args=[self.study]) + self.query)

    @cached_property
    def _tag(self) -> str:
        return escape(reverse("analysis:cards_tag", args=[self.study]) + self.query)

    @cached_property
    def _new_insight(self) -> str:
        return reverse("analysis:insight_new", args=[self.study])

    def address(self, name: str, pk: int) -> str:
        """Of one thing of the study. Looked up once for all of its kind."""
        if name not in self.addresses:
            before, _, after = reverse(f"analysis:{name}", args=[self.study, 0]).rpartition("/0/")
            self.addresses[name] = f"{before}/", f"/{after}"
        before, after = self.addresses[name]
        return f"{before}{pk}{after}"


def _said(text: str) -> str:
    folds = len(text) > FOLDS_FROM
    voice = "quiet" if text == GONE else "said"
    return (
        f'<blockquote class="{voice}{" folds" if folds else ""}">{escape(text)}</blockquote>{UNFOLD if folds else ""}'
    )


def _who(code: str, persona: str) -> str:
    name = escape(persona)
    return f'<span class="pcode">{code}</span><span class="persona" title="{name}">{name}</span>'
