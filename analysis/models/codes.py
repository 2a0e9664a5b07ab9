"""What a round of coding is about and what came of it: its units, its themes, the answers, the settled disagreements.

The answers are no tags and stand on no board. Until both coders have submitted they are nobody's but the coder's:
`CodeQuerySet.open_to` is the one gate.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.models import User
from interviews.models import ConsentRecord, Interview, Kind, Note, Purpose
from interviews.models.consent import who_allow
from interviews.models.transcript import SpeakerRole


class RoundState(models.TextChoices):
    OPEN = "open", "Being coded"
    DONE = "done", "Both have submitted"
    CANCELLED = "cancelled", "Cancelled"


def lines_to_code(interviews: Sequence[Interview] | models.QuerySet[Interview]) -> models.QuerySet[Note]:
    """One participant's turns, or the words of theirs that were typed where there is no transcript; only what may be quoted."""
    lines = Note.objects.filter(_quotable(""), interview__in=interviews)
    return lines.filter(models.Q(interview__transcript=None) | models.Q(transcript__isnull=False)).exclude(text="")


def _quotable(line: str) -> models.Q:
    """`line`: the way to it, as in "note__". `Note.may_be_quoted` with the person's consent, as a condition."""
    said = models.Q(**{f"{line}kind": Kind.VERBATIM}) | models.Q(
        **{f"{line}kind": Kind.TURN, f"{line}speaker__role": SpeakerRole.PARTICIPANT}
    )
    stands = models.Q(**{f"{line}deleted_at": None, f"{line}off_record": False})
    theirs = with_consent(Interview.objects.filter(pk=models.OuterRef(f"{line}interview")))
    return said & stands & models.Q(models.Exists(theirs))


def with_consent(interviews: models.QuerySet[Interview]) -> models.QuerySet[Interview]:
    """Of people who let themselves be quoted, and haven't said no to written notes."""
    notes = ConsentRecord.objects.filter(participant=models.OuterRef("participant"), purpose=Purpose.NOTES)
    latest = models.Subquery(notes.order_by("-pk").values("granted")[:1])
    asked = interviews.filter(who_allow(Purpose.QUOTES)).alias(notes_granted=latest)
    return asked.filter(models.Q(notes_granted=None) | models.Q(notes_granted=True))


def digest_of(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()[:24]


class UnitQuerySet(models.QuerySet["CodingUnit"]):
    def standing(self) -> UnitQuerySet:
        """Whose words may still be shown: not withdrawn, not put off the record, not removed meanwhile."""
        return self.filter(_quotable("note__"))


class CodingUnit(models.Model):
    """One line to be judged. It keeps no words of its own: they are read where they stand, or not at all."""

    round = models.ForeignKey("analysis.CodingRound", models.CASCADE, related_name="units")
    note = models.ForeignKey(Note, models.CASCADE, related_name="+")
    position = models.PositiveIntegerField()
    digest = models.CharField(max_length=24)  # by which it shows that the words were changed since

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["round", "note"], name="coding_unit_once_a_round"),
            models.UniqueConstraint(fields=["round", "position"], name="coding_unit_has_a_place"),
        ]

    def __str__(self) -> str:
        return f"Unit {self.position + 1}"

    @property
    def changed(self) -> bool:
        """Whether the words aren't those the round began with."""
        return digest_of(self.note.text) != self.digest


class CodedTheme(models.Model):
    """A theme as it stood when the round began.

    `theme_id` is no reference: a theme may be merged or removed meanwhile, and what was coded under it still was.
    analysis/coding/fates.py says what has become of it.
    """

    round = models.ForeignKey("analysis.CodingRound", models.CASCADE, related_name="themes")
    theme_id = models.BigIntegerField()
    name = models.CharField(max_length=80)
    definition = models.CharField(max_length=300, blank=True)
    colour = models.PositiveSmallIntegerField()
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["round", "theme_id"], name="coded_theme_once_a_round")]

    def __str__(self) -> str:
        return self.name


class CodeQuerySet(models.QuerySet["Code"]):
    def open_to(self, reader: User | None) -> CodeQuerySet:
        """Blind: until both have submitted, a coder's answers are nobody's but their own. None: whoever a file is passed to."""
        both_in = models.Q(coder__round__state=RoundState.DONE)
        return self.filter(both_in | models.Q(coder__user=reader) if reader else both_in)


class Code(models.Model):
    """This coder says that the theme applies to the unit. No row says that it doesn't."""

    coder = models.ForeignKey("analysis.Coder", models.CASCADE, related_name="codes")
    unit = models.ForeignKey(CodingUnit, models.CASCADE, related_name="codes")
    theme = models.ForeignKey(CodedTheme, models.CASCADE, related_name="codes")

    uncounted = True  # before something is removed: their number would tell what somebody found

    objects = CodeQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["coder", "unit", "theme"], name="code_once")]

    def __str__(self) -> str:
        return f"{self.theme_id} on {self.unit_id}"


class Settlement(models.Model):
    """What became of a disagreement."""

    unit = models.ForeignKey(CodingUnit, models.CASCADE, related_name="settlements")
    theme = models.ForeignKey(CodedTheme, models.CASCADE, related_name="settlements")
    applies = models.BooleanField()
    remark = models.CharField(max_length=400, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "theme"], name="settled_once")]

    def __str__(self) -> str:
        return f"{self.unit_id}: {'applies' if self.applies else 'doesn’t apply'}"
