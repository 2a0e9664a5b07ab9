from typing import Any

from django import forms

from studies.models import Study
from studies.script_templates import TEMPLATES


class NewStudyForm(forms.ModelForm):
    template = forms.ChoiceField(
        choices=[(key, f"{template.name}: {template.purpose}") for key, template in TEMPLATES.items()],
        initial="discovery",
        label="Script to start from",
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Study
        fields = ["title", "context"]
        labels = {"title": "The question", "context": "What it decides"}
        help_texts = {
            "title": "What do you need to learn that you can't find out at your desk?",
            "context": "One or two sentences: what will be done, or not done, with the answer.",
        }
        widgets = {"context": forms.Textarea(attrs={"rows": 3}), "title": forms.Textarea(attrs={"rows": 2})}

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())


class StudySettingsForm(forms.ModelForm):
    class Meta:
        model = Study
        fields = [
            "title",
            "context",
            "state",
            "owner",
            "decide_by",
            "language",
            "product_names",
            "jargon",
            "suggests_themes",
            "counts_new_themes",
        ]
        labels = {
            "title": "The question",
            "context": "What it decides",
            "product_names": "Names of our product",
            "jargon": "Words of ours that customers don't use",
            "language": "Language of the interviews",
            "suggests_themes": "Suggest themes while tagging",
        }
        help_texts = {
            "product_names": "With commas between. The question check warns when a question names them too early.",
            "jargon": "With commas between.",
            "language": "Search knows the word endings of most languages. After a change, a large study takes some seconds.",
            "suggests_themes": "Names the three likeliest themes for the words you chose, from this study’s own tags. Nothing leaves this server.",
            "counts_new_themes": "“Enough interviews?” under Themes. Switch it off where themes are nothing to count, as in reflexive analysis.",
        }
        widgets = {
            "context": forms.Textarea(attrs={"rows": 3}),
            "title": forms.Textarea(attrs={"rows": 2}),
            "decide_by": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, *args: Any, members: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = members  # type: ignore[attr-defined]
        self.fields["owner"].empty_label = "Nobody"  # type: ignore[attr-defined]
        self.fields["language"].required = False  # a page that was open since before there was this field sends none

    def clean_language(self) -> str:
        return self.cleaned_data["language"] or self.initial["language"]

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())
