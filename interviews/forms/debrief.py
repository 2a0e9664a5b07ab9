from typing import Any

from django import forms

from interviews.models import Debrief, Interview, Note, Signal
from interviews.records.debriefs import heard_about, words_of

FORM_ID = "debrief-form"
ROWS = {"surprises": 4, "needs": 4, "follow_ups": 3, "quick_facts": 3}
SIGNALS = [*Signal.choices, ("", "Not sure")]


class DebriefForm(forms.ModelForm):
    """Its fields stand all over the page, between forms of their own, so each names the form it belongs to."""

    class Meta:
        model = Debrief
        fields = ["surprises", "memorable", "needs", "follow_ups", "quick_facts"]
        labels = {
            "quick_facts": "Who they are, in two or three facts",
            "memorable": "The words you remember",
            "surprises": "What surprised you",
            "needs": "What they need or struggle with",
            "follow_ups": "What to follow up",
        }
        help_texts = {
            "quick_facts": "No names: work, size, how they do it today.",
            "surprises": "What you would not have guessed this morning.",
            "needs": "Needs, pains and wishes you heard, one a line. Not our solutions.",
            "follow_ups": "What to ask next time, whom to write to, what to look up.",
        }
        widgets = {
            **{name: forms.Textarea(attrs={"rows": rows, "form": FORM_ID}) for name, rows in ROWS.items()},
            "memorable": forms.RadioSelect(attrs={"form": FORM_ID}),
        }

    def __init__(
        self,
        *args: Any,
        interview: Interview,
        seen: str | None = None,
        quotable: bool = True,
        withheld: bool = False,
        **kwargs: Any,
    ) -> None:
        """`seen`: the stamp of the version the writer had before them. `withheld`: none of the call's lines may be shown."""
        super().__init__(*args, **kwargs)
        self.interview = interview
        self.seen = seen
        self.assumptions = list(interview.study.assumptions.order_by("number"))
        self.heard = {} if withheld else heard_about(interview)
        self._offer_words(words_of(interview) if quotable and not withheld else [])
        mine = {row.assumption_id: row.signal for row in self.instance.signals.all()} if self.instance.pk else {}
        for assumption in self.assumptions:
            self.fields[f"signal_{assumption.pk}"] = forms.ChoiceField(
                choices=SIGNALS, required=False, widget=forms.RadioSelect(attrs={"form": FORM_ID}),
                label=f"{assumption.code} {assumption.statement}", initial=mine.get(assumption.pk, ""),
            )  # fmt: skip

    def _offer_words(self, words: list[Note]) -> None:
        """Only what the participant said can be remembered as their words."""
        memorable = self.fields["memorable"]
        self.words = words
        offered = Note.objects.filter(pk__in=[note.pk for note in words])
        memorable.queryset = offered.order_by("position", "pk")  # type: ignore[attr-defined]
        memorable.label_from_instance = lambda note: note.text  # type: ignore[attr-defined]
        memorable.empty_label = "None of these"  # type: ignore[attr-defined]

    @property
    def signals(self) -> list[Any]:
        """(assumption, its bound field, what was typed about it in the call), in the assumptions' order."""
        return [(one, self[f"signal_{one.pk}"], self.heard.get(one.pk, ())) for one in self.assumptions]

    def clean(self) -> dict[str, Any]:
        fields = super().clean() or {}
        if not any(fields.values()):
            raise forms.ValidationError("Write a line or give a signal: an empty debrief would open your teammates’.")
        return fields

    def write(self) -> Debrief:
        fields = dict(self.cleaned_data)
        given = {one.pk: fields.pop(f"signal_{one.pk}") for one in self.assumptions}
        signals = {pk: signal for pk, signal in given.items() if signal}
        return Debrief.write(self.interview, self.instance.author, signals, self.seen, **fields)
