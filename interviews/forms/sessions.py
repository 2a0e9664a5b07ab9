from typing import Any

from django import forms

from interviews.models import AssumptionSignal, Debrief, Interview, Kind, Participant, Signal
from studies.models import Study

LONGEST_LINE = 10_000
LONGEST_CALL_MS = 24 * 60 * 60 * 1000


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

    def clean_minutes(self) -> int:
        minutes = self.cleaned_data["minutes"]
        if not 5 <= minutes <= 480:
            raise forms.ValidationError("Give 5 to 480 minutes.")
        return minutes


def person_label(participant: Participant) -> str:
    persona = f", {participant.persona.name}" if participant.persona else ""
    return f"{participant.code}{persona} ({participant.get_stage_display().lower()})"


class LineForm(forms.Form):
    """One typed line as the browser sends it."""

    text = forms.CharField(max_length=LONGEST_LINE, strip=False)
    kind = forms.ChoiceField(choices=[choice for choice in Kind.choices if choice[0] != Kind.TURN])
    offset_ms = forms.IntegerField(min_value=0, max_value=LONGEST_CALL_MS)
    base = forms.IntegerField(min_value=0, max_value=2**31 - 1)
    question = forms.IntegerField(required=False)

    def __init__(self, *args: Any, study: Study, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.study = study

    def clean_text(self) -> str:
        text = self.cleaned_data["text"].replace("\x00", "").strip()
        if not text:
            raise forms.ValidationError("A line needs words.")
        return text

    def clean_question(self) -> int | None:
        pk = self.cleaned_data["question"]
        # A question removed while the call runs must not hold the line back: the line is kept without it.
        return pk if pk and self.study.questions.filter(pk=pk).exists() else None


class DebriefForm(forms.ModelForm):
    class Meta:
        model = Debrief
        fields = ["quick_facts", "memorable", "surprises", "follow_ups"]
        labels = {
            "quick_facts": "Quick facts",
            "memorable": "The words you remember",
            "surprises": "What surprised you",
            "follow_ups": "What to follow up",
        }
        help_texts = {
            "quick_facts": "Who they are, in two or three facts. No names.",
            "surprises": "What you would not have guessed this morning.",
        }
        widgets = {
            "quick_facts": forms.Textarea(attrs={"rows": 3}),
            "surprises": forms.Textarea(attrs={"rows": 3}),
            "follow_ups": forms.Textarea(attrs={"rows": 3}),
            "memorable": forms.RadioSelect,
        }

    def __init__(self, *args: Any, interview: Interview, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.assumptions = list(interview.study.assumptions.order_by("number"))
        memorable = self.fields["memorable"]
        memorable.queryset = interview.notes.standing().filter(kind=Kind.VERBATIM)  # type: ignore[attr-defined]
        memorable.label_from_instance = lambda note: note.text  # type: ignore[attr-defined]
        memorable.empty_label = "None of these"  # type: ignore[attr-defined]
        mine = self.instance.pk and {row.assumption_id: row.signal for row in self.instance.signals.all()}
        for assumption in self.assumptions:
            self.fields[f"signal_{assumption.pk}"] = forms.ChoiceField(
                choices=Signal.choices, required=False, widget=forms.RadioSelect,
                label=f"{assumption.code} {assumption.statement}", initial=(mine or {}).get(assumption.pk),
            )  # fmt: skip

    @property
    def signals(self) -> list[Any]:
        return [self[f"signal_{assumption.pk}"] for assumption in self.assumptions]

    def save(self, commit: bool = True) -> Debrief:
        debrief = super().save(commit)
        debrief.signals.all().delete()
        AssumptionSignal.objects.bulk_create(
            AssumptionSignal(debrief=debrief, assumption=assumption, signal=signal)
            for assumption in self.assumptions
            if (signal := self.cleaned_data.get(f"signal_{assumption.pk}"))
        )
        return debrief
