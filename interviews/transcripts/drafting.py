"""From a file that was read to a transcript with turns: first a draft to look at, then everything or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.refusal import Refused
from interviews import importers
from interviews.models.consent import Purpose
from interviews.models.interview import Interview, InterviewState
from interviews.models.note import Kind, Note
from interviews.models.people import Participant
from interviews.models.transcript import Speaker, SpeakerRole, Transcript, TranscriptDraft
from interviews.transcripts.casting import Voice, voices
from studies.models.event import record

TAKEN = (
    "This interview has a transcript already. A second one would leave its quotes without their words, "
    "so the first has to be removed before."
)


@dataclass(frozen=True)
class FileFacts:
    """What a person says about a file: when the interview was held, and whether a machine wrote it down."""

    name: str
    held_at: datetime
    made_by_machine: bool


@dataclass(frozen=True)
class Part:
    """Who a speaker of the file is. Participants show as their code, whatever the label."""

    role: str
    label: str = ""


@dataclass(frozen=True)
class DraftTurn:
    """A turn as it waits in a draft."""

    speaker: str
    text: str
    start_ms: int | None
    end_ms: int | None

    @classmethod
    def of(cls, turn: importers.Turn) -> DraftTurn:
        start, end = turn.start_ms, turn.end_ms
        return cls(
            turn.speaker, turn.text, start, end if start is not None and end is not None and end >= start else None
        )


def demand_consent(participant: Participant, made_by_machine: bool) -> None:
    participant.demand(Purpose.NOTES)
    if made_by_machine:
        participant.demand(Purpose.TRANSCRIPTION)


def keep_draft(interview: Interview, read: importers.Transcript, facts: FileFacts, by: User) -> TranscriptDraft:
    """Hold what was read until somebody has looked at it. A newer file takes the place of one that waits."""
    demand_consent(interview.participant, facts.made_by_machine)
    if interview.state not in {InterviewState.PLANNED, InterviewState.DONE}:
        raise Refused("This interview is under way or was cancelled. A file can be read for a planned or held one.")
    with transaction.atomic():
        _lock(interview)
        if Transcript.objects.filter(interview=interview).exists():
            raise Refused(TAKEN)
        waiting = TranscriptDraft.objects.filter(interview=interview)
        opened = waiting.filter(opened_interview=True).exists()
        waiting.delete()
        return TranscriptDraft.objects.create(
            interview=interview, opened_interview=opened, read_by=by, **_content(read, facts)
        )


def keep_draft_of(participant: Participant, read: importers.Transcript, facts: FileFacts, by: User) -> TranscriptDraft:
    """For a file that comes first: the interview it belongs to is opened with it, and dropped with it."""
    demand_consent(participant, facts.made_by_machine)
    with transaction.atomic():
        study = participant.study
        interview = Interview.objects.create(
            study=study,
            participant=participant,
            script=study.scripts.latest("version"),
            interviewer=by,
            scheduled_at=facts.held_at,
        )
        return TranscriptDraft.objects.create(
            interview=interview, opened_interview=True, read_by=by, **_content(read, facts)
        )


def _content(read: importers.Transcript, facts: FileFacts) -> dict[str, Any]:
    return {
        "filename": facts.name[:200],
        "format": read.format,
        "held_at": facts.held_at,
        "made_by_machine": facts.made_by_machine,
        "turns": [list(vars(DraftTurn.of(turn)).values()) for turn in read.turns],
        "warnings": [[warning.line, warning.message] for warning in read.warnings],
    }


def turns_of(draft: TranscriptDraft) -> list[DraftTurn]:
    return [DraftTurn(*turn) for turn in draft.turns]


def voices_of(draft: TranscriptDraft) -> list[Voice]:
    return voices(turns_of(draft))


def save_transcript(draft: TranscriptDraft, cast: Mapping[str, Part], by: User) -> Transcript:
    """Make the transcript: all its turns and speakers, the interview held, the draft gone; or nothing.

    `cast` has a part for every speaker the file names. Saving twice, or by two people, is saving once.
    """
    interview = draft.interview
    participant = interview.participant
    demand_consent(participant, draft.made_by_machine)
    with transaction.atomic():
        _lock(interview)
        saved = Transcript.objects.filter(interview=interview).first()
        if saved:
            return saved
        if not TranscriptDraft.objects.filter(pk=draft.pk).exists():
            raise Refused("Somebody dropped this file, or read another one, in the meantime. Nothing was saved.")
        transcript = Transcript.objects.create(
            interview=interview,
            # The file's own name often says who was interviewed.
            filename=f"{participant.code}.{draft.format}",
            format=draft.format,
            made_by_machine=draft.made_by_machine,
            imported_by=by,
        )
        turns = turns_of(draft)
        _write(transcript, turns, _speakers(transcript, turns, cast))
        draft.delete()
        started = draft.held_at or draft.read_at
        interview.mark_held(by, started, _ended(started, turns))
        record(interview.study, "transcript", by, interview=interview.pk)
    return transcript


def _lock(interview: Interview) -> None:
    Interview.objects.select_for_update(no_key=True).only("pk").get(pk=interview.pk)


def _speakers(transcript: Transcript, turns: list[DraftTurn], cast: Mapping[str, Part]) -> dict[str, Speaker]:
    """By the name in the file. Two names with the same part are one speaker: tools split people."""
    code = transcript.interview.participant.code
    made: dict[Part, Speaker] = {}
    by_name: dict[str, Speaker] = {}
    for name in dict.fromkeys(turn.speaker for turn in turns):
        part = cast[name]
        label = code if part.role == SpeakerRole.PARTICIPANT else part.label
        key = Part(part.role, label)
        if key not in made:
            made[key] = Speaker.objects.create(transcript=transcript, role=part.role, label=label)
        by_name[name] = made[key]
    return by_name


def _write(transcript: Transcript, turns: list[DraftTurn], speakers: Mapping[str, Speaker]) -> None:
    interview = transcript.interview
    notes = [
        Note(
            study_id=interview.study_id,
            interview=interview,
            transcript=transcript,
            speaker=speakers[turn.speaker],
            kind=Kind.TURN,
            text=turn.text,
            offset_ms=turn.start_ms,
            end_ms=turn.end_ms,
            position=position,
        )
        for position, turn in enumerate(turns)
    ]
    Note.objects.bulk_create(notes, batch_size=1000)


def _ended(started: datetime, turns: list[DraftTurn]) -> datetime | None:
    last = max((turn.end_ms or turn.start_ms or 0 for turn in turns), default=0)
    return started + timedelta(milliseconds=last) if last else None
