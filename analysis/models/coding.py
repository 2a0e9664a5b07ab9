"""Blind double coding: two people put the same units under the same themes without seeing each other's answers."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from accounts.access import ABILITIES, Ability
from accounts.models import User
from accounts.refusal import Refused
from analysis.models.codes import Code, CodedTheme, CodingUnit, RoundState, Settlement, digest_of, lines_to_code
from interviews.models import Interview, Note
from studies.models import Study
from studies.models.event import record
from studies.models.ordering import next_number

MOST_UNITS = 2_000
CODING_ROLES = [role for role, abilities in ABILITIES.items() if Ability.EDIT in abilities]
ENDED = "This round is over, so nothing more can be coded in it."


def may_code(study: Study) -> models.QuerySet[User]:
    """Members who edit."""
    members = User.objects.members_of(study.workspace)
    return members.filter(memberships__workspace=study.workspace, memberships__role__in=CODING_ROLES)


class CodingRound(models.Model):
    study = models.ForeignKey(Study, models.CASCADE, related_name="coding_rounds")
    number = models.PositiveIntegerField()
    lead = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    interviews = models.ManyToManyField(Interview, related_name="+")
    state = models.CharField(max_length=10, choices=RoundState, default=RoundState.OPEN)
    n_units = models.PositiveIntegerField()  # at its start: words that are withdrawn or removed leave it
    started_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)
    taken_over_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    taken_over_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["study", "number"], name="coding_round_number_once"),
            models.CheckConstraint(condition=models.Q(state__in=RoundState.values), name="coding_round_state_known"),
            models.CheckConstraint(
                condition=models.Q(state=RoundState.OPEN, ended_at=None)
                | (~models.Q(state=RoundState.OPEN) & models.Q(ended_at__isnull=False)),
                name="coding_round_ends_once",
            ),
        ]

    def __str__(self) -> str:
        return f"Round {self.number}"

    @property
    def is_open(self) -> bool:
        return self.state == RoundState.OPEN

    @property
    def is_done(self) -> bool:
        return self.state == RoundState.DONE

    @classmethod
    def start(cls, study: Study, interviews: Sequence[Interview], coders: Sequence[User], by: User) -> CodingRound:
        """The units and the themes are fixed as they stand now."""
        if len({coder.pk for coder in coders}) != 2:
            raise Refused("Choose two different people: each codes without seeing the other.")
        with transaction.atomic():
            study.lock()
            lines = list(lines_to_code(interviews).order_by("interview__started_at", "interview", "position", "id"))
            themes = list(study.themes.standing().order_by("position", "pk"))
            _demand_something(lines, themes)
            row = cls.objects.create(
                study=study, number=next_number(study.coding_rounds.all()), lead=by, n_units=len(lines)
            )
            row.interviews.set(dict.fromkeys(line.interview_id for line in lines))
            row.units.bulk_create(
                CodingUnit(round=row, note=line, position=position, digest=digest_of(line.text))
                for position, line in enumerate(lines)
            )
            row.themes.bulk_create(
                CodedTheme(
                    round=row, position=position, theme_id=theme.pk, name=theme.name,
                    definition=theme.definition, colour=theme.colour,
                )
                for position, theme in enumerate(themes)
            )  # fmt: skip
            Coder.objects.bulk_create([Coder(round=row, user=coder) for coder in coders])
            record(study, "coding", by, round=row.pk)
        return row

    def cancel(self, by: User) -> None:
        """The answers go; nobody but their coder has seen them, and nobody will."""
        with transaction.atomic():
            row = self._held(ENDED)
            list(row.coders.select_for_update(no_key=True))  # an answer under way is stored first, and goes too
            Code.objects.filter(coder__round=row).delete()
            row._end(RoundState.CANCELLED)
            record(self.study, "coding", by, round=self.pk)
        self.refresh_from_db()

    def replace(self, coder: Coder, user: User, by: User) -> Coder:
        """Somebody else takes the place of a coder who left, or can't code any more, and begins afresh."""
        with transaction.atomic():
            row = self._held(ENDED)
            held = Coder.objects.select_for_update(no_key=True).get(pk=coder.pk)
            if held.is_able():
                raise Refused(f"{held} is still coding. Only somebody who left can be replaced.")
            if row.coders.filter(user=user, left_at=None).exists():
                raise Refused(f"{user} codes in this round already.")
            if row.coders.coding().exclude(pk=held.pk).count() > 1:
                raise Refused("Both places are taken again. Load the page to see by whom.")
            held.retire()
            fresh = Coder.objects.create(round=row, user=user)
            record(self.study, "coding", by, round=self.pk)
        return fresh

    def settle(self, unit: CodingUnit, theme: CodedTheme, applies: bool, remark: str, by: User) -> Settlement:
        """What the two agree on after having talked; settling again changes it."""
        if not self.is_done:
            raise Refused("Both have to submit before anything can be settled.")
        with transaction.atomic():
            settled = {"applies": applies, "remark": remark.strip(), "by": by, "at": timezone.now()}
            row, _ = Settlement.objects.update_or_create(unit=unit, theme=theme, defaults=settled)
            record(self.study, "coding", by, round=self.pk)
        return row

    def unsettle(self, unit: CodingUnit, theme: CodedTheme, by: User) -> None:
        with transaction.atomic():
            Settlement.objects.filter(unit=unit, theme=theme, unit__round=self).delete()
            record(self.study, "coding", by, round=self.pk)

    def _held(self, otherwise: str) -> CodingRound:
        """The row, held until the transaction ends, while the round is open."""
        row = CodingRound.objects.select_for_update(no_key=True).get(pk=self.pk)
        if not row.is_open:
            raise Refused(otherwise)
        return row

    def _end(self, state: str) -> None:
        self.state, self.ended_at = state, timezone.now()
        self.save(update_fields=["state", "ended_at"])


