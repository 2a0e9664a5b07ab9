"""An interview as its record: facts, debriefs, the script with what was written below each question.

What may not leave stays out here, so that no format can forget it: people by code, the team by initials, nothing off the
record, no debrief that its reader may not see yet, and words only while the participant allows written notes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.utils import timezone

from accounts.counted import counted
from accounts.models import User
from accounts.refusal import Refused
from accounts.templatetags.ui import clock
from interviews.exporters.record import Chapter, InterviewRecord, Line, Part, Reflection
from interviews.live.note_kinds import BY_KIND
from interviews.live.page import LiveQuestion, live_script
from interviews.models import Interview, Kind, Note, Purpose, SpeakerRole
from interviews.models.consent import standing_consent, why_withheld
from interviews.records.debriefs import sides, words_to_remember

TEXTS = (
    ("surprises", "Surprises"),
    ("needs", "Needs and struggles"),
    ("follow_ups", "To follow up"),
    ("quick_facts", "Quick facts"),
)
STATES = {"asked": "Asked.", "skipped": "Skipped.", "now": "Under way.", "ahead": "Not asked."}


def record_of(interview: Interview, reader: User) -> InterviewRecord:
    """Refused where nobody may read this person's words. Queries don't grow with the interview."""
    participant = interview.participant
    standing = standing_consent(participant)
    withheld = why_withheld(participant, standing)
    if withheld:
        raise Refused(withheld)
    quotes = standing.get(Purpose.QUOTES)
    lines = list(interview.notes.typed().for_lines())
    kept = [note for note in lines if not note.off_record]
    turns = list(interview.notes.turns().filter(off_record=False).select_related("speaker").order_by("position", "pk"))
    persona = participant.persona
    return InterviewRecord(
        title=f"{participant.code}, {persona.name}" if persona else participant.code,
        facts=tuple(_facts(interview, kept)),
        left_out=tuple(_left_out(interview, reader, len(lines) - len(kept))),
        reflections=tuple(_reflections(interview, reader, bool(quotes and quotes.granted))),
        chapters=tuple(_chapters(interview, kept)),
        transcript=tuple(_turn(note, participant.code) for note in turns),
    )


def _facts(interview: Interview, notes: Sequence[Note]) -> Iterable[tuple[str, str]]:
    yield "Study", interview.study.title
    yield "Held", _when(interview)
    if interview.interviewer:
        yield "Interviewer", interview.interviewer.initials
    scribes = sorted({note.author.initials for note in notes if note.author})
    if scribes:
        yield "Notes by", ", ".join(scribes)
    yield "Script", f"version {interview.script.version}"
    yield "Consent", _consent(interview)
    who = [", ".join(filter(None, [one.role, one.organisation])) for one in interview.observers.all()]
    yield "Observers", "; ".join(who) or "nobody was declared"


def _when(interview: Interview) -> str:
    if interview.started_at is None:
        return "not yet"
    begin = timezone.localtime(interview.started_at)
    if interview.ended_at is None:
        return f"{begin:%-d %b %Y}, from {begin:%H:%M}"
    end = timezone.localtime(interview.ended_at)
    minutes = round((interview.ended_at - interview.started_at).total_seconds() / 60)
    return f"{begin:%-d %b %Y}, {begin:%H:%M} to {end:%H:%M} ({minutes} min)"


def _consent(interview: Interview) -> str:
    answers = standing_consent(interview.participant)
    said: dict[str, list[str]] = {"no": [], "yes": [], "open": []}
    for purpose in Purpose:
        answer = answers.get(purpose)
        said["open" if answer is None else "yes" if answer.granted else "no"].append(purpose.words)
    heads = {"no": "no to", "yes": "yes to", "open": "not asked about"}
    return "; ".join(f"{heads[which]} {', '.join(purposes)}" for which, purposes in said.items() if purposes)


def _left_out(interview: Interview, reader: User, off_record: int) -> Iterable[str]:
    """What a reader would miss, so that nothing is missing in silence."""
    if off_record:
        yield f"{counted(off_record, 'line', 'lines')} off the record."
    hidden = interview.debriefs.hidden_from(reader).count()
    if hidden:
        what = "1 debrief of a teammate" if hidden == 1 else f"{hidden} debriefs of teammates"
        yield f"{what}: hidden from {reader.initials} until theirs is saved."


def _reflections(interview: Interview, reader: User, quotable: bool) -> Iterable[Reflection]:
    debriefs = interview.debriefs.open_to(reader).select_related("author", "memorable__speaker")
    for side in sides(debriefs.prefetch_related("signals__assumption"), quotable, reader.pk):
        debrief = side.debrief
        words = words_to_remember(debrief, quotable)
        texts = ((title, getattr(debrief, name)) for name, title in TEXTS)
        signals = sorted(debrief.signals.all(), key=lambda row: row.assumption.number)
        yield Reflection(
            title=f"Debrief of {side.initials}",
            words=words.text if words else "",
            words_at=clock(words.offset_ms) if words else "",
            texts=tuple((title, text) for title, text in texts if text),
            signals=tuple(
                (f"{row.assumption.code} {row.assumption.statement}", row.get_signal_display().lower())
                for row in signals
            ),
        )


def _chapters(interview: Interview, notes: Iterable[Note]) -> Iterable[Chapter]:
    """The script in its order; then what was written under no question of it."""
    under: dict[int | None, list[Note]] = defaultdict(list)
    for note in notes:
        under[note.question_id].append(note)
    for section in live_script(interview):
        parts = [_part(row, under.pop(row.question.pk, [])) for row in section.questions]
        if parts:
            yield Chapter(section.section.title, tuple(parts))
    rest = sorted((note for notes in under.values() for note in notes), key=lambda note: (note.position, note.pk))
    if rest:
        yield Chapter("Notes", (Part("Under no question of this script", lines=tuple(map(_line, rest))),))


def _part(row: LiveQuestion, notes: Iterable[Note]) -> Part:
    title = " ".join(filter(None, [row.code, row.question.text]))
    return Part(title, STATES.get(row.state, ""), tuple(map(_line, notes)))


def _line(note: Note) -> Line:
    word = "marker, not filled" if note.kind == Kind.MARK else BY_KIND[note.kind].word
    signals = [
        row.assumption.code if row.stance == "touches" else f"{row.assumption.code} {row.stance}"
        for row in note.signals.all()
    ]
    if note.kind == Kind.FOLLOW_UP and note.follow_up_done:
        word = "follow up, done"
    by = [note.author.initials] if note.author else []
    beside = ", ".join([*(f"#{name}" for name in note.theme_names), *signals, *by])
    return Line(clock(note.offset_ms), word, note.text, note.is_said, beside)


def _turn(note: Note, code: str) -> Line:
    """The team's and others' labels may be names, so their role stands in place of them."""
    role = note.speaker.role if note.speaker else SpeakerRole.OTHER
    who = {SpeakerRole.PARTICIPANT: code, SpeakerRole.TEAM: "Interviewer"}.get(SpeakerRole(role), "Somebody else")
    return Line(clock(note.offset_ms), who, note.text, note.is_said)
