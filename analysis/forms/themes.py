"""Forms about one theme: its name and place, merging, splitting."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from analysis.forms.seen import SeenForm
from analysis.models import Quote, Theme
from analysis.models.theme import COLOURS, ThemeQuerySet
from studies.models import Study

# design.md section 1; each mark has a shape of its own.
COLOUR_NAMES = (
    "Indigo", "Pine", "Ochre", "Sky", "Plum", "Umber", "Rose", "Teal", "Moss", "Slate", "Graphite", "Aubergine",
)  # fmt: skip
LONGEST_DEFINITION = 300


def may_hold(theme: Theme) -> ThemeQuerySet:
    """Themes that this one may stand inside: they stand for themselves and are in use."""
    return theme.study.themes.standing().filter(parent=None).exclude(pk=theme.pk)


class ThemeForm(SeenForm):
    """`clash` is the other theme that has the name already: the two may want merging. A theme that holds others has no
    choice of where it stands."""

    colour = forms.TypedChoiceField(
        coerce=int, choices=list(zip(range(1, COLOURS + 1), COLOUR_NAMES, strict=True)), widget=forms.RadioSelect
    )
    parent = forms.ModelChoiceField(
        Theme.objects.none(), required=False, label="Stands inside", empty_label="No other theme"
    )
    clash: Theme | None = None

    class Meta:
        model = Theme
        fields = ["name", "definition", "parent", "colour"]
        labels = {"definition": "What belongs here, in one sentence"}
        help_texts = {"definition": "As in “Reasons to put off the count until nobody is watching.”"}
        error_messages = {"name": {"required": "Give the theme a name."}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.nested.exists():
            del self.fields["parent"]
        else:
            self.fields["parent"].queryset = may_hold(self.instance)  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        self.clash = self.instance.study.themes.exclude(pk=self.instance.pk).called(name).first()
        if self.clash and self.clash.archived_at:
            raise forms.ValidationError(
                f"An archived theme is called “{self.clash}”. Restore it, or choose another name."
            )
        if self.clash:
            raise forms.ValidationError(f"There is a theme “{self.clash}” already. Merge the two or rename.")
        return name


class FreeNameForm(forms.Form):
    """A name that no theme of the study has yet, archived ones included."""

    name = forms.CharField(max_length=80, error_messages={"required": "Give the theme a name."})

    def __init__(self, *args: Any, study: Study, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "new-%s"} | kwargs)
        self.study = study

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        there = self.study.themes.called(name).first()
        if there and there.archived_at:
            raise forms.ValidationError(f"An archived theme is called “{there}”. Restore it, or choose another name.")
        if there:
            raise forms.ValidationError(f"There is a theme “{there}” already. Choose another name.")
        return name


class NewThemeForm(FreeNameForm):
    pass


class NestForm(forms.Form):
    parent = forms.ModelChoiceField(
        Theme.objects.none(), label="The theme it stands inside", empty_label="Choose a theme",
        error_messages={"required": "Choose the theme it stands inside.", "invalid_choice": "That theme is gone. Choose another."},
    )  # fmt: skip

    def __init__(self, *args: Any, theme: Theme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = may_hold(theme)  # type: ignore[attr-defined]


class MergeForm(forms.Form):
    """Which definition stays. Asked only where the theme that goes has one."""

    definition = forms.ChoiceField(label="The definition from now on", required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, theme: Theme, other: Theme, **kwargs: Any) -> None:
        self.definitions = {"own": other.definition, "taken": theme.definition}
        both = f"{other.definition} {theme.definition}"
        if other.definition and theme.definition and len(both) <= LONGEST_DEFINITION:
            self.definitions["both"] = both
        super().__init__(*args, **{"initial": {"definition": "own" if other.definition else "taken"}} | kwargs)
        if not theme.definition or theme.definition == other.definition:
            del self.fields["definition"]
        else:
            words = {"own": other.definition or f"None, as “{other}” has it now", "taken": theme.definition, "both": f"Both: {both}"}  # fmt: skip
            self.fields["definition"].choices = [(key, words[key]) for key in self.definitions]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> str | None:
        """The definition to write, None to leave it as it is."""
        choice = self.cleaned_data.get("definition") or "own"
        return None if choice == "own" else self.definitions[choice]


class SplitForm(FreeNameForm):
    """The quotes that leave, out of those that the page offered."""

    quote = forms.ModelMultipleChoiceField(
        Quote.objects.none(), error_messages={"required": "Tick the quotes that leave."}
    )

    def __init__(self, *args: Any, theme: Theme, quotes: QuerySet[Any], **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "split-%s"} | kwargs, study=theme.study)
        self.fields["name"].label = "The new theme"
        self.fields["quote"].queryset = quotes  # type: ignore[attr-defined]
