"""The small parts every page is built of. Each prints markup of the house style; none asks the database anything."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms, template
from django.forms import BoundField
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

SLOT, GAP, GROUP_GAP = 6.0, 1.2, 6.0  # a people strip's geometry, in its own units
CELL, STEP, MIDDLE = 8, 10, 106  # a diverging bar's


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """`{% icon "search" %}` or `{% icon "search" "sm" %}`. Icons are decoration: the words stand beside them."""
    return format_html(
        '<svg class="i {}" aria-hidden="true" focusable="false"><use href="{}#i-{}"/></svg>',
        extra, static("img/icons.svg"), name,
    )  # fmt: skip


@register.simple_tag
def mark(colour: int) -> SafeString:
    """The shape that goes with a theme's colour, so that colour is never alone."""
    return format_html(
        '<svg class="m" data-c="{}" aria-hidden="true" focusable="false"><use href="{}#m-{}"/></svg>',
        colour, static("img/icons.svg"), colour,
    )  # fmt: skip


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


@register.simple_tag
def count(number: int, one: str, many: str) -> str:
    """`{% count 2 "quote" "quotes" %}` gives "2 quotes"."""
    return f"{number} {one if number == 1 else many}"


@register.simple_tag
def people_strip(groups: Sequence[Sequence[bool]], colour: int | str = "") -> SafeString:
    """One slot a person in a fixed order, grouped by persona, filled where that person speaks."""
    cells, x = [], 0.0
    for group in groups:
        for filled in group:
            cells.append(("on", x, 0, SLOT, 12) if filled else ("off", x + 0.5, 0.5, SLOT - 1, 11))
            x += SLOT + GAP
        x += GROUP_GAP - GAP if group else 0
    filled, total = sum(map(sum, groups)), sum(map(len, groups))
    rects = format_html_join(
        "",
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}" rx="1"/>',
        [(kind, f"{left:.1f}", y, width, height) for kind, left, y, width, height in cells],
    )
    width = max(x - GROUP_GAP, SLOT)
    return format_html(
        '<svg class="strip" viewBox="0 0 {} 12" preserveAspectRatio="xMinYMid meet" role="img" aria-label="{} of {} people"{}>{}</svg>',
        f"{width:.1f}", filled, total, format_html(' data-c="{}"', colour) if colour else "", rects,
    )  # fmt: skip


@register.simple_tag
def diverging(n_for: int, n_against: int, n_mixed: int, n_silent: int, bar: int | None = None) -> SafeString:
    """Against to the left, hatched; for to the right, solid; mixed people as a split cell; the agreed bar as a tick."""
    heard = n_for + n_against + n_mixed + n_silent
    slots = max(heard, bar or 0, 4)
    half = slots * STEP + 6
    left, right = range(n_against), range(n_for)
    parts = [format_html('<path class="axis" d="M{} 1v20"/>', half)]
    for i in range(slots):
        for x in (half + 2.5 + i * STEP, half - CELL - 1.5 - i * STEP):
            parts.append(format_html('<rect class="slot" x="{}" y="6.5" width="7" height="9" rx="1"/>', x))
    parts += [
        format_html('<rect class="for" x="{}" y="6" width="8" height="10" rx="1"/>', half + 2 + i * STEP) for i in right
    ]
    parts += [
        format_html(
            '<rect class="against" x="{}" y="6.5" width="7" height="9" rx="1" fill="url(#hatch)"/>',
            half - 9.5 - i * STEP,
        )
        for i in left
    ]
    for i in range(n_mixed):
        x = half + 2 + (n_for + i) * STEP
        parts.append(
            format_html(
                '<rect class="mixed-box" x="{}" y="6.5" width="7" height="9" rx="1"/><path class="mixed" d="M{} 16v-10h8z"/>',
                x + 0.5,
                x,
            )
        )
    if bar:
        parts.append(format_html('<path class="bar" d="M{} 3v16"/>', half + 1 + bar * STEP))
    words = f"{n_for} for, {n_against} against, {n_mixed} mixed, {n_silent} silent, of {heard} people."
    words += f" Agreed bar: holds at {bar} for." if bar else ""
    return format_html(
        '<span class="dv"><span class="num" aria-hidden="true">{}</span><svg class="diverge" viewBox="0 0 {} 22" role="img" aria-label="{}">{}</svg>'
        '<span class="num" aria-hidden="true">{}</span></span>',
        n_against, half * 2, words, mark_safe("".join(parts)), n_for,  # noqa: S308 (every part went through format_html)
    )  # fmt: skip


@register.inclusion_tag("components/field.html")
def field(bound: BoundField) -> dict[str, Any]:
    """Label above, hint below, the error between input and hint; wired for screen readers."""
    widget = bound.field.widget
    multiple = isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple)
    described = []
    if bound.errors:
        described.append(f"{bound.auto_id}-why")
    if bound.help_text:
        described.append(f"{bound.auto_id}-hint")
    attrs: dict[str, Any] = {"class": "" if multiple or isinstance(widget, forms.CheckboxInput) else "input"}
    if described and not multiple:
        attrs["aria-describedby"] = " ".join(described)
    if bound.errors:
        attrs["aria-invalid"] = "true"
    kind = "choices" if multiple else "tick" if isinstance(widget, forms.CheckboxInput) else "plain"
    return {"bound": bound, "kind": kind, "input": bound.as_widget(attrs={k: v for k, v in attrs.items() if v})}


@register.inclusion_tag("components/form_errors.html")
def form_errors(form: forms.BaseForm) -> dict[str, Any]:
    """Above a form that was refused: what is wrong, each linked to its field."""
    return {"form": form, "wrong": [bound for bound in form if bound.errors]}