def _demand_something(lines: Sequence[Note], themes: Sequence[object]) -> None:
    if not themes:
        raise Refused("There is no theme yet to code with. Make the first ones on the board.")
    if not lines:
        raise Refused("There is nothing to code in these interviews: no words that may be quoted.")
    if len(lines) > MOST_UNITS:
        raise Refused(f"These are {len(lines)} units. Choose fewer interviews: a round takes {MOST_UNITS} at most.")


class CoderQuerySet(models.QuerySet["Coder"]):
    def coding(self) -> CoderQuerySet:
        return self.filter(left_at=None)


class Coder(models.Model):
    round = models.ForeignKey(CodingRound, models.CASCADE, related_name="coders")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)

    objects = CoderQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "user"], condition=models.Q(left_at=None), name="coder_once_a_round"
            ),
            models.CheckConstraint(
                condition=models.Q(left_at=None) | models.Q(submitted_at=None), name="coder_submitted_or_left"
            ),
        ]

    def __str__(self) -> str:
        return str(self.user) if self.user else "Somebody whose account is gone"

    @property
    def initials(self) -> str:
        return self.user.initials if self.user else "?"

    def is_able(self) -> bool:
        """Whether they can go on, or have done their part: what was submitted stands, whoever leaves the team."""
        if self.submitted_at:
            return True
        if self.left_at or self.user_id is None:
            return False
        return may_code(self.round.study).filter(pk=self.user_id).exists()

    def put(self, unit: CodingUnit, themes: Collection[int]) -> None:
        """The whole answer for one unit: these themes of the round apply, and no other. Sent twice, it is saved once.

        No event is recorded: the bell would tell the other coder that, and when, something was found.
        """
        with transaction.atomic():
            self._held()
            known = set(self.round.themes.filter(pk__in=themes).values_list("pk", flat=True))
            if unit.round_id != self.round_id or known != set(themes):
                raise Refused("This theme or line isn’t part of the round. Load the page again.")
            mine = Code.objects.filter(coder=self, unit=unit)
            mine.exclude(theme__in=known).delete()
            Code.objects.bulk_create(
                [Code(coder=self, unit=unit, theme_id=theme) for theme in known], ignore_conflicts=True
            )

    def submit(self) -> bool:
        """No way back from here. Whether the round is complete with it."""
        with transaction.atomic():
            row = self.round._held(ENDED)
            held = self._held()
            held.submitted_at = timezone.now()
            held.save(update_fields=["submitted_at"])
            coders = list(row.coders.coding())
            complete = len(coders) == 2 and all(coder.submitted_at for coder in coders)
            if complete:
                row._end(RoundState.DONE)
            record(row.study, "coding", self.user, round=row.pk)
        self.refresh_from_db(fields=["submitted_at"])
        return complete

    def leave(self) -> None:
        """Their answers go with them; somebody else can take the place."""
        with transaction.atomic():
            row = self.round._held(ENDED)
            self._held().retire()
            record(row.study, "coding", self.user, round=row.pk)
        self.refresh_from_db(fields=["left_at"])

    def retire(self) -> None:
        if self.left_at is None:
            Code.objects.filter(coder=self).delete()
            self.left_at = timezone.now()
            self.save(update_fields=["left_at"])

    def _held(self) -> Coder:
        row = Coder.objects.select_for_update(no_key=True).get(pk=self.pk)
        if row.submitted_at:
            raise Refused("You have submitted. What you coded stays as it is, so that it was made without the other’s.")
        if row.left_at:
            raise Refused("You left this round.")
        if not CodingRound.objects.filter(pk=row.round_id, state=RoundState.OPEN).exists():
            raise Refused(ENDED)
        return row
