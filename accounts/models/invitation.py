"""The links that let somebody into a workspace."""

from __future__ import annotations

from datetime import timedelta

from django.db import models, transaction
from django.utils import timezone

from accounts.models.audit_log import audit
from accounts.models.people import User
from accounts.models.workspace import Membership, Role, Workspace
from accounts.refusal import Refused
from accounts.tokens import hash_token, new_token

INVITATION_DAYS = 14


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> InvitationQuerySet:
        """Whoever may not invite any more has no invitation standing either."""
        owners = Membership.objects.filter(
            role=Role.OWNER, workspace=models.OuterRef("workspace"), user=models.OuterRef("invited_by")
        )
        return self.filter(models.Exists(owners), accepted_at=None, expires_at__gt=timezone.now())


class Invitation(models.Model):
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="invitations")
    email = models.EmailField("e-mail", blank=True)
    role = models.CharField(max_length=10, choices=Role, default=Role.EDITOR)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(role__in=Role.values), name="invitation_role_known")]

    def __str__(self) -> str:
        return f"{self.role} of {self.workspace} until {self.expires_at:%d %b}"

    @classmethod
    def issue(cls, workspace: Workspace, role: str, by: User, email: str = "") -> tuple[Invitation, str]:
        """The invitation and its token; only this once is the token known."""
        token = new_token()
        with transaction.atomic():
            invitation = cls.objects.create(
                workspace=workspace,
                role=role,
                email=email,
                invited_by=by,
                token_hash=hash_token(token),
                expires_at=timezone.now() + timedelta(days=INVITATION_DAYS),
            )
            audit(workspace, "invitation.made", by, thing=invitation.pk, role=role)
        return invitation, token

    def withdraw(self, by: User) -> None:
        with transaction.atomic():
            pk = self.pk
            self.delete()
            audit(self.workspace, "invitation.withdrawn", by, thing=pk)

    @classmethod
    def opened_by(cls, token: str) -> Invitation | None:
        return cls.objects.open().select_related("workspace").filter(token_hash=hash_token(token)).first()

    def accept(self, user: User) -> Membership:
        """A member's invitation is left for whoever it is meant for; one sent to an address lets only that one in."""
        standing = self.workspace.memberships.filter(user=user).first()
        if standing:
            return standing
        if self.email and not user.owns_address(self.email):
            raise Refused(
                "This invitation was sent to another address. Sign in with that one, or ask for a link for yours."
            )
        with transaction.atomic():
            mine = Invitation.objects.select_for_update().open().filter(pk=self.pk).first()
            if mine is None:
                raise Refused("This invitation was used or has ended. Ask for a new one.")
            mine.accepted_at, mine.accepted_by = timezone.now(), user
            mine.save(update_fields=["accepted_at", "accepted_by"])
            membership, _ = Membership.objects.get_or_create(
                workspace=self.workspace, user=user, defaults={"role": mine.role}
            )
            audit(self.workspace, "member.joined", user, thing=user.pk, role=membership.role, invitation=self.pk)
        return membership
