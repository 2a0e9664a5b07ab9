"""Lines of an interview as markup, with highlights and the quotes beside them. Written by hand, not by a template: a long
interview has hundreds of lines. This is the one place that has their markup, for a page and for one line alone. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from html import escape
from zlib import crc32

from analysis.reading.lines import Line, MarginTag
from analysis.reading.rows import ThemeOption, ThemeRow
from analysis.reading.spans import Layer, Segment

# Underlines of quotes that overlap, each lower than the one before and of another stroke; see reading.css.
LANES = ("", " in", " in2", " in3", " in4", " in5")
MANY = 3  # with more underlines than these, the line's rows stand further apart
IN_ITS_PLACE = ' hx-swap-oob="true"'


@dataclass(frozen=True)
class Page:
    """What a line has to know of its page.

    `off_record`, `on_record`: addresses with `SOME_LINE` in the place of the line's id. `forms`: what stands open in a line,
    by its id. `placing`: prints the act that places a lost quote on a line, where one is being placed.
    """

    icons: str
    quotes_url: str = ""
    off_record: str = ""
    on_record: str = ""
    some_line: str = ""
    can_tag: bool = False
    can_correct: bool = False
    alone: bool = False
    forms: Mapping[str, str] = field(default_factory=dict)
    placing: Callable[[Line], str] | None = None


def printed(lines: Iterable[Line], page: Page) -> str:
    return "\n".join([_line(line, page) for line in lines])


def _line(line: Line, page: Page) -> str:
    """`data-v` changes whenever what the line shows does. Alone it takes the place of the one that stands on the page."""
    note = line.note
    asked = f'<p class="asked"><span class="vh">Asked: </span>{escape(line.asked)}</p>' if line.asked else ""
    css = f"turn {line.css}{' off-rec' if note.off_record else ''}"
    shown = f"{_head(line)}\n{_words(line, page)}"
    beside = _margin(line.margin, page) if line.margin else ""
    version = crc32(f"{css}{note.revision}{shown}{beside}".encode())
    return (
        f'{"" if page.alone else asked}<section class="{css}" id="n-{note.pk}" data-line="{note.pk}"'
        f' data-r="{note.revision}" data-v="{version}"{" data-quotable" if note.may_be_quoted else ""} tabindex="-1"'
        f"{IN_ITS_PLACE if page.alone else ''}>\n{shown}{page.forms.get(note.pk, '')}</div>\n{beside}{_acts(line, page)}</section>"
    )


def _head(line: Line) -> str:
    """The time is a link to its line, to be sent to somebody; by Tab one goes from what can be done to the next."""
    at = line.time
    time = f'<span class="h">{at[0]}</span>{at[1]}' if at else ""
    stamp = f'<a class="ts" href="#n-{line.note.pk}" tabindex="-1">{time}</a>' if at else '<span class="ts"></span>'
    return f'{stamp}<span class="spk">{escape(line.speaker)}</span>'


def _words(line: Line, page: Page) -> str:
    off = f'<span class="called off-record">{_icon("pause", page)}Off the record</span>' if line.note.off_record else ""
    called = f'<span class="called">{line.called}</span>' if line.called else ""
    lanes = _lanes(line) if len(line.spans) > MANY else 0
    deep = f' data-lanes="{lanes}"' if lanes > MANY else ""
    return f'<div class="words">{off}{called}<p data-text dir="auto"{deep}>{marked(line.segments)}</p>'


def _lanes(line: Line) -> int:
    lanes = [layer.lane + 1 for piece in line.segments for layer in piece.layers]
    return min(max(lanes, default=0), len(LANES))


def marked(pieces: Iterable[Segment]) -> str:
    """The words as they are, not one character more or less: offsets are counted in them."""
    return "".join(map(_piece, pieces))


def _piece(piece: Segment) -> str:
    words = escape(piece.text)
    if piece.seen:
        words = f'<span class="seen">{words}</span>'
    return "".join(map(_opening, piece.layers)) + words + "</mark>" * len(piece.layers) if piece.layers else words


def _opening(layer: Layer) -> str:
    """Lower the further in; dashed without a theme. Its themes stand in the margin."""
    span = layer.span
    css = f"hl{LANES[min(layer.lane, len(LANES) - 1)]}{'' if span.theme else ' loose-hl'}"
    named, first = (f' aria-describedby="q{span.quote}"', ' tabindex="-1"') if layer.first else ("", "")
    return f'<mark class="{css}"{named} data-c="{span.colour}" data-q="{span.quote}"{first}>'


def _margin(tags: Iterable[MarginTag], page: Page) -> str:
    rows, before = [], 0
    for tag in tags:
        named = "" if tag.quote == before else f' id="q{tag.quote}"'
        rows.append(f"<li{named}>{_tag(tag, page)}</li>")
        before = tag.quote
    return f'<div class="mq"><ul role="list" aria-label="Quotes in this line">{"".join(rows)}</ul></div>\n'


def _tag(tag: MarginTag, page: Page) -> str:
    by = f'<span class="by">{escape(tag.by)}</span>' if tag.by else ""
    link = f'href="{page.quotes_url}{tag.quote}/" data-quote="{tag.quote}" title="“{escape(tag.words)}”"'
    if tag.theme is None:
        return f'<a class="tag loose-tag" {link}><span>No theme yet</span></a>{by}'
    colour = tag.theme.colour
    return f'<a class="tag" data-c="{colour}" {link}>{_mark(colour, page)}<span>{escape(tag.theme.name)}</span></a>{by}'


def _acts(line: Line, page: Page) -> str:
    """What one can do with the line; where no script runs, this is how."""
    if not page.can_correct:
        return ""
    note, first = line.note, ""
    if page.placing and note.may_be_quoted:
        first = page.placing(line)
    elif page.can_tag and note.may_be_quoted:
        first = f'<a class="tagit" href="?line={note.pk}#n-{note.pk}">Quote this line</a>'
    correct = f'<a data-correct-line href="?correct={note.pk}#n-{note.pk}">Correct the words</a>'
    return f'<div class="lineacts">{first}{correct}{_record_act(line, page) if note.typed else ""}</div>\n'


def _record_act(line: Line, page: Page) -> str:
    off = line.note.off_record
    address = (page.on_record if off else page.off_record).replace(page.some_line, line.note.pk)
    return f'<a href="{address}">{"Back on the record…" if off else "Off the record…"}</a>'


def _icon(name: str, page: Page) -> str:
    return f'<svg class="i sm" aria-hidden="true" focusable="false"><use href="{page.icons}#i-{name}"/></svg>'


def _mark(colour: int, page: Page) -> str:
    symbol = f"{page.icons}#m-{colour}"
    return f'<svg class="m" data-c="{colour}" aria-hidden="true" focusable="false"><use href="{symbol}"/></svg>'


def options(choices: Iterable[ThemeOption], page: Page) -> str:
    """The picker's themes."""
    rows = [
        f'<li data-c="{theme.colour}" data-theme="{theme.pk}" data-n="{quotes}" data-recent="{recent}">'
        f"{_mark(theme.colour, page)}<span>{escape(theme.name)}</span></li>"
        for theme, quotes, recent in choices
    ]
    return "".join(rows)


def legend(themes: Iterable[tuple[ThemeRow, int]], board: str, page: Page) -> str:
    """The themes above the words; `board` is the address of the board narrowed to this interview."""
    rows = []
    for theme, quotes in themes:
        name, at = escape(theme.name), f"{escape(board)}&amp;theme={theme.pk}"
        rows.append(
            f'<a class="tag" data-c="{theme.colour}" href="{at}" title="{name}">{_mark(theme.colour, page)}'
            f'<span>{name}</span><b class="num">{quotes}</b></a>'
        )
    return "".join(rows)
