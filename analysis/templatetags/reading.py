"""The lines of an interview on their page, or a few of them alone in an answer."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from accounts.templatetags.ui import icons
from analysis.reading import line_markup
from analysis.reading.line_markup import Page
from analysis.reading.lines import Line
from analysis.reading.rows import ThemeOption, ThemeRow

register = template.Library()


@register.simple_tag(takes_context=True)
def turns(context: Context, lines: Sequence[Line]) -> SafeString:
    """What stands open in a line, a form as a rule, is a template: there is one of them at most."""
    forms = {}
    for line in lines if context.get("open_line") or context.get("correct_line") else ():
        forms[line.note.pk] = "".join(_form(context, name, line) for name in _open(context, line))
    placing = (lambda line: _form(context, "_place_line", line)) if context.get("placing") else None
    page = Page(
        icons(),
        context["quotes_url"],
        _address(context, "line_off_record"),
        _address(context, "line_on_record"),
        some_line=context["some_line"],
        can_tag=bool(context.get("can_tag")),
        can_correct=bool(context.get("can_correct")),
        alone=bool(context.get("oob")),
        forms=forms,
        placing=placing,
    )
    return mark_safe(line_markup.printed(lines, page))  # noqa: S308 (words are escaped, the rest is ours)


@register.simple_tag
def theme_options(options: Sequence[ThemeOption]) -> SafeString:
    return mark_safe(line_markup.options(options, Page(icons())))  # noqa: S308 (as above)


@register.simple_tag
def legend(themes: Sequence[tuple[ThemeRow, int]], board: str, interview: int) -> SafeString:
    return mark_safe(line_markup.legend(themes, f"{board}?interview={interview}", Page(icons())))  # noqa: S308 (as above)


def _open(context: Context, line: Line) -> list[str]:
    wanted = {"_line_form": ("open_line", "can_tag"), "_correct_form": ("correct_line", "can_correct")}
    return [name for name, (which, may) in wanted.items() if context.get(may) and context.get(which) == line.note.pk]


def _form(context: Context, name: str, line: Line) -> str:
    form = context.template.engine.get_template(f"analysis/{name}.html")  # type: ignore[union-attr]
    with context.push(line=line, of=line.note.pk, text=line.note.text, revision=line.note.revision):
        return form.render(context)


def _address(context: Context, name: str) -> str:
    study, interview = context["study"].pk, context["interview"].pk
    return reverse(f"analysis:{name}", args=[study, interview, context["some_line"]])
