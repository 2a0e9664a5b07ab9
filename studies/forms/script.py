from typing import Any

from django import forms

from studies.models import Question, Section, Study

MAX_PROBES = 12


class SectionForm(forms.ModelForm):
    class Meta:
        model = Section
        fields = ["title", "kind", "minutes", "note"]
        labels = {"note": "What it is for"}

    def clean_minutes(self) -> int:
        minutes = self.cleaned_data["minutes"]
        if minutes > 240:
            raise forms.ValidationError("Give at most 240 minutes.")
        return minutes


class QuestionForm(forms.ModelForm):
    probe_lines = forms.CharField(
        label="Probes", required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text="One a line."
    )

    class Meta:
        model = Question
        fields = ["text", "minutes", "objective", "assumptions"]
        labels = {"text": "Question", "assumptions": "Could disprove"}
        widgets = {"text": forms.Textarea(attrs={"rows": 2}), "assumptions": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, study: Study, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["objective"].queryset = study.objectives.all()  # type: ignore[attr-defined]
        self.fields["objective"].empty_label = "No objective"  # type: ignore[attr-defined]
        self.fields["assumptions"].queryset = study.assumptions.all()  # type: ignore[attr-defined]
        self.fields["probe_lines"].initial = "\n".join(self.instance.probes)

    def clean_text(self) -> str:
        return " ".join(self.cleaned_data["text"].split())

    def clean_probe_lines(self) -> list[str]:
        probes = [line.strip() for line in self.cleaned_data["probe_lines"].splitlines() if line.strip()]
        if len(probes) > MAX_PROBES:
            raise forms.ValidationError(f"Keep it to {MAX_PROBES} probes; nobody can ask more after one question.")
        for number, probe in enumerate(probes, start=1):
            if len(probe) > 300:
                raise forms.ValidationError(f"Probe {number} is too long. Give at most 300 letters.")
        return probes

    def save(self, commit: bool = True) -> Question:
        self.instance.probes = self.cleaned_data["probe_lines"]
        return super().save(commit)


class NewQuestionForm(forms.Form):
    text = forms.CharField(max_length=500, label="New question", widget=forms.Textarea(attrs={"rows": 2}))

    def clean_text(self) -> str:
        return " ".join(self.cleaned_data["text"].split())


class KeepForm(forms.Form):
    rule = forms.CharField(max_length=30)
    reason = forms.CharField(max_length=300)
