"""The study of another tool's bench, in our own database: `python bench/peer_study.py <folder>` on DATABASE_URL.

`folder` holds interviews.jsonl, themes.json and highlights.jsonl: characters a..b of paragraph p, under one or two themes.
Written in bulk, triggers included; prints where everything is. One more interview waits for a transcript to be brought in.
"""

from __future__ import annotations

import json
import sys
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

ADDRESS, PASSWORD = "bench@example.org", "correct horse battery"  # noqa: S105 (of a database that is thrown away)
NAMESPACE = uuid.UUID("5b0f7a5e-3c1b-4c1e-9d59-0c1f5a4b7c10")
LABELS = {"I": "Interviewer", "P": "Participant"}


def load(folder: Path) -> dict[str, Any]:
    from django.db import transaction

    with transaction.atomic():
        return Loader(folder).load()


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


class Loader:
    def __init__(self, folder: Path) -> None:
        self.calls = lines(folder / "interviews.jsonl")
        self.themes = json.loads((folder / "themes.json").read_text(encoding="utf-8"))
        self.highlights = lines(folder / "highlights.jsonl")

    def load(self) -> dict[str, Any]:
        from analysis.models import Theme

        self.open_study()
        interviews = {call["id"]: self.interview(call) for call in self.calls}
        themes = {}
        for row in self.themes:
            theme = Theme.called(self.study, row["name"], self.owner)
            theme.revise(self.owner, definition=row["description"])
            themes[row["id"]] = theme
        self.quotes(interviews, themes)
        spare = self.call_with(len(self.calls) + 1, done=False)
        return {
            "study": str(self.study.pk),
            "interviews": {number: interview.pk for number, interview in interviews.items()},
            "themes": {number: theme.pk for number, theme in themes.items()},
            "notes": {call["id"]: [str(note_id(call, k)) for k in range(len(call["paras"]))] for call in self.calls},
            "spare": spare.pk,
            "owner": self.owner.pk,
        }

    def open_study(self) -> None:
        from accounts.models import User, Workspace
        from interviews.models import ConsentForm
        from studies.models import Persona, Study

        self.owner = User.objects.create_user(ADDRESS, PASSWORD, name="Bench Owner")
        self.owner.emailaddress_set.create(email=ADDRESS, verified=True, primary=True)
        self.study = Study.open(Workspace.open_for(self.owner, "Bench"), self.owner, "A generated study")
        self.personas = [Persona.add(self.study, f"Persona {i}") for i in range(3)]
        self.form = ConsentForm.publish(self.study, "Yes to being quoted.", self.owner)

    def call_with(self, number: int, done: bool = True) -> Any:
        from interviews.models import ConsentRecord, Contact, Interview, InterviewState, Method, Participant, Purpose

        contact = Contact.objects.create(workspace=self.study.workspace, name=f"Invented Person {number}")
        person = Participant.objects.create(
            study=self.study, contact=contact, number=number, persona=self.personas[number % 3]
        )
        ConsentRecord.objects.bulk_create(
            ConsentRecord(participant=person, form=self.form, purpose=purpose, granted=True, method=Method.WRITTEN)
            for purpose in Purpose.values
        )
        held = datetime(2024, 1, 8, 10, tzinfo=UTC) + timedelta(days=number)
        told = {"state": InterviewState.DONE, "started_at": held, "ended_at": held + timedelta(hours=1)} if done else {}
        return Interview.objects.create(
            study=self.study, participant=person, script=self.study.scripts.get(), interviewer=self.owner,
            scheduled_at=held, **told,
        )  # fmt: skip

    def interview(self, call: dict[str, Any]) -> Any:
        from interviews.models import Kind, Note, Speaker, SpeakerRole, Transcript

        interview = self.call_with(call["id"])
        transcript = Transcript.objects.create(interview=interview, filename="generated.vtt", format="vtt")
        code = interview.participant.code
        voices = {
            "I": Speaker.objects.create(transcript=transcript, role=SpeakerRole.TEAM, label="Interviewer"),
            "P": Speaker.objects.create(transcript=transcript, role=SpeakerRole.PARTICIPANT, label=code),
        }
        Note.objects.bulk_create(
            Note(
                id=note_id(call, k), study=self.study, interview=interview, transcript=transcript, kind=Kind.TURN,
                speaker=voices[said["s"]], text=said["t"], position=k, offset_ms=int(said["at"] * 1000),
            )
            for k, said in enumerate(call["paras"])
        )  # fmt: skip
        return interview

    def quotes(self, interviews: dict[int, Any], themes: dict[int, Any]) -> None:
        from analysis.models import Quote, Tag

        calls = {call["id"]: call for call in self.calls}
        quotes = Quote.objects.bulk_create(
            (
                Quote(
                    study=self.study, interview=interviews[row["iv"]], participant=interviews[row["iv"]].participant,
                    first_note_id=note_id(calls[row["iv"]], row["p"]), start=row["a"],
                    last_note_id=note_id(calls[row["iv"]], row["p"]), end=row["b"], text=row["text"], author=self.owner,
                )
                for row in self.highlights
            ),
            batch_size=2_000,
        )  # fmt: skip
        tags = (
            Tag(theme=themes[number], quote=quote, author=self.owner)
            for quote, row in zip(quotes, self.highlights, strict=True)
            for number in row["themes"]
        )
        Tag.objects.bulk_create(tags, batch_size=5_000)


def note_id(call: dict[str, Any], paragraph: int) -> uuid.UUID:
    """The same for the same place, and a version that the browser's own ids have."""
    return uuid.UUID(bytes=uuid.uuid5(NAMESPACE, f"{call['id']}.{paragraph}").bytes, version=4)


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(load(Path(sys.argv[1]))))
