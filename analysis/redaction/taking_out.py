"""Taking words out of a study wherever they stand, and putting them back.

Everything that shows, searches or exports words reads them from the same fields, so they are replaced there, at the root, and quotes are
cut anew over the lines they lie on. Contacts keep names apart from words anyway, and the audit log holds none.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Cast
from django.utils import timezone

from accounts.models import User, audit
from accounts.refusal import Refused
from analysis.models import About, Change, Quote, Redaction
from analysis.redaction.places import LINES, QUOTES, Written, everywhere
from analysis.redaction.replacing import Replaced, may_hold, put_words_back, replace_words
from analysis.redaction.sealed import Swap, swap_in_sealed
from interviews.models import Debrief, Interview, Note
from interviews.models.consent import why_withheld
from interviews.models.legal_hold import demand_no_hold_in
from studies.models import Study
from studies.models.event import record
from studies.models.ordering import next_number

SHOWN = 12
Rows = Callable[[Written], models.QuerySet[Any]]  # those of a kind that may be concerned


class Busy(Exception):
    """A line came in while the study was gone through; it is gone through again."""


@dataclass
class Reach:
    """Where words stand: how many places of each kind, and some of the lines as they would read."""

    counts: Counter[str] = field(default_factory=Counter)
    lines: list[tuple[Note, Replaced]] = field(default_factory=list)

    @property
    def places(self) -> int:
        return sum(self.counts.values())

    @property
    def kinds(self) -> list[tuple[str, int]]:
        return list(self.counts.items())


def take_out(text: str, words: str, token: str) -> Replaced | None:
    """Of a person also the genitive: "Müllers" are Müller’s."""
    return replace_words(text, words, token, genitive=token.startswith(f"[{About.PERSON}"))


def reach_of(study: Study, words: str, token: str, reader: User, interview: Interview | None = None) -> Reach:
    """Nothing is changed. Lines that may not be read any more are counted, not shown; debriefs that this person may not
    read yet aren't even counted.
    """
    found = Reach()
    withheld: dict[int, bool] = {}
    for written in everywhere(interview):
        rows = written.rows(study, words, interview)
        if written is LINES:
            rows = rows.select_related("interview__participant")
        elif written.model is Debrief:
            rows = rows.filter(pk__in=Debrief.objects.open_to(reader).values("pk"))
        for row in rows.iterator(chunk_size=500):
            texts = _texts([getattr(row, name) for name in written.fields])
            changed = [made for text in texts if (made := take_out(text, words, token))]
            if not changed or (written is LINES and row.deleted_at):
                continue
            found.counts[written.name] += 1
            if written is LINES and len(found.lines) < SHOWN and row.text == changed[0].before:
                who = row.interview.participant
                if who.pk not in withheld:
                    withheld[who.pk] = bool(why_withheld(who))
                if not withheld[who.pk]:
                    found.lines.append((row, changed[0]))
    return found


def redact(study: Study, words: str, about: str, days: int, by: User, interview: Interview | None = None) -> Redaction:
    """A token for these words in the whole study, or in one interview. Owners may put them back for so many days."""
    words = " ".join(words.split())
    if not words:
        raise Refused("Say which words to take out.")
    if not days:
        demand_no_hold_in(study)
    return _until_quiet(lambda: _redact(study, words, about, days, by, interview))


def _redact(study: Study, words: str, about: str, days: int, by: User, interview: Interview | None) -> Redaction:
    with transaction.atomic():
        held = _hold(study, LINES.rows(study, words, interview))
        redaction = Redaction(
            study=study, interview=interview, about=about, by=by, places=0, until=Redaction.last_day(days),
            number=next_number(study.redactions.filter(about=about)),
        )  # fmt: skip
        while _stands(study, redaction.token):  # of one whose row went with a person
            redaction.number += 1
        token = redaction.token
        spelled: dict[str, list[str]] = {}

        def swap(text: str, place: str) -> Replaced | None:
            made = take_out(text, words, token)
            if made:
                spelled[place] = list(made.spelled)
            return made

        lines = _write(study, held, lambda written: written.rows(study, words, interview), swap, by, interview)
        if not spelled:
            raise Refused("These words stand nowhere here. Check their spelling.")
        redaction.places = len(spelled)
        concerned = Interview.objects.filter(pk__in={line.interview_id for line in lines})
        redaction.people = sorted(set(concerned.values_list("participant", flat=True)))
        swap_in_sealed(study, swap, interview)
        if days:
            redaction.words, redaction.spelled = words, spelled
        redaction.save()
        _history(study, words, lambda text: made.text if (made := take_out(text, words, token)) else text)
        record(study, "redaction", by)
        audit(study.workspace, "words.redact", by, thing=redaction.pk, study=study.pk, places=redaction.places)
    return redaction


def _stands(study: Study, token: str) -> bool:
    return any(written.holding(study, token).exists() for written in everywhere())


def put_back(redaction: Redaction, by: User) -> None:
    """Refused when its time is over; the words are gone then."""
    _until_quiet(lambda: _put_back(redaction, by))


def _put_back(redaction: Redaction, by: User) -> None:
    study, token = redaction.study, redaction.token
    with transaction.atomic():
        held = _hold(study, LINES.holding(study, token))
        row = Redaction.objects.select_for_update().get(pk=redaction.pk)
        if not row.can_be_put_back:
            raise Refused("Nobody can put these words back any more.")

        def swap(text: str, place: str) -> Replaced | None:
            return put_words_back(text, token, row.spelled.get(place, ()), row.words)

        _write(study, held, lambda written: written.holding(study, token), swap, by)
        swap_in_sealed(study, swap)
        row.words, row.spelled, row.undone_at, row.undone_by = "", {}, timezone.now(), by
        row.save(update_fields=["words", "spelled", "undone_at", "undone_by"])
        record(study, "redaction", by)
        audit(study.workspace, "words.put_back", by, thing=row.pk, study=study.pk, places=row.places)
    redaction.refresh_from_db()


def _until_quiet(act: Callable[[], Any]) -> Any:
    for _ in range(5):
        try:
            return act()
        except Busy:
            continue
    raise Refused("Somebody is typing these words just now. Wait a moment, and try again.")


def _hold(study: Study, lines: models.QuerySet[Note]) -> list[Note]:
    """The lines concerned, then the study: in the order in which everybody else takes them. Removed lines too."""
    held = list(lines.select_for_update(no_key=True, of=("self",)))
    study.lock()
    if set(lines.values_list("pk", flat=True)) - {line.pk for line in held}:
        raise Busy
    return held


def _write(
    study: Study, held: Iterable[Note], rows_of: Rows, swap: Swap, by: User, interview: Interview | None = None
) -> list[Note]:
    made = _rewrite_lines(held, swap)
    texts = {line.pk: text for line, text in made.items()}
    over = Quote.objects.filter(study=study).filter(
        Q(pk__in=rows_of(QUOTES).values("pk")) | Q(first_note__in=made) | Q(last_note__in=made)
    )
    for quote in over.select_related("study", "first_note__interview", "last_note").order_by("pk"):
        alone = swap(quote.text, _place(quote, "text"))
        if alone or {quote.first_note_id, quote.last_note_id} & texts.keys():
            quote.rewrite(texts, alone, by)
    for written in everywhere(interview):
        if written not in {LINES, QUOTES}:
            for row in rows_of(written):
                _rewrite_row(row, written, swap)
    for line in made:
        record(study, "note", by, interview=line.interview_id, note=line.pk)
    return list(made)


def _rewrite_lines(held: Iterable[Note], swap: Swap) -> dict[Note, Replaced]:
    made: dict[Note, Replaced] = {}
    for line in held:
        changes: dict[str, Any] = {}
        if text := swap(line.text, _place(line, "text")):
            changes["text"], made[line] = text.text, text
        names = _rewritten(line, "theme_names", swap)
        if names != line.theme_names:
            changes["theme_names"] = names
        if changes:
            line.revise(changes)
    return made


def _rewrite_row(row: models.Model, written: Written, swap: Swap) -> None:
    changes = {}
    for name in written.fields:
        now = _rewritten(row, name, swap)
        if now == getattr(row, name):
            continue
        most = getattr(row._meta.get_field(name), "max_length", None)
        if most and len(now) > most:
            raise Refused(f"With the token in it, a text of “{written.name}” is too long. Shorten it first: {row}")
        changes[name] = now
    if changes:
        type(row)._default_manager.filter(pk=row.pk).update(**changes)


def _rewritten(row: models.Model, name: str, swap: Swap) -> Any:
    """A field with every text in it swapped; a list or an object has several, told apart by their number."""
    numbers = itertools.count()

    def one(text: str) -> str:
        made = swap(text, _place(row, f"{name}:{next(numbers)}"))
        return made.text if made else text

    return _walk(getattr(row, name), one)


def _place(row: models.Model, name: str) -> str:
    return f"{row._meta.model_name}:{row.pk}:{name}"


def _walk(value: Any, change: Callable[[str], str]) -> Any:
    """Every text in a value as the database holds it, keys of an object too."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [_walk(each, change) for each in value]
    if isinstance(value, dict):
        return {_walk(key, change): _walk(each, change) for key, each in value.items()}
    return value


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for each in value.items() if isinstance(value, dict) else value:
            yield from _texts(list(each) if isinstance(each, tuple) else each)


def _history(study: Study, words: str, change: Callable[[str], str]) -> None:
    """What the journal still says of themes and their notes, the step that is being written now included."""
    said = {"was": Cast("before", models.TextField()), "became": Cast("after", models.TextField())}
    rows = Change.objects.filter(step__study=study).annotate(**said)
    for row in rows.filter(Q(was__regex=may_hold(words)) | Q(became__regex=may_hold(words))):
        images = {name: getattr(row, name) for name in ("before", "after")}
        swapped = {name: _image(image, change) for name, image in images.items() if image is not None}
        Change.objects.filter(pk=row.pk).update(**swapped)


def _image(image: dict[str, Any], change: Callable[[str], str]) -> dict[str, Any]:
    """Its keys are names of fields, and no words of the study."""
    return {name: _walk(value, change) for name, value in image.items()}
