"""What a participant agreed to: one record for each purpose and answer, to a version of the form.

Records are only added to, which the database holds as well. A changed mind is a new one; the latest for a purpose stands.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from accounts.models import Actor, User, audit
from accounts.planned import all_rows, one_row
from accounts.refusal import Refused
from studies.models.event import record

if TYPE_CHECKING:
    from interviews.models.consent_form import ConsentForm
    from interviews.models.consent_paper import ConsentPaper
    from interviews.models.interview import Interview
    from interviews.models.note import Note
    from interviews.models.people import Participant
    from studies.models import Study


class Purpose(models.TextChoices):
    NOTES = "notes", "Written notes"
    RECORDING = "recording", "Recording"
    TRANSCRIPTION = "transcription", "Machine transcription"
    QUOTES = "quotes", "Quotes under a code"
    NAMED_QUOTES = "named_quotes", "Quotes under my name"
    OBSERVERS = "observers", "Observers in the call"
    RECONTACT = "recontact", "Being asked again"

    @property
    def words(self) -> str:
        """The purpose inside a sentence: "P11 said no to …"."""
        return PURPOSE_WORDS[self]


PURPOSE_WORDS = {
    Purpose.NOTES: "written notes",
    Purpose.RECORDING: "recording",
    Purpose.TRANSCRIPTION: "machine transcription",
    Purpose.QUOTES: "being quoted",
    Purpose.NAMED_QUOTES: "being quoted by name",
    Purpose.OBSERVERS: "observers",
    Purpose.RECONTACT: "being asked again",
}


class Method(models.TextChoices):
    WRITTEN = "written", "Written, by mail or message"
    SPOKEN = "spoken", "Said aloud"
    PAPER = "paper", "On paper"
    LINK = "link", "On their own page"
    WITHDREW = "withdrew", "By withdrawing"

    @classmethod
    def by_hand(cls) -> list[tuple[str, str]]:
        """What somebody of the team can write down."""
        return [(value, label) for value, label in cls.choices if value not in {cls.LINK, cls.WITHDREW}]


@dataclass(frozen=True)
class SaidAloud:
    """Where on the record an answer was spoken, and who heard it; `line` is the note that says so."""

    heard_by: User
    interview: Interview | None = None
    at_ms: int | None = None
    line: Note | None = None


class ConsentRecord(models.Model):
    participant = models.ForeignKey("interviews.Participant", models.CASCADE, related_name="consent_records")
    form = models.ForeignKey("interviews.ConsentForm", models.RESTRICT, related_name="records")
    # The language it was read in; empty where a form had one text only.
    language = models.CharField(max_length=2, blank=True, default="", db_default="")
    purpose = models.CharField(max_length=14, choices=Purpose)
    granted = models.BooleanField()
    method = models.CharField(max_length=8, choices=Method)
    captured_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    heard_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    said_in = models.ForeignKey("interviews.Interview", models.SET_NULL, null=True, related_name="+")
    said_ms = models.PositiveIntegerField(null=True)
    said_line = models.ForeignKey("interviews.Note", models.SET_NULL, null=True, related_name="+")
    paper = models.ForeignKey("interviews.ConsentPaper", models.SET_NULL, null=True, related_name="records")

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["participant", "purpose", "-id"])]
        constraints = [models.CheckConstraint(condition=models.Q(purpose__in=Purpose.values), name="purpose_known")]

    def __str__(self) -> str:
        return f"{self.purpose}: {'yes' if self.granted else 'no'}"

    @classmethod
    def capture(
        cls,
        participant: Participant,
        answers: Mapping[str, bool],
        method: str,
        by: User | None,
        form: ConsentForm | None = None,
        *,
        language: str = "",
        said: SaidAloud | None = None,
        paper: ConsentPaper | None = None,
    ) -> list[ConsentRecord]:
        """Write down answers, by purpose, to the form's standing version. Purposes not named are left as they were.

        Without `by` it was the participant, on their own page.
        """
        participant.demand_standing()
        form = form or participant.study.consent_forms.first()
        if form is None:
            raise Refused("Write the consent form first: an answer must say which text it answered.")
        if form.study_id != participant.study_id:
            raise Refused("This form belongs to another study.")
        rows = [
            ConsentRecord(
                participant=participant,
                form=form,
                language=language,
                purpose=Purpose(purpose),
                granted=granted,
                method=method,
                captured_by=by,
                heard_by=said.heard_by if said else None,
                said_in=said.interview if said else None,
                said_ms=said.at_ms if said else None,
                said_line=said.line if said else None,
                paper=paper,
            )
            for purpose, granted in answers.items()
        ]
        with transaction.atomic():
            written = ConsentRecord.objects.bulk_create(rows)
            record(participant.study, "consent", by, participant=participant.pk)
            audit(
                participant.study.workspace,
                "consent.answer",
                by,
                actor="" if by else Actor.PARTICIPANT,
                thing=participant.pk,
                study=participant.study_id,
                form=form.pk,
                method=str(method),
                yes=sorted(row.purpose for row in rows if row.granted),
                no=sorted(row.purpose for row in rows if not row.granted),
            )
        return written


def standing_answers(participants: Sequence[Participant]) -> dict[int, dict[str, bool]]:
    """What each of many participants says as it stands: participant id -> purpose -> yes or no. One query."""
    records = ConsentRecord.objects.filter(participant__in=participants)
    answers: dict[int, dict[str, bool]] = {}
    for row in records.order_by("participant_id", "purpose", "-pk").distinct("participant_id", "purpose"):
        answers.setdefault(row.participant_id, {})[row.purpose] = row.granted
    return answers


LATEST = """
    select granted, at from interviews_consentrecord where participant_id = %s and purpose = %s order by id desc limit 1
