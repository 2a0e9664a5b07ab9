from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from interviews import importers
from interviews.models import Interview, Participant, Purpose, SpeakerRole
from interviews.models.consent import standing_answers
from interviews.transcripts.casting import Voice
from interviews.transcripts.drafting import FileFacts, Part
from studies.models import Study

MACHINE, HAND = "machine", "hand"
FORMATS = "Word (.docx), captions (.vtt, .srt) or text (.txt, .md) with speakers."
ACCEPT = ".docx,.vtt,.srt,.txt,.md,.csv"


class ImportForm(forms.Form):
    """A file with what only a person knows about it. Valid means: the file could be read."""

    file = forms.FileField(
        label="The file",
        help_text=FORMATS,
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        error_messages={"required": "Choose a file.", "empty": "This file is empty. Export it again."},
    )
    made_by = forms.ChoiceField(
        label="Who wrote it down",
        widget=forms.RadioSelect,
        choices=[(MACHINE, "A machine, as Otter, Teams or Whisper do"), (HAND, "A person, by hand")],
        help_text="A machine’s transcript needs the participant’s yes to machine transcription.",
    )
    held_on = forms.DateField(label="Held on", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    field_order = ["participant", "file", "made_by", "held_on"]
    read: importers.Transcript

    def __init__(self, *args: Any, interview: Interview | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.interview = interview
        if interview and interview.is_done:
            del self.fields["held_on"]
        elif interview and interview.scheduled_at:
            self.fields["held_on"].initial = timezone.localtime(interview.scheduled_at).date()

    def clean_file(self) -> UploadedFile:
        upload = self.cleaned_data["file"]
        if upload.size > settings.TRANSCRIPT_MAX_BYTES:
            megabytes = settings.TRANSCRIPT_MAX_BYTES // 2**20
            raise forms.ValidationError(
                f"This file is larger than {megabytes} MB. Export the words without the recording."
            )
        try:
            self.read = importers.read_transcript(upload.name, upload.read())
        except importers.ImportRefused as refused:
            raise forms.ValidationError(str(refused)) from None
        return upload

    def clean_held_on(self) -> Any:
        held_on = self.cleaned_data["held_on"]
        if held_on > timezone.localdate():
            raise forms.ValidationError("This day is still to come. Give the day the interview was held.")
        if held_on.year < 1900:
            raise forms.ValidationError("Give the year with four digits, from 1900 on.")
        return held_on

    def facts(self) -> FileFacts:
        return FileFacts(self.cleaned_data["file"].name, self._held_at(), self.cleaned_data["made_by"] == MACHINE)

    def _held_at(self) -> datetime:
        planned = self.interview and (self.interview.started_at or self.interview.scheduled_at)
        if "held_on" not in self.cleaned_data:
            return planned or timezone.now()
        held_on = self.cleaned_data["held_on"]
        if planned and timezone.localtime(planned).date() == held_on:
            return planned
        # Noon: nobody knows the hour, and noon is the same day nearly everywhere.
        return timezone.make_aware(datetime.combine(held_on, time(12)))


class ParticipantChoice(forms.ModelChoiceField):
    """By code and persona, with what stands in the way said beforehand."""

    answers: dict[int, dict[str, bool]] = {}

    def label_from_instance(self, participant: Participant) -> str:
        label = f"{participant.code} {participant.persona or ''}".strip()
        answer = self.answers.get(participant.pk, {}).get(Purpose.NOTES)
        if answer is None:
            return f"{label} (not asked about notes yet)"
        return label if answer else f"{label} (said no to notes)"


class ImportNewForm(ImportForm):
    participant = ParticipantChoice(
        Participant.objects.none(), label="Participant", empty_label="Choose who was interviewed"
    )

    def __init__(self, *args: Any, study: Study, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = study.participants.select_related("persona", "study")
        chosen = self.fields["participant"]
        assert isinstance(chosen, ParticipantChoice)
        chosen.queryset = people
        chosen.answers = standing_answers(list(people))


class CastForm(forms.Form):
    """A role for every speaker the file names, and a label for those who aren't the participant."""

    def __init__(self, *args: Any, voices: list[Voice], team_label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.voices = voices
        for number, voice in enumerate(voices):
            self.fields[f"role_{number}"] = forms.ChoiceField(
                choices=SpeakerRole.choices,
                initial=voice.role,
                widget=forms.RadioSelect,
                label=f"Who is “{voice.called}”?",
            )
            self.fields[f"label_{number}"] = forms.CharField(
                max_length=60,
                required=False,
                label="Shown as",
                initial=team_label if voice.role == SpeakerRole.TEAM else "",
            )

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [
            {"voice": voice, "role": self[f"role_{number}"], "label": self[f"label_{number}"], "number": number}
            for number, voice in enumerate(self.voices)
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        roles = [data.get(f"role_{number}") for number in range(len(self.voices))]
        for number, role in enumerate(roles):
            if role in {SpeakerRole.TEAM, SpeakerRole.OTHER} and not data.get(f"label_{number}"):
                self.add_error(f"label_{number}", "Give a label, such as “Interviewer” or “Colleague”. No names.")
        if None not in roles and SpeakerRole.PARTICIPANT not in roles:
            raise forms.ValidationError("Say which speaker is the participant. Only their words can be quoted.")
        return data

    def cast(self) -> dict[str, Part]:
        data = self.cleaned_data
        return {
            voice.name: Part(data[f"role_{number}"], data[f"label_{number}"])
            for number, voice in enumerate(self.voices)
        }
