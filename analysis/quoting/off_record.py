"""What becomes of quotes, tags and evidence when their words go off the record, or are erased."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.dispatch import receiver

from accounts.models import User
from accounts.templatetags.ui import clock
from analysis.journal.forgetting import forget_names, forget_places
from analysis.models import Quote, Theme
from interviews.models import Interview, Note
from interviews.models.note import Typed
from interviews.signals import lines_erased
from studies.models import Study


def give_up_quotes(note: Note, by: User, before: Typed) -> None:
    """Every quote that holds words of the line goes. A line that was never on the record has none."""
    if not before.text:
        return
    note.study.lock()  # whoever takes a quote holds it too, and looks again
    for quote in Quote.objects.over(note).select_related("study"):
        quote.discard(by)


@receiver(lines_erased)
def forget(notes: Sequence[Note], interview: Interview, by: User, **_: Any) -> None:
    for note in notes:
        give_up_quotes(note, by, Typed(note.text))
    study = interview.study
    typed = _typed_only_here(study, notes)
    for theme in _made_for(study, typed):
        theme.remove(by)
    forget_places(notes)
    forget_names(study, typed)


def _typed_only_here(study: Study, notes: Sequence[Note]) -> dict[str, datetime]:
    """Names of themes that no other line has, with when the line was written: they are words as well."""
    typed = {name.lower(): note.created_at for note in notes for name in note.theme_names}
    elsewhere = study.notes.exclude(pk__in=[note.pk for note in notes]).exclude(theme_names=[])
    kept = (
        {name.lower() for names in elsewhere.values_list("theme_names", flat=True) for name in names}
        if typed
        else set()
    )
    return {name: at for name, at in typed.items() if name not in kept}


def _made_for(study: Study, typed: Mapping[str, datetime]) -> list[Theme]:
    """Themes that came into being in these lines and have been used for nothing else."""
    empty = study.themes.filter(tags=None, definition="")
    return [
        theme
        for theme in (empty if typed else ())
        if (name := theme.name.lower()) in typed and theme.created_at >= typed[name]
    ]


def reach(note: Note) -> list[str]:
    """What goes when the line goes off the record, as lines for people; empty where nothing hangs on it."""
    quotes = Quote.objects.over(note)
    count, cited = quotes.count(), quotes.exclude(citations=None).distinct().count()
    if not count:
        return []
    lines = ["1 quote goes with it." if count == 1 else f"{count} quotes go with it."]
    if cited:
        codes = quotes.exclude(citations=None).order_by("citations__insight__number")
        names = [f"I{number}" for number in dict.fromkeys(codes.values_list("citations__insight__number", flat=True))]
        lines.append(f"{cited} of them {'is' if cited == 1 else 'are'} cited on {', '.join(names)}.")
    weighed = quotes.exclude(evidence=None).order_by("evidence__assumption__number")
    about = [f"A{n}" for n in dict.fromkeys(weighed.values_list("evidence__assumption__number", flat=True))]
    if about:
        lines.append(f"It is no evidence on {', '.join(about)} any more.")
    return lines


def why_off(note: Note) -> list[str]:
    """Why the line is off the record, and what it means that it isn't any more; as lines for people."""
    code = note.interview.participant.code
    at = note.offset_ms or 0
    begun = note.interview.off_records.filter(began_ms__lte=at).select_related("began_by")
    stretch = begun.filter(Q(ended_ms=None) | Q(ended_ms__gt=at)).first()
    if stretch:
        by = f" by {stretch.began_by.initials}" if stretch.began_by else ""
        why = f"It was typed while the call was off the record, from {clock(stretch.began_ms)} on{by}."
    else:
        why = "It was put off the record by hand, or while it was being typed."
    return [why, f"On the record it can be quoted and exported. Do it only if {code} agrees."]
