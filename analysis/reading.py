"""What the reading page shows: every line of an interview with the quotes over it. A fixed number of queries."""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from django.db.models import QuerySet

from analysis.models import Quote, Tag, Theme
from analysis.models.quote import quotable
from analysis.spans import NO_THEME, Place, Segment, Span, place, segments
from interviews.models import ConsentRecord, Interview, Kind, Note, Participant, Purpose, Transcript
from interviews.models.consent import standing_consent, why_withheld

# How a line of the team looks and is called; plain notes have no name of their own.
LOOKS = {
    Kind.OBSERVATION: ("seen-line", "Seen"),
    Kind.AHA: ("aha", "Surprise"),
    Kind.FOLLOW_UP: ("follow", "Follow up"),
    Kind.OFF_SCRIPT: ("off", "Off script"),
    Kind.READING: ("ours", "We think"),
    Kind.MARK: ("marker", "Time marker, not filled"),
}


@dataclass(frozen=True)
class MarginTag:
    """A quote as it stands beside its first line: once for each theme, or once without any."""

    quote: int
    words: str
    theme: Theme | None
    by: str


@dataclass(frozen=True)
class Line:
    note: Note
    said: bool
    speaker: str
    spans: Sequence[Span]
    margin: Sequence[MarginTag]
    asked: str = ""

    @property
    def may_be_quoted(self) -> bool:
        return self.note.may_be_quoted

    @cached_property
    def segments(self) -> list[Segment]:
        return segments(self.note.text, self.spans)

    @property
    def css(self) -> str:
        look = LOOKS.get(Kind(self.note.kind), ("", ""))[0]
        said = "said-line" if self.note.kind == Kind.VERBATIM else ""
        return " ".join(filter(None, ["guest" if self.said else "host", look, said]))

    @property
    def called(self) -> str:
        return LOOKS.get(Kind(self.note.kind), ("", ""))[1]

    @cached_property
    def time(self) -> tuple[str, str] | None:
        """Hours, which narrow pages leave out, and the rest: ("00:", "23:14")."""
        if self.note.offset_ms is None:
            return None
        seconds = self.note.offset_ms // 1000
        return f"{seconds // 3600:02d}:", f"{seconds // 60 % 60:02d}:{seconds % 60:02d}"

    @property
    def version(self) -> int:
        """Changes whenever what the line shows does."""
        shown = (
            self.note.revision,
            self.spans,
            [(tag.quote, tag.theme and tag.theme.name, tag.by) for tag in self.margin],
        )
        return zlib.crc32(repr(shown).encode())


@dataclass(frozen=True)
class Reading:
    """One record of an interview, transcript or notes, with its quotes.

    `lost`: quotes whose words the notes no longer hold. `refusal`: why nothing can be quoted, if so. `hidden`: how
    many quotes of a person who no longer allows any are left out. `withheld`: why the words themselves may not be read. `unseen`: how many lines are off the record and
    not shown.
    """

    lines: Sequence[Line] = ()
    lost: Sequence[Quote] = ()
    legend: Sequence[tuple[Theme, int]] = ()
    quotes: int = 0
    loose: int = 0
    hidden: int = 0
    refusal: str = ""
    withheld: str = ""
    unseen: int = 0
    _numbers: Mapping[object, int] = field(default_factory=dict)

    def beside(self, quote: Quote) -> list[Line]:
        """The lines over which a quote lies."""
        first, last = self._numbers.get(quote.first_note_id), self._numbers.get(quote.last_note_id)
        return [] if first is None or last is None else list(self.lines[first : last + 1])

    def around(self, note: Note, quotes: Iterable[Quote]) -> list[Line]:
        """A line and those over which these quotes lie."""
        own = self._numbers.get(note.pk)
        numbers = {own} if own is not None else set()
        for quote in quotes:
            first, last = self._numbers.get(quote.first_note_id), self._numbers.get(quote.last_note_id)
            if first is not None and last is not None:
                numbers.update(range(first, last + 1))
        return [self.lines[number] for number in sorted(numbers)]


def read_transcript(interview: Interview, transcript: Transcript) -> Reading:
    notes = interview.notes.standing().filter(transcript=transcript)
    return _read(interview, notes, interview.quotes.filter(first_note__transcript=transcript))


def read_notes(interview: Interview, off_record: bool = True) -> Reading:
    """`off_record`: whether lines off the record are shown. Those who take notes see them, marked; they need to know what
    must not be passed on. Whoever only reads results doesn't."""
    quotes = interview.quotes.filter(first_note__transcript=None)
    lines = interview.notes.typed()
    reading = _read(interview, lines if off_record else lines.on_record(), quotes)
    unseen = 0 if off_record or reading.withheld else lines.filter(off_record=True).count()
    return replace(reading, unseen=unseen)