"""


def latest_answer(participant: Participant, purpose: Purpose) -> tuple[bool | None, datetime | None]:
    """Yes or no to one purpose, and when; twice None who was never asked. Asked at every line, so planned once."""
    return one_row(LATEST, (participant.pk, purpose.value)) or (None, None)


class Answer(NamedTuple):
    granted: bool
    at: datetime


STANDING = """
    select distinct on (purpose) purpose, granted, at from interviews_consentrecord where participant_id = %s
    order by purpose, id desc
"""


def latest_answers(participant: Participant) -> dict[str, Answer]:
    """The latest answer to each purpose that was ever asked about; where the forms they answered aren't needed."""
    return {purpose: Answer(granted, at) for purpose, granted, at in all_rows(STANDING, (participant.pk,))}


def standing_consent(participant: Participant) -> dict[str, ConsentRecord]:
    """The latest record for each purpose that was ever answered."""
    records = participant.consent_records.order_by("purpose", "-pk").distinct("purpose").select_related("form")
    return {row.purpose: row for row in records}


def why_withheld(participant: Participant, standing: Mapping[str, ConsentRecord | Answer] | None = None) -> str:
    """Why nobody may read this person's words, as a sentence; empty when they may be read.

    `standing`: their `standing_consent` or `latest_answers`, where it is at hand. Who wasn't asked yet withholds nothing: interviews held
    elsewhere come in before the answer is written down.
    """
    if standing is None:
        granted, at = latest_answer(participant, Purpose.NOTES)
    else:
        answer = standing.get(Purpose.NOTES)
        granted, at = (answer.granted, answer.at) if answer else (None, None)
    return "" if granted or at is None else f"{participant.code} said no to written notes on {at:%-d %b %Y}."


def who_allow(purpose: Purpose) -> models.Exists | models.Q:
    """A condition on rows that have a `participant`: that person's latest word on the purpose is yes.

    Who said no to written notes lets nothing be quoted of them either, whatever they said before.
    """
    latest = (
        ConsentRecord.objects.filter(participant=models.OuterRef("participant"), purpose=purpose)
        .order_by("-pk")
        .values("pk")[:1]
    )
    agreed = models.Exists(
        ConsentRecord.objects.filter(participant=models.OuterRef("participant"), granted=True, pk__in=latest)
    )
    return models.Q(agreed) & ~models.Q(who_refuse(Purpose.NOTES)) if purpose == Purpose.QUOTES else agreed


def people_who_allow(study: Study, purpose: Purpose) -> list[int]:
    """Ids of a study's people whose latest word on the purpose is yes. For pages that ask it of thousands of rows: a list of
    people is looked up in no time, where `who_allow` looks through the answers row by row.

    With them those who withdrew and left anonymous counts, once their quotes hold no words any more."""
    asked = {purpose, Purpose.NOTES} if purpose == Purpose.QUOTES else {purpose}
    answers = ConsentRecord.objects.filter(participant__study=study, purpose__in=asked)
    withdrawn = "participant__withdrawal__outcome", "participant__withdrawal__steps"
    latest = answers.order_by("participant", "purpose", "-pk").distinct("participant", "purpose")
    rows = list(latest.values_list("participant", "purpose", "granted", *withdrawn))
    silent = {person for person, about, granted, *_ in rows if about != purpose and not granted}
    return [
        person
        for person, about, granted, end, steps in rows
        if about == purpose and ((granted and person not in silent) or (end == "counts" and "quotes" in steps))
    ]


def who_refuse(purpose: Purpose, via: str = "participant") -> models.Exists:
    """A condition on rows that lead to a participant: that person's latest word on the purpose is no."""
    later = ConsentRecord.objects.filter(
        participant=models.OuterRef("participant"), purpose=purpose, pk__gt=models.OuterRef("pk")
    )
    return models.Exists(
        ConsentRecord.objects.filter(
            ~models.Exists(later), participant=models.OuterRef(via), purpose=purpose, granted=False
        )
    )
