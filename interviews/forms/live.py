from typing import Any
from uuid import UUID

from django import forms

from interviews.models import Kind
from interviews.models.interview import AskState
from interviews.models.note import NoteStance
from studies.models import Study

LONGEST_LINE = 10_000
LONGEST_CALL_MS = 24 * 60 * 60 * 1000
WHEN = f"The time in the call is a whole number of milliseconds, from 0 to {LONGEST_CALL_MS:,}."
LONGEST_NAME = 80
MOST_TOKENS = 40
TYPED = [choice for choice in Kind.choices if choice[0] != Kind.TURN]


class LineForm(forms.Form):
    """One typed line as the browser sends it."""

    text = forms.CharField(
        max_length=LONGEST_LINE, required=False, error_messages={"max_length": "%(show_value)d characters are too many: %(limit_value)d is the most. Cut the line in two."},
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
    # None where the page that sent the line knew no themes or assumptions yet: what the line has of them stays.
    themes = forms.Field(required=False)
    signals = forms.Field(required=False)
    # None where nothing is said of it: true takes the line away, false puts it back.
    removed = forms.NullBooleanField()
    done = forms.NullBooleanField()  # of a question kept for later: whether it was asked
    part_of = forms.UUIDField(required=False)  # of a new line: the one it was split from
    # Said off the record. None where the page that sent the line didn't know of it: the line stays as it is.
    off_record = forms.NullBooleanField(required=False)

    def __init__(self, data: dict[str, Any], *, study: Study) -> None:
        super().__init__({**data, "text": storable(data.get("text"))})
        self.study = study

    def clean_question(self) -> int | None:
        pk = self.cleaned_data["question"]
        # A question removed while the call runs must not hold the line back: the line is kept without it.
        return pk if pk and self.study.questions.filter(pk=pk).exists() else None

    def clean_themes(self) -> list[str] | None:
        sent = self.cleaned_data["themes"]
        if sent is None:
            return None
        if not isinstance(sent, list) or len(sent) > MOST_TOKENS or not all(isinstance(name, str) for name in sent):
            raise forms.ValidationError(f"Themes come as a list of names, at most {MOST_TOKENS}.")
        names = {squeezed.lower(): squeezed for name in sent if (squeezed := " ".join((storable(name) or "").split()))}
        if any(len(name) > LONGEST_NAME for name in names.values()):
            raise forms.ValidationError(f"A theme’s name has at most {LONGEST_NAME} characters.")
        return list(names.values())

    def clean_signals(self) -> dict[int, str] | None:
        """Stances by the assumption's id. An assumption removed while the call runs must not hold the line back."""
        sent = self.cleaned_data["signals"]
        if sent is None:
            return None
        try:
            stances = {int(one["assumption"]): str(one["stance"]) for one in sent}
        except (TypeError, KeyError, ValueError, OverflowError):
            stances = {0: ""}
        if len(stances) > MOST_TOKENS or not set(stances.values()) <= set(NoteStance.values):
            raise forms.ValidationError("Say of each assumption whether the line is for it, against it or touches it.")
        known = {pk for pk in stances if abs(pk) < 2**63}
        standing = set(self.study.assumptions.filter(pk__in=known).values_list("pk", flat=True)) if known else set()
        return {pk: stance for pk, stance in stances.items() if pk in standing}

    def clean(self) -> dict[str, Any]:
        line = super().clean() or {}
        if line.get("text") == "" and line.get("kind") != Kind.MARK:
            self.add_error("text", "A line needs words.")
        if line.get("text") and line.get("kind") == Kind.MARK:
            self.add_error("kind", "A time marker has no words. Say which kind of line it has become.")
        return line


class MarkForm(forms.Form):
    """What happened at a time marker."""

    kind = forms.ChoiceField(choices=[choice for choice in TYPED if choice[0] != Kind.MARK], label="Kind of line")
    text = forms.CharField(max_length=LONGEST_LINE, label="What happened", widget=forms.Textarea(attrs={"rows": 4}))


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


class StretchForm(forms.Form):
    """A stretch of the call off the record, as a browser knows it; without an end it goes on."""

    stretch = forms.UUIDField()
    began_ms = forms.IntegerField(min_value=0, max_value=LONGEST_CALL_MS)
    ended_ms = forms.IntegerField(min_value=0, max_value=LONGEST_CALL_MS, required=False)


class EraseForm(forms.Form):
    """`unsent`: ids of lines off the record that wait on this person's device, and are given up there too."""

    unsent: Any = forms.CharField(required=False, max_length=40_000)

    def clean_unsent(self) -> list[UUID]:
        try:
            return [UUID(pk) for pk in self.cleaned_data["unsent"].split()]
        except ValueError:
            raise forms.ValidationError("Lines are named by their ids.") from None
