from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms

from analysis.models import Insight, Quote, Side, Stance, Theme
from interviews.models import Participant
from studies.models import Study

NOWHERE = "none"
LONGEST_DETAIL = 20_000


class InsightForm(forms.ModelForm):
    class Meta:
        model = Insight
        fields = ["statement", "detail", "assumptions"]
        labels = {"statement": "In one sentence", "detail": "In more words", "assumptions": "Assumptions it bears on"}
        help_texts = {
            "statement": "One sentence that could be wrong. Say what people do, and when.",
            "detail": "What lies behind it. The report shows this under the sentence.",
        }
        error_messages = {"statement": {"required": "Write the sentence first, as in “People stop counting when …”."}}
        widgets = {
            "statement": forms.Textarea(attrs={"rows": 3}),
            "detail": forms.Textarea(attrs={"rows": 4}),
            "assumptions": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args: Any, study: Study, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assumptions"].queryset = study.assumptions.all()  # type: ignore[attr-defined]

    def clean_detail(self) -> str:
        detail: str = self.cleaned_data["detail"]
        if len(detail) > LONGEST_DETAIL:
            raise forms.ValidationError(
                f"Keep it under {LONGEST_DETAIL:,} characters; it has {len(detail):,}. Link to a longer text instead."
            )
        return detail

    def clean_statement(self) -> str:
        return " ".join(self.cleaned_data["statement"].split())


class QuoteFilterForm(forms.Form):
    """Narrows the quotes to choose from. What can't be read is ignored: a filter is never an error."""

    words = forms.CharField(required=False, max_length=200, label="Words", widget=forms.SearchInput)
    theme = forms.ModelChoiceField(Theme.objects.none(), required=False, empty_label="Any theme")
    participant = forms.ModelChoiceField(
        Participant.objects.none(), required=False, empty_label="Anybody", label="Person"
    )

    def __init__(self, *args: Any, study: Study, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["theme"].queryset = study.themes.standing()  # type: ignore[attr-defined]
        self.fields["participant"].queryset = Participant.objects.filter(  # type: ignore[attr-defined]
            pk__in=study.quotes.allowed().values("participant")
        )

    @property
    def chosen(self) -> dict[str, Any]:
        self.full_clean()
        return {name: value for name in self.fields if (value := self.cleaned_data.get(name))}

    def narrowed(self, quotes: Any) -> Any:
        chosen = self.chosen
        if "theme" in chosen:
            quotes = quotes.filter(tags__theme=chosen["theme"])
        if "participant" in chosen:
            quotes = quotes.filter(participant=chosen["participant"])
        return quotes.matching(chosen.get("words", ""))

    @property
    def address(self) -> str:
        """The filter as it stands, for links to the next page."""
        return urlencode({name: getattr(value, "pk", value) for name, value in self.chosen.items()})


class CiteForm(forms.Form):
    quote = forms.ModelChoiceField(Quote.objects.none())
    side = forms.ChoiceField(choices=[*Side.choices, (NOWHERE, "Take out")])

    def __init__(self, *args: Any, study: Study, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["quote"].queryset = study.quotes.all()  # type: ignore[attr-defined]


class WeighForm(forms.Form):
    quote = forms.ModelChoiceField(Quote.objects.none())
    stance = forms.ChoiceField(choices=[*Stance.choices, (NOWHERE, "Take out")])

    def __init__(self, *args: Any, study: Study, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["quote"].queryset = study.quotes.all()  # type: ignore[attr-defined]
