"""What the reading page shows: every line of an interview with the quotes over it. A fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from analysis.models import Quote
from analysis.models.quote import quotable
from analysis.quoting.standing import Place, place
from analysis.reading.rows import LineRow, QuoteRow, ThemeRow, lines_of, quotes_of
from analysis.reading.spans import NO_THEME, Segment, Span, segments
from interviews.models import ConsentRecord, Interview, Kind, Note, Participant, Purpose, Transcript
from interviews.models.consent import Answer, latest_answers, why_withheld

# How a line of the team looks and is called; plain notes have no name of their own.
LOOKS: dict[str, tuple[str, str]] = {
    Kind.OBSERVATION: ("seen-line", "Seen"),
    Kind.AHA: ("aha", "Surprise"),
    Kind.FOLLOW_UP: ("follow", "Follow up"),
    Kind.OFF_SCRIPT: ("off", "Off script"),
    Kind.READING: ("ours", "We think"),
    Kind.MARK: ("marker", "Time marker, not filled"),
}


class MarginTag(NamedTuple):
    """A quote as it stands beside its first line: once for each theme, or once without any."""

    quote: int
    words: str
    theme: ThemeRow | None
    by: str


@dataclass(frozen=True)
class Line:
    note: LineRow
    said: bool
    speaker: str
    spans: Sequence[Span]
    margin: Sequence[MarginTag]
    asked: str = ""

    @cached_property
    def segments(self) -> list[Segment]:
        return segments(self.note.text, self.spans)

    @property
    def css(self) -> str:
        look = LOOKS.get(self.note.kind, ("", ""))[0]
        said = "said-line" if self.note.kind == Kind.VERBATIM else ""
        return " ".join(filter(None, ["guest" if self.said else "host", look, said]))

    @property
    def called(self) -> str:
        return LOOKS.get(self.note.kind, ("", ""))[1]

    @property
    def time(self) -> tuple[str, str] | None:
        """Hours, which narrow pages leave out, and the rest: ("00:", "23:14")."""
        if self.note.offset_ms is None:
            return None
        seconds = self.note.offset_ms // 1000
        return f"{seconds // 3600:02d}:", f"{seconds // 60 % 60:02d}:{seconds % 60:02d}"


@dataclass(frozen=True)
class Reading:
    """One record of an interview, transcript or notes, with its quotes.

    `lost`: quotes whose words the notes no longer hold. `refusal`: why nothing can be quoted, if so. `hidden`: how
    many quotes of a person who no longer allows any are left out. `withheld`: why the words themselves may not be read. `unseen`: how many lines are off the record and
    not shown.
    """

    lines: Sequence[Line] = ()
    lost: Sequence[Quote] = ()
    legend: Sequence[tuple[ThemeRow, int]] = ()
    quotes: int = 0
    loose: int = 0
    hidden: int = 0
    refusal: str = ""
    withheld: str = ""
    unseen: int = 0
    _numbers: Mapping[str, int] = field(default_factory=dict)

    def beside(self, quote: Quote) -> list[Line]:
        """The lines over which a quote lies."""
        return [self.lines[number] for number in self._over(quote)]

    def around(self, note: Note, quotes: Iterable[Quote]) -> list[Line]:
        """A line and those over which these quotes lie."""
        own = self._numbers.get(str(note.pk))
        numbers = {own} if own is not None else set()
        return [self.lines[number] for number in sorted(numbers.union(*map(self._over, quotes)))]

    def _over(self, quote: Quote) -> range:
        first, last = self._numbers.get(str(quote.first_note_id)), self._numbers.get(str(quote.last_note_id))
        return range(0) if first is None or last is None else range(first, last + 1)


def read_transcript(interview: Interview, transcript: Transcript) -> Reading:
    return _read(interview, transcript.pk)


def read_notes(interview: Interview, off_record: bool = True) -> Reading:
    """`off_record`: whether lines off the record are shown. Those who take notes see them, marked; they need to know what
    must not be passed on. Whoever only reads results doesn't."""
    return _read(interview, None, off_record)


