from typing import Any

from django import forms

from interviews.models import Kind
from interviews.models.interview import AskState
from studies.models import Study

LONGEST_LINE = 10_000
LONGEST_CALL_MS = 24 * 60 * 60 * 1000
WHEN = f"The time in the call is a whole number of milliseconds, from 0 to {LONGEST_CALL_MS:,}."
TYPED = [choice for choice in Kind.choices if choice[0] != Kind.TURN]


class LineForm(forms.Form):
    """One typed line as the browser sends it."""

    text = forms.CharField(
        max_length=LONGEST_LINE, error_messages={"required": "A line needs words.", "max_length": "%(show_value)d characters are too many: %(limit_value)d is the most. Cut the line in two."},
    )  # fmt: skip
    kind = forms.ChoiceField(
        choices=TYPED, error_messages={"required": "Say which kind of line it is.", "invalid_choice": "“%(value)s” isn’t a kind of line."},
    )  # fmt: skip
    offset_ms = forms.IntegerField(
        min_value=0, max_value=LONGEST_CALL_MS, error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), WHEN),
    )  # fmt: skip
    base = forms.IntegerField(min_value=0, max_value=2**31 - 1)
    question = forms.IntegerField(required=False)
    # Whose line it is: a device on which somebody else has signed in since must not save it as theirs.
    author = forms.CharField(required=False)

    def __init__(self, data: dict[str, Any], *, study: Study) -> None:
        super().__init__({**data, "text": storable(data.get("text"))})
        self.study = study

    def clean_question(self) -> int | None:
        pk = self.cleaned_data["question"]
        # A question removed while the call runs must not hold the line back: the line is kept without it.
        return pk if pk and self.study.questions.filter(pk=pk).exists() else None


def storable(text: Any) -> str | None:
    """The text without what the database can't hold: NUL, and halves of a character that were torn apart."""
    if not isinstance(text, str):
        return None
    return text.replace("\x00", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


class TurnForm(forms.Form):
    """On to another question, or past the last one: what became of the one left behind, and when."""

    to: Any = forms.ModelChoiceField(queryset=None, required=False)
    left_as = forms.ChoiceField(choices=[("", ""), (AskState.ASKED, ""), (AskState.SKIPPED, "")], required=False)
    at_ms = forms.IntegerField(min_value=0, max_value=LONGEST_CALL_MS)

    def __init__(self, *args: Any, study: Study, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = study.questions.all()  # type: ignore[attr-defined]
