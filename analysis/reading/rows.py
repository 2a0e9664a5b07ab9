"""What the reading page asks the database: plain rows by planned statements, since a long interview has hundreds of each."""

from __future__ import annotations

from typing import NamedTuple

from accounts.models.people import initials
from accounts.planned import all_rows
from interviews.models import Interview
from interviews.models.note import is_said


class LineRow(NamedTuple):
    """`may_be_quoted`: the participant's own words, said on the record, as of a note."""

    is_said: bool
    may_be_quoted: bool
    pk: str
    revision: int
    kind: str
    text: str
    offset_ms: int | None
    off_record: bool
    typed: bool
    label: str | None
    author_name: str | None
    author_email: str | None
    question: int | None
    question_text: str | None

    @property
    def author(self) -> str:
        return initials(self.author_name or "", self.author_email) if self.author_email else ""


class ThemeRow(NamedTuple):
    pk: int
    name: str
    colour: int
    position: int


class ThemeOption(NamedTuple):
    """`recent`: 1 for the theme this person used last, to 9; 0 for the others."""

    theme: ThemeRow
    quotes: int
    recent: int


class TagRow(NamedTuple):
    theme: ThemeRow
    by: str


class QuoteRow(NamedTuple):
    pk: int
    first: str
    start: int
    last: str
    end: int
    text: str
    tags: list[TagRow]


# Of a transcript where its id is told, else of what was typed; two statements, since the index has to be found in each.
OF = {True: "transcript_id = %(transcript)s", False: "transcript_id is null"}
LINES = """
    select s.role, n.id::text, n.revision, n.kind, n.text, n.offset_ms, n.off_record, n.transcript_id is null, s.label,
        a.name, a.email, n.question_id, q.text
    from interviews_note n left join interviews_speaker s on s.id = n.speaker_id
    left join accounts_user a on a.id = n.author_id left join studies_question q on q.id = n.question_id
    where n.interview_id = %(interview)s and n.{} and n.deleted_at is null
    order by n.position, n.id
"""
QUOTES = """
    select q.id, q.first_note_id::text, q.start, q.last_note_id::text, q."end", q.text,
        t.theme_id, th.name, th.colour, th.position, a.name, a.email
    from analysis_quote q join interviews_note n on n.id = q.first_note_id and n.{}
    left join analysis_tag t on t.quote_id = q.id left join analysis_theme th on th.id = t.theme_id
    left join accounts_user a on a.id = t.author_id
    where q.interview_id = %(interview)s
    order by q.id, t.id
"""


def lines_of(interview: Interview, transcript: int | None) -> list[LineRow]:
    rows = all_rows(LINES.format(OF[transcript is not None]), {"interview": interview.pk, "transcript": transcript})
    lines = []
    for role, *row in rows:
        kind, off_record = row[2], row[5]
        said = is_said(kind, role)
        lines.append(LineRow(said, said and not off_record, *row))
    return lines


def quotes_of(interview: Interview, transcript: int | None) -> list[QuoteRow]:
    """Each once, with its tags in the order they were put."""
    found: dict[int, QuoteRow] = {}
    known: dict[str, str] = {}
    rows = all_rows(QUOTES.format(OF[transcript is not None]), {"interview": interview.pk, "transcript": transcript})
    for pk, first, start, last, end, text, theme, name, colour, position, by, email in rows:
        quote = found.get(pk)
        if quote is None:
            quote = found[pk] = QuoteRow(pk, first, start, last, end, text, [])
        if theme is not None:
            tagger = known.get(email) or known.setdefault(email, initials(by, email)) if email else ""
            quote.tags.append(TagRow(ThemeRow(theme, name, colour, position), tagger))
    return list(found.values())
