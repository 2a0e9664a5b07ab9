"""Themes and assumptions typed into a line of a call become tags and evidence, in the transaction that saves the line.

Only a participant's own words can be tagged or weighed, and only where they may be quoted; on any other line the names stay
what they are. What somebody else did with the words is never undone from here.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.dispatch import receiver

from accounts.models import User
from accounts.refusal import Refused
from analysis.models import Quote, Stance, Theme
from analysis.quoting.correcting import follow_line
from analysis.quoting.off_record import give_up_quotes
from interviews.models import Note, NoteStance, Purpose
from interviews.models.note import Typed
from interviews.signals import line_saved

WEIGHED = {NoteStance.FOR: Stance.FOR, NoteStance.AGAINST: Stance.AGAINST}


@receiver(line_saved)
def keep_in_step(note: Note, by: User, before: Typed, now: Typed | None = None, **_: Any) -> None:
    if note.off_record:
        give_up_quotes(note, by, before)
        return
    now = now or Typed.on(note)
    typed = bool(before.themes or before.stances or now.themes or now.stances)
    if note.deleted_at is None:
        follow_line(note, before.text, by, cited=False, whole=not typed)
    if not typed:
        return
    theirs = note.deleted_at is None and note.may_be_quoted
    if theirs and not note.interview.participant.allows(Purpose.QUOTES):
        return
    try:
        with transaction.atomic():  # a refusal takes back what was made here, never the line
            _settle(note, by, before, now if theirs else Typed(note.text))
    except Refused:
        return


def _settle(note: Note, by: User, before: Typed, now: Typed) -> None:
    note.study.lock()
    quote = _whole(note, before.text)
    if quote and before.text != now.text and not quote.citations.exists():
        quote.follow(note, by)  # an insight goes on citing what it cited
    elif not quote or before.text != now.text:
        quote = _whole(note, now.text)
    if now.themes or any(stance in WEIGHED for stance in now.stances.values()):
        quote = Quote.whole(note, by)
    if quote:
        _tag(quote, by, before, now)
        _weigh(quote, by, before, now)
        _let_go(quote, by)


def _whole(note: Note, words: str) -> Quote | None:
    """The quote that is the whole line, as it read then."""
    if not words:
        return None
    return note.quotes_starting.filter(last_note=note, start=0, end=len(words), text=words).first()


def _tag(quote: Quote, by: User, before: Typed, now: Typed) -> None:
    for name in sorted(now.themes):
        Theme.called(quote.study, name, by).tag(quote, by)
    kept = {name.lower() for name in now.themes}
    for name in before.themes:
        mine = quote.tags.filter(theme__name__iexact=name, author=by).select_related("theme")
        for tag in mine if name.lower() not in kept else ():
            tag.theme.untag(quote, by)


def _weigh(quote: Quote, by: User, before: Typed, now: Typed) -> None:
    weighed = {row.assumption_id: row for row in quote.evidence.select_related("assumption")}
    for assumption in quote.study.assumptions.filter(pk__in={*before.stances, *now.stances}):
        there = weighed.get(assumption.pk)
        if there and there.author_id != by.pk:
            continue  # somebody else's reading
        stance = WEIGHED.get(NoteStance(now.stances.get(assumption.pk, NoteStance.TOUCHES)))
        if stance and (there is None or there.stance != stance):
            quote.weigh(assumption, stance, by)
        elif there and not stance:
            quote.unweigh(assumption, by)


def _let_go(quote: Quote, by: User) -> None:
    """A quote that was only made for what was typed goes when nothing typed is left; one that is used stays."""
    used = quote.tags.exists() or quote.evidence.exists() or quote.citations.exists()
    if not used and quote.author_id == by.pk:
        quote.discard(by)
