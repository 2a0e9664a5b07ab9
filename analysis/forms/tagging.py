"""What the reading page sends: a range of words in code points, and the theme they go under."""

from __future__ import annotations

from typing import Any

from django import forms

from analysis.models import Grade, Stance, Theme
from analysis.quoting.tagging import Choice, Stretch
from interviews.models import Interview
from studies.models import Assumption, Study

GONE = "This line isn’t here any more. Load the page again, then select the words."
OUTSIDE = "The selection reaches outside its line. Select the words again."
CORRECTED = "Somebody corrected these words while you read them. Look at them again, then select."
LONGEST = 50_000


class PlainForm(forms.Form):
    @property
    def why(self) -> str:
        """The first thing that is wrong, as a sentence."""
        return next((str(error) for errors in self.errors.values() for error in errors), "")


class ChoiceForm(PlainForm):
    """A theme from the list, or a name; a name that exists is that theme."""

    theme = forms.ModelChoiceField(
        Theme.objects.none(),
        required=False,
        error_messages={"invalid_choice": "This theme is gone. Choose another one."},
    )
    name = forms.CharField(
        max_length=80,
        required=False,
        error_messages={"max_length": "A theme’s name has at most 80 characters. Say it shorter."},
    )

    def __init__(self, *args: Any, study: Study, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["theme"].queryset = study.themes.all()  # type: ignore[attr-defined]

    def choice(self) -> Choice:
        return Choice(self.cleaned_data["theme"], self.cleaned_data["name"])


class AlsoForm(ChoiceForm):
    """One more theme for a quote: here one has to be named."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not (data.get("theme") or data.get("name")):
            self.add_error("name", "Type the theme’s name.")
        return data


class RangeForm(PlainForm):
    """Words of an interview. With the revisions of the first line and the last, where the page knows them: offsets count
    only in the words they were counted in."""

    first = forms.UUIDField(error_messages={"invalid": GONE, "required": GONE})
    start = forms.IntegerField(
        min_value=0, error_messages={"min_value": OUTSIDE, "invalid": OUTSIDE, "required": OUTSIDE}
    )
    last = forms.UUIDField(error_messages={"invalid": GONE, "required": GONE})
    end = forms.IntegerField(
        min_value=0, error_messages={"min_value": OUTSIDE, "invalid": OUTSIDE, "required": OUTSIDE}
    )

    first_revision = forms.IntegerField(required=False)
    last_revision = forms.IntegerField(required=False)

    def __init__(self, *args: Any, interview: Interview, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.interview = interview

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        named = {name: data[name] for name in ("first", "last") if name in data}
        lines = self.interview.notes.standing().select_related("speaker").in_bulk(set(named.values()))
        for name, pk in named.items():
            data[name] = lines.get(pk)
            if data[name] is None:
                self.add_error(name, GONE)
        if not self.errors and _corrected_since(data):
            raise forms.ValidationError(CORRECTED)
        if not self.errors and not _inside(data):
            raise forms.ValidationError(OUTSIDE)
        return data

    def stretch(self) -> Stretch:
        data = self.cleaned_data
        first, last = data["first"], data["last"]
        first.interview = last.interview = self.interview
        return Stretch(first, data["start"], last, data["end"])


class QuoteForm(RangeForm, ChoiceForm):
    def __init__(self, *args: Any, interview: Interview, **kwargs: Any) -> None:
        super().__init__(*args, interview=interview, study=interview.study, **kwargs)


class CorrectForm(PlainForm):
    """A line's words, and the revision they were made of."""

    base = forms.IntegerField(min_value=1, error_messages={"required": GONE, "invalid": GONE, "min_value": GONE})
    text = forms.CharField(
        max_length=LONGEST,
        error_messages={
            "required": "A line needs words. Leave it as it is, or write what was said.",
            "max_length": "A line has at most 50,000 characters.",
        },
    )

    def clean_text(self) -> str:
        return "\n".join(str(self.cleaned_data["text"]).splitlines())


def _corrected_since(data: dict[str, Any]) -> bool:
    seen = ((data["first"], data.get("first_revision")), (data["last"], data.get("last_revision")))
    return any(revision is not None and revision != note.revision for note, revision in seen)


def _inside(data: dict[str, Any]) -> bool:
    return data["start"] <= len(data["first"].text) and data["end"] <= len(data["last"].text)


class WeighForm(PlainForm):
    assumption = forms.ModelChoiceField(Assumption.objects.none(), error_messages={"required": "Choose an assumption."})
    stance = forms.ChoiceField(
        choices=Stance.choices, error_messages={"required": "Say whether the words speak for or against it."}
    )

    def __init__(self, *args: Any, study: Study, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assumption"].queryset = study.assumptions.all()  # type: ignore[attr-defined]


class GradeForm(PlainForm):
    """How much a quote weighs; nothing takes the grade away again. `assumption`: the ledger it was graded from, if it was."""

    grade = forms.TypedChoiceField(
        choices=Grade.choices,
        coerce=int,
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": "Choose one of the four grades, 0 to 3."},
    )
    assumption = forms.IntegerField(min_value=1, required=False)