def _read(interview: Interview, transcript: int | None, off_record: bool = True) -> Reading:
    standing = latest_answers(interview.participant)
    withheld = why_withheld(interview.participant, standing)
    if withheld:
        hidden = interview.quotes.filter(first_note__transcript=transcript).count()
        return Reading(hidden=hidden, refusal=withheld, withheld=withheld)
    rows = lines_of(interview, transcript)
    notes = [row for row in rows if off_record or transcript or not row.off_record]
    numbers = {note.pk: number for number, note in enumerate(notes)}
    refusal = refusal_to_quote(interview.participant, standing)
    taken = quotes_of(interview, transcript)
    shown = [] if refusal else taken
    places = {quote.pk: _place(quote, notes, numbers) for quote in shown}
    spans, margin = _lay_out([(quote, stands) for quote in shown if (stands := places[quote.pk])], notes)
    lost = [quote.pk for quote in shown if places[quote.pk] is None]
    return Reading(
        lines=_lines(interview, notes, spans, margin),
        lost=list(Quote.objects.filter(pk__in=lost).prefetch_related("tags__theme").order_by("pk")) if lost else [],
        legend=_legend(shown),
        quotes=len(shown),
        loose=sum(not quote.tags for quote in shown),
        hidden=len(taken) - len(shown),
        refusal=refusal,
        unseen=len(rows) - len(notes),
        _numbers=numbers,
    )


def refusal_to_quote(participant: Participant, standing: Mapping[str, ConsentRecord | Answer]) -> str:
    """What stands against quoting this person, as a sentence; empty when nothing does."""
    answer = standing.get(Purpose.QUOTES)
    if answer is None:
        return f"{participant.code} hasn’t been asked about being quoted yet."
    return "" if answer.granted else f"{participant.code} said no to being quoted on {answer.at:%-d %b %Y}."


def _place(quote: QuoteRow, notes: Sequence[LineRow], numbers: Mapping[str, int]) -> Place | None:
    first, last = numbers.get(quote.first), numbers.get(quote.last)
    if first is None or last is None:
        return None
    stands = place(quotable(notes[first : last + 1]), quote.start, quote.end, quote.text)
    return stands and Place(first + stands.first, stands.start, first + stands.last, stands.end)


def _lay_out(
    quotes: Iterable[tuple[QuoteRow, Place]], notes: Sequence[LineRow]
) -> tuple[dict[int, list[Span]], dict[int, list[MarginTag]]]:
    """By line: the highlights over it, one for each theme of a quote, and the tags beside it."""
    spans: dict[int, list[Span]] = defaultdict(list)
    margin: dict[int, list[MarginTag]] = defaultdict(list)
    for quote, stands in quotes:
        margin[stands.first] += _beside(quote)
        colours = [(tag.theme.pk, tag.theme.colour) for tag in quote.tags] or [(NO_THEME, NO_THEME)]
        for number in range(stands.first, stands.last + 1):
            if not notes[number].may_be_quoted:
                continue  # said by somebody else in between, or off the record
            start, end = stands.in_line(number, len(notes[number].text))
            opens = number == stands.first
            spans[number] += [Span(start, end, quote.pk, theme, colour, opens) for theme, colour in colours]
    return spans, margin


def _beside(quote: QuoteRow) -> list[MarginTag]:
    words = quote.text if len(quote.text) <= 80 else f"{quote.text[:79].rstrip()}…"
    return [MarginTag(quote.pk, words, tag.theme, tag.by) for tag in quote.tags] or [
        MarginTag(quote.pk, words, None, "")
    ]


def _lines(
    interview: Interview,
    notes: Sequence[LineRow],
    spans: Mapping[int, Sequence[Span]],
    margin: Mapping[int, Sequence[MarginTag]],
) -> list[Line]:
    """With the question under way written above the first line that was noted under it."""
    code, lines, asked = interview.participant.code, [], None
    for number, note in enumerate(notes):
        under = note.question_text if note.question and note.question != asked else None
        # A question asked off the script comes between: the script's own is written again where it goes on.
        asked = note.question or (None if note.kind == Kind.OFF_SCRIPT else asked)
        said = note.is_said
        speaker = code if said else note.label or note.author
        lines.append(Line(note, said, speaker, spans.get(number, ()), margin.get(number, ()), under or ""))
    return lines


def _legend(quotes: Iterable[QuoteRow]) -> list[tuple[ThemeRow, int]]:
    """The themes of these quotes with how many there are, in the board's order."""
    counts: dict[ThemeRow, int] = defaultdict(int)
    for quote in quotes:
        for tag in quote.tags:
            counts[tag.theme] += 1
    return [(theme, counts[theme]) for theme in sorted(counts, key=lambda theme: (theme.position, theme.pk))]
