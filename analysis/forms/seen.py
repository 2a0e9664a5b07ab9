"""Forms that two people may have open at once: each writes only what they changed, and neither overrules the other unseen."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.html import format_html_join
from django.utils.safestring import SafeString


class SeenForm(forms.ModelForm):
    """The page carries what its fields held (`seen`) beside what they hold now. Whoever changes words that somebody else
    changed meanwhile is shown those first; saving again puts theirs in the place.

    Without what was seen, from a page that doesn't carry it, all of it counts as changed.
    """

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in self.touched & data.keys():
            now, seen = _plain(self.initial.get(name)), self._seen(name)
            words = seen is not None and isinstance(self.fields[name], forms.CharField)
            if words and now not in {seen, _plain(data[name])}:
                said = f"to “{now}”" if now else "and emptied it"
                self.add_error(name, f"Somebody changed this meanwhile, {said}. Save again to put yours in its place.")
        return data

    @property
    def touched(self) -> set[str]:
        return {name for name in self.fields if self._seen(name) != _plain(self.data.get(self.add_prefix(name)))}

    @property
    def changes(self) -> dict[str, Any]:
        """What this person changed, to be written."""
        return {name: value for name, value in self.cleaned_data.items() if name in self.touched}

    @property
    def seen(self) -> SafeString:
        """Hidden inputs with what the fields hold now, for the page."""
        held = ((f"seen-{name}", _plain(self.initial.get(name))) for name in self.fields)
        return format_html_join("", '<input type="hidden" name="{}" value="{}">', held)

    def _seen(self, name: str) -> str | None:
        """None where the page doesn't say; that is nobody's value."""
        seen = self.data.get(f"seen-{name}")
        return None if seen is None else _plain(seen)


def _plain(value: Any) -> str:
    """As it would be written: running text, an id, or nothing."""
    return " ".join(str(value or "").split())
