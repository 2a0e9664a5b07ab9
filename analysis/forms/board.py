from __future__ import annotations

from typing import Any

from django import forms

from accounts.models import User
from analysis.models import Theme
from analysis.models.theme import COLOURS
from analysis.placing import Place
from studies.models import Study

# design.md section 1; each mark has a shape of its own.
COLOUR_NAMES = (
    "Indigo", "Pine", "Ochre", "Sky", "Plum", "Umber", "Rose", "Teal", "Moss", "Slate", "Graphite", "Aubergine",
)  # fmt: skip


class PlacesField(forms.Field):
    """Cards as the board names them, once for each: "12.3" is quote 12 in theme 3."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> list[Place]:
        places = [Place.parse(each) for each in value or []]
        if None in places:
            raise forms.ValidationError("One of the cards isn't known. Load the page again.")
        return list(dict.fromkeys(place for place in places if place))


class PlaceForm(forms.Form):
    """Where cards go: to a theme by its id (0: to none), or by a name, which may be new."""

    card = PlacesField(label="Quotes", error_messages={"required": "Choose at least one quote."})
    to = forms.IntegerField(min_value=0, required=False)
    theme = forms.CharField(max_length=80, required=False)

    def __init__(self, *args: Any, study: Study, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "place-%s"} | kwargs)
        self.study = study

    def clean_theme(self) -> str:
        return " ".join(self.cleaned_data["theme"].split())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("to") is None and not data.get("theme") and "to" not in self.errors:
            self.add_error("theme", "Name the theme: one that is there, or a new one.")
        if data.get("to") and not self.study.themes.filter(pk=data["to"]).exists():
            self.add_error("theme", "That theme is gone. Choose another.")
        return data

    def target(self, by: User) -> Theme | None:
        """The theme, made if its name is new. Call it in the transaction that moves the cards."""
        if self.cleaned_data["to"] is None:
            return Theme.called(self.study, self.cleaned_data["theme"], by)
        return self.study.themes.filter(pk=self.cleaned_data["to"]).first()


class ThemeForm(forms.ModelForm):
    """`clash` is the other theme that has the name already: the two may want merging."""

    colour = forms.TypedChoiceField(
        coerce=int, choices=list(zip(range(1, COLOURS + 1), COLOUR_NAMES, strict=True)), widget=forms.RadioSelect
    )
    clash: Theme | None = None

    class Meta:
        model = Theme
        fields = ["name", "definition", "colour"]
        labels = {"definition": "What belongs here, in one sentence"}
        help_texts = {"definition": "As in “Reasons to put off the count until nobody is watching.”"}
        error_messages = {"name": {"required": "Give the theme a name."}}

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        themes = self.instance.study.themes.exclude(pk=self.instance.pk)
        self.clash = themes.filter(name__iexact=name).first()
        if self.clash:
            raise forms.ValidationError(f"There is a theme “{self.clash}” already. Merge the two or rename.")
        return name


class NewThemeForm(forms.Form):
    name = forms.CharField(max_length=80, error_messages={"required": "Give the theme a name."})

    def __init__(self, *args: Any, study: Study, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "new-%s"} | kwargs)
        self.study = study

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        there = self.study.themes.filter(name__iexact=name).first()
        if there:
            raise forms.ValidationError(f"There is a theme “{there}” already. Choose another name.")
        return name