def _read(interview: Interview, rows: QuerySet[Note], quotes: QuerySet[Quote]) -> Reading:
    standing = standing_consent(interview.participant)
    withheld = why_withheld(interview.participant, standing)
    if withheld:
        return Reading(hidden=quotes.count(), refusal=withheld, withheld=withheld)
    notes = list(rows.prefetch_related("speaker", "author", "question").order_by("position", "id"))
    numbers: dict[object, int] = {note.pk: number for number, note in enumerate(notes)}
    refusal = refusal_to_quote(interview.participant, standing)
    taken = list(quotes.prefetch_related("tags__theme", "tags__author").order_by("pk"))
    shown = [] if refusal else taken
    places = {quote.pk: _place(quote, notes, numbers) for quote in shown}
    spans, margin = _lay_out([(quote, stands) for quote in shown if (stands := places[quote.pk])], notes)
    return Reading(
        lines=_lines(interview, notes, spans, margin),
        lost=[quote for quote in shown if places[quote.pk] is None],
        legend=_legend(shown),
        quotes=len(shown),
        loose=sum(not quote.tags.all() for quote in shown),
        hidden=len(taken) - len(shown),
        refusal=refusal,
        _numbers=numbers,
    )


def refusal_to_quote(participant: Participant, standing: Mapping[str, ConsentRecord]) -> str:
    """What stands against quoting this person, as a sentence; empty when nothing does."""
    answer = standing.get(Purpose.QUOTES)
    if answer is None:
        return f"{participant.code} hasn’t been asked about being quoted yet."
    return "" if answer.granted else f"{participant.code} said no to being quoted on {answer.at:%-d %b %Y}."


def _place(quote: Quote, notes: Sequence[Note], numbers: Mapping[object, int]) -> Place | None:
    first, last = numbers.get(quote.first_note_id), numbers.get(quote.last_note_id)
    if first is None or last is None:
        return None
    stands = place(quotable(notes[first : last + 1]), quote.start, quote.end, quote.text)
    return stands and Place(first + stands.first, stands.start, first + stands.last, stands.end)


def _lay_out(
    quotes: Iterable[tuple[Quote, Place]], notes: Sequence[Note]
) -> tuple[dict[int, list[Span]], dict[int, list[MarginTag]]]:
    """By line: the highlights over it, one for each theme of a quote, and the tags beside it."""
    spans: dict[int, list[Span]] = defaultdict(list)
    margin: dict[int, list[MarginTag]] = defaultdict(list)
    for quote, stands in quotes:
        tags = list(quote.tags.all())
        margin[stands.first] += _beside(quote, tags)
        for number in range(stands.first, stands.last + 1):
            if not notes[number].may_be_quoted:
                continue  # said by somebody else in between, or off the record
            start, end = stands.in_line(number, len(notes[number].text))
            opens = number == stands.first
            colours = [(tag.theme_id, tag.theme.colour) for tag in tags] or [(NO_THEME, NO_THEME)]
            spans[number] += [Span(start, end, quote.pk, theme, colour, opens) for theme, colour in colours]
    return spans, margin


def _beside(quote: Quote, tags: Sequence[Tag]) -> list[MarginTag]:
    words = quote.text if len(quote.text) <= 80 else f"{quote.text[:79].rstrip()}…"
    if not tags:
        return [MarginTag(quote.pk, words, None, "")]
    return [MarginTag(quote.pk, words, tag.theme, tag.author.initials if tag.author else "") for tag in tags]


def _lines(
    interview: Interview,
    notes: Sequence[Note],
    spans: Mapping[int, Sequence[Span]],
    margin: Mapping[int, Sequence[MarginTag]],
) -> list[Line]:
    """With the question under way written above the first line that was noted under it."""
    code, lines, asked = interview.participant.code, [], None
    for number, note in enumerate(notes):
        under = note.question if note.question_id and note.question_id != asked else None
        # A question asked off the script comes between: the script's own is written again where it goes on.
        asked = note.question_id or (None if note.kind == Kind.OFF_SCRIPT else asked)
        lines.append(
            Line(
                note=note,
                said=note.is_said,
                speaker=_speaker(note, code),
                spans=spans.get(number, ()),
                margin=margin.get(number, ()),
                asked=under.text if under else "",
            )
        )
    return lines


def _speaker(note: Note, code: str) -> str:
    if note.is_said:
        return code
    if note.speaker:
        return note.speaker.label
    return note.author.initials if note.author else ""


def _legend(quotes: Iterable[Quote]) -> list[tuple[Theme, int]]:
    """The themes of these quotes with how many there are, in the board's order."""
    counts: dict[int, int] = defaultdict(int)
    themes: dict[int, Theme] = {}
    for quote in quotes:
        for tag in quote.tags.all():
            counts[tag.theme_id] += 1
            themes[tag.theme_id] = tag.theme
    return [
        (theme, counts[theme.pk]) for theme in sorted(themes.values(), key=lambda theme: (theme.position, theme.pk))
    ]
