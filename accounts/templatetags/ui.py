"""The small parts every page is built of. Each prints markup of the house style; none asks the database anything."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from html import escape
from typing import Any
from uuid import uuid4

from django import forms, template
from django.forms import BoundField
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from accounts import drawings
from accounts.browsers import browser_name
from accounts.counted import counted

register = template.Library()

IN_SIGHT = 2  # fields of a form one sees at once, error and all


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """`{% icon "search" %}` or `{% icon "search" "sm" %}`. Icons are decoration: the words stand beside them."""
    return _drawn(f'class="i {escape(extra)}"', f"i-{name}")


@register.simple_tag
def act_field() -> SafeString:
    """A key for what this form does: sent twice, it is done once."""
    return format_html('<input type="hidden" name="act" value="{}">', uuid4())


@register.simple_tag
def mark(colour: int) -> SafeString:
    """The shape that goes with a theme's colour, so that colour is never alone."""
    return _drawn(f'class="m" data-c="{escape(str(colour))}"', f"m-{colour}")


def _drawn(how: str, name: str) -> SafeString:
    return mark_safe(  # noqa: S308 (`how` is ours, the name is escaped)
        f'<svg {how} aria-hidden="true" focusable="false"><use href="{icons()}#{escape(name)}"/></svg>'
    )


@cache
def icons() -> str:
    """Where the icons are: asked a hundred times a page, and the same until the next start."""
    return static("img/icons.svg")


@register.simple_tag
def theme_tag(theme: Any, extra: str = "") -> SafeString:
    """Mark and name on the theme's tint."""
    return format_html(
        '<span class="tag {}" data-c="{}">{}{}</span>', extra, theme.colour, mark(theme.colour), theme.name
    )


@register.filter
def clock(milliseconds: int | None) -> str:
    """00:23:14 from milliseconds; nothing from nothing."""
    if milliseconds is None:
        return ""
    seconds = int(milliseconds) // 1000
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


@register.filter
def browser(user_agent: str) -> str:
    """Firefox on Windows, from what a browser says of itself."""
    return browser_name(user_agent)


register.simple_tag(counted, name="count")  # {% count 2 "quote" "quotes" %}


@register.simple_tag
def people_strip(groups: Sequence[Sequence[bool]], colour: int | str = "") -> SafeString:
    """One slot a person in a fixed order, grouped by persona, filled where that person speaks. Printed here: a board has
    one for each theme."""
    strip = drawings.strip(groups)
    parts = ((kind, path) for kind, path in (("on", strip.on), ("off", strip.off)) if path)
    paths = "".join(f'<path class="{kind}" d="{path}"/>' for kind, path in parts)
    return format_html(
        '<svg class="strip{}" viewBox="0 0 {} 12" preserveAspectRatio="xMinYMid meet" role="img"'
        ' aria-label="{} of {} people"{}>{}</svg>',
        " dense" if strip.narrow else "", strip.width, strip.filled, len(strip.slots),
        format_html(' data-c="{}"', colour) if colour else "", SafeString(paths),
    )  # fmt: skip


@register.inclusion_tag("components/diverging.html")
def diverging(n_for: int, n_against: int, n_mixed: int, n_silent: int, bar: int | None = None) -> dict[str, Any]:
    """Against to the left, hatched; for to the right, solid; mixed people as a split cell; the agreed bar as a tick."""
    people = n_for + n_against + n_mixed + n_silent
    words = f"{n_for} for, {n_against} against, {n_mixed} mixed, {n_silent} silent, of {counted(people, 'person', 'people')}."
    words += f" Agreed bar: holds at {bar} for." if bar else ""
    drawn = drawings.diverging(n_for, n_against, n_mixed, n_silent, bar)
    return {"bar": drawn, "paths": drawn.paths, "words": words, "n_for": n_for, "n_against": n_against}


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, label: str | None = None, hint: str | None = None) -> dict[str, Any]:
    """`{% field form.name %}`: label above, errors and hint below, wired for screen readers.

    `label` and `hint` put other words in place of the form's own; an empty hint shows none.
    """
    bound.label = bound.label if label is None else label
    bound.help_text = bound.help_text if hint is None else hint
    explained_by = [f"{bound.auto_id}-why"] if bound.errors else []
    explained_by += [f"{bound.auto_id}-hint"] if bound.help_text else []
    kind = _kind(bound)
    attrs: dict[str, Any] = {"class": _classes(bound, kind)}
    if kind != "choices":
        attrs["aria-describedby"] = " ".join(explained_by)
    attrs = {name: value for name, value in attrs.items() if value}
    return {"bound": bound, "kind": kind, "input": bound.as_widget(attrs=attrs), "described_by": " ".join(explained_by)}


def _kind(bound: BoundField) -> str:
    widget = bound.field.widget
    if bound.is_hidden:
        return "hidden"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "choices"
    return "tick" if isinstance(widget, forms.CheckboxInput) else "plain"


def _classes(bound: BoundField, kind: str) -> str:
    own = bound.field.widget.attrs.get("class", "")
    return f"input {own}".strip() if kind == "plain" else own


@register.inclusion_tag("components/form_errors.html")
def form_errors(form: forms.BaseForm) -> dict[str, Any]:
    """Above a form that was refused: what is wrong, each linked to its field.

    A form so short that its one error is in sight beside the field needs no list. The first of the fields has the focus, so
    that a form below a long list is in sight as well.
    """
    wrong = [bound for bound in form if bound.errors]
    if seen := next((bound for bound in wrong if not bound.is_hidden), None):
        seen.field.widget.attrs["autofocus"] = True
    own = form.non_field_errors()
    in_sight = len(wrong) == 1 and not own and len(form.visible_fields()) <= IN_SIGHT
    return {"own": own, "wrong": [] if in_sight else wrong, "number": 0 if in_sight else len(wrong) + len(own)}
