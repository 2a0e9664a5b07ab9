from datetime import datetime
from typing import Any

from django import forms

from interviews.models import Interview, Participant
from studies.models import Study


class ScheduleForm(forms.ModelForm):
    class Meta:
        model = Interview
        fields = ["participant", "scheduled_at", "minutes", "place"]
        labels = {
            "participant": "With whom",
            "scheduled_at": "When",
            "minutes": "How long, in minutes",
            "place": "Where",
        }
        help_texts = {"place": "A link to the call, or an address."}
        error_messages = {
            "participant": {"required": "Choose the person you talk to."},
            "scheduled_at": {
                "required": "Give a day and a time.",
                "invalid": "Give a day and a time, as in 2026-11-25 14:00.",
            },
            "minutes": {"invalid": "Give whole minutes, as in 45."},
        }
        widgets = {"scheduled_at": forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")}

    def __init__(self, *args: Any, study: Study, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = self.fields["participant"]
        people.queryset = study.participants.select_related("persona")  # type: ignore[attr-defined]
        people.label_from_instance = person_label  # type: ignore[attr-defined]
        people.empty_label = "Choose a person"  # type: ignore[attr-defined]
        self.fields["scheduled_at"].required = True
        if self.instance.pk:
            del self.fields["participant"]

    def clean_scheduled_at(self) -> datetime:
        when = self.cleaned_data["scheduled_at"]
        if not 2000 <= when.year < 2100:
            raise forms.ValidationError("Give a day between 2000 and 2099, as in 2026-11-25 14:00.")
        return when

    def clean_minutes(self) -> int:
        minutes = self.cleaned_data["minutes"]
        if not 5 <= minutes <= 480:
            raise forms.ValidationError("Give 5 to 480 minutes.")
        return minutes


def person_label(participant: Participant) -> str:
    persona = f", {participant.persona.name}" if participant.persona else ""
    return f"{participant.code}{persona} ({participant.get_stage_display().lower()})"
