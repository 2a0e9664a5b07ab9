from __future__ import annotations

from typing import Any

from django import forms

from accounts.models import User
from analysis.board.placing import Place
from analysis.models import Theme
from studies.models import Study


class PlacesField(forms.Field):
    """Cards as the board names them, once for each: "12.3" is quote 12 in theme 3; see Place."""

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
        if data.get("to") and not self.study.themes.standing().filter(pk=data["to"]).exists():
            self.add_error("theme", "That theme is gone or was archived. Choose another.")
        return data

    def target(self, by: User) -> Theme | None:
        """The theme, made if its name is new. Call it in the transaction that moves the cards."""
        if self.cleaned_data["to"] is None:
            return Theme.called(self.study, self.cleaned_data["theme"], by)
        return self.study.themes.filter(pk=self.cleaned_data["to"]).first()
