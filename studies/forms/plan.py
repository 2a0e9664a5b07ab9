from typing import Any

from django import forms

from studies.models import Assumption, Objective, Persona, Study, Verdict


class ObjectiveForm(forms.ModelForm):
    class Meta:
        model = Objective
        fields = ["text"]
        labels = {"text": "What must we learn?"}


class PersonaForm(forms.ModelForm):
    class Meta:
        model = Persona
        fields = ["name", "criteria", "target"]
        labels = {"name": "Who", "criteria": "How we know one", "target": "How many to hear"}
        help_texts = {
            "name": "A kind of person, as short as a job title.",
            "criteria": "What must be true of them. A screener can be made from it.",
            "target": "Five or six to start with.",
        }
        widgets = {"criteria": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, study: Study, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.study = study

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if self.study.personas.filter(name=name).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(f"There is a persona “{name}” already. Choose another name.")
        return name

    def clean_target(self) -> int:
        target = self.cleaned_data["target"]
        if not 1 <= target <= 500:
            raise forms.ValidationError("Give a number from 1 to 500.")
        return target


class AssumptionForm(forms.ModelForm):
    class Meta:
        model = Assumption
        fields = ["statement", "persona", "risk", "if_wrong", "bar_k", "bar_n", "bar_sign", "disproof"]
        labels = {
            "statement": "We believe that",
            "persona": "About",
            "risk": "Risk if we are wrong",
            "if_wrong": "What that would cost us",
            "bar_k": "Holds if at least",
            "bar_n": "of how many people",
            "bar_sign": "describe",
            "disproof": "What would disprove it",
        }
        help_texts = {
            "bar_sign": "Something they did, not something they think.",
            "disproof": "What somebody could say that would change your mind.",
        }

    def __init__(self, *args: Any, study: Study, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["persona"].queryset = study.personas.all()  # type: ignore[attr-defined]
        self.fields["persona"].empty_label = "Everybody"  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        least, people = data.get("bar_k"), data.get("bar_n")
        if (least is None) != (people is None) and not {"bar_k", "bar_n"} & self.errors.keys():
            self.add_error("bar_n" if people is None else "bar_k", "A bar needs both numbers, as in “at least 5 of 8”.")
        elif least is not None and people is not None and not 1 <= least <= people:
            self.add_error("bar_k", f"Choose a number from 1 to {people}, as in “at least 5 of 8”.")
        return data


class VerdictForm(forms.Form):
    verdict = forms.ChoiceField(choices=Verdict.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label="Why", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Others read this later. Say what you heard, and from whom.",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("verdict") != Verdict.OPEN and not data.get("reason", "").strip():
            self.add_error("reason", "A verdict needs a reason that others can read later.")
        return data
