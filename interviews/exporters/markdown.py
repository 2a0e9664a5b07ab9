"""An interview's record as Markdown. Pure.

Whatever was typed is text: every sign that could make a heading, a list, a link, markup or a comment of it is escaped,
in CommonMark and in the dialects of the usual note tools. What a participant said is a quotation and nothing else is;
no quotation marks are ever added.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from interviews.exporters.record import Chapter, InterviewRecord, Line, Part, Reflection

# Signs that mean something wherever they stand; those that do so only doubled; those at the start of a line.
ANYWHERE = re.compile(r"[\\`*_\[\]<>&~|#$^]")
DOUBLED = re.compile(r"([=%:+{])\1+")
AT_START = re.compile(r"^(?:(\d{1,9})(?=[.)])|(?=[-+=:%]))")
BREAKS = re.compile(r"\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")
UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\ufeff]")


def markdown(record: InterviewRecord) -> str:
    """The whole record; one newline at its end."""
    blocks = [f"# {inline(record.title)}", *_facts(record)]
    for reflection in record.reflections:
        blocks += _reflection(reflection)
    for chapter in record.chapters:
        blocks += _chapter(chapter)
    if record.transcript:
        blocks += ["## Transcript", *_lines(record.transcript)]
    return "\n\n".join(blocks) + "\n"


def escape(line: str) -> str:
    """One line of typed text, so that it stays that text."""
    safe = DOUBLED.sub(lambda run: "".join(f"\\{sign}" for sign in run.group()), ANYWHERE.sub(r"\\\g<0>", line))
    # A number with a stop begins a list, too: the stop loses its meaning.
    return AT_START.sub(r"\1\\", safe)


def inline(text: str) -> str:
    """Typed text in one line, as headings need it."""
    return escape(" ".join(_rows(text, gaps=False)))


def block(text: str, indent: str = "") -> str:
    """Typed text of any number of lines. Line breaks stay, empty lines part paragraphs, nothing leaves `indent`."""
    paragraphs: list[list[str]] = [[]]
    for row in _rows(text):
        if row:
            paragraphs[-1].append(escape(row))
        elif paragraphs[-1]:
            paragraphs.append([])
    rows: list[str] = []
    for paragraph in filter(None, paragraphs):
        rows += [""] if rows else []
        rows += [f"{row}\\" for row in paragraph[:-1]] + paragraph[-1:]
    return "\n".join(f"{indent}{row}".rstrip() for row in rows)


def _rows(text: str, gaps: bool = True) -> list[str]:
    """The text's lines, without the blanks around them and the signs nobody sees; without `gaps` the empty ones go."""
    rows = [" ".join(UNSEEN.sub("", row).split()) for row in BREAKS.split(text)]
    return rows if gaps else [row for row in rows if row]


def _facts(record: InterviewRecord) -> Iterator[str]:
    if record.facts:
        yield "\n".join(f"- {inline(name)}: {inline(value)}" for name, value in record.facts)
    if record.left_out:
        yield "Left out:"
        yield "\n".join(f"- {inline(what)}" for what in record.left_out)


def _reflection(reflection: Reflection) -> Iterator[str]:
    yield f"## {inline(reflection.title)}"
    if words := block(reflection.words, "> "):
        yield "### Words to remember"
        yield words
        yield inline(reflection.words_at) if reflection.words_at else "No time known"
    for title, typed in reflection.texts:
        if text := block(typed):
            yield f"### {inline(title)}"
            yield text
    if reflection.signals:
        yield "### Assumptions"
        yield "\n".join(f"- {inline(claim)}: {inline(signal)}" for claim, signal in reflection.signals)


def _chapter(chapter: Chapter) -> Iterator[str]:
    yield f"## {inline(chapter.title)}"
    for part in chapter.parts:
        yield from _part(part)


def _part(part: Part) -> Iterator[str]:
    yield f"### {inline(part.title)}"
    if part.state:
        yield inline(part.state)
    yield from _lines(part.lines)


def _lines(lines: tuple[Line, ...]) -> Iterator[str]:
    if lines:
        yield "\n".join(_line(line) for line in lines)


def _line(line: Line) -> str:
    """`- 00:01:10 note: …`; what was said stands below, as a quotation."""
    head = " ".join(filter(None, [line.at, inline(line.word)]))
    beside = f" ({inline(line.beside)})" if line.beside else ""
    if line.said:
        return f"- {head}{beside}\n\n{block(line.text, '  > ')}\n"
    rows = block(line.text, "  ").lstrip()
    return f"- {head}: {rows}{beside}" if rows else f"- {head}{beside}"
