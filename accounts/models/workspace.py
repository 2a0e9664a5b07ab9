"""The workspaces people share, and in which role."""

from __future__ import annotations

import uuid

from django.db import models, transaction
from django.utils import timezone

from accounts.bell import members_changed
from accounts.models.people import User
from accounts.refusal import Refused


class Role(models.TextChoices):
    VIEWER = "viewer", "Viewer"
    EDITOR = "editor", "Editor"
    OWNER = "owner", "Owner"


class WorkspaceQuerySet(models.QuerySet["Workspace"]):
    def visible_to(self, user: User) -> WorkspaceQuerySet:
        return self.filter(memberships__user=user)


class Workspace(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120)
    # Who has no second step of signing in is led to set one up, and sees nothing here before.
    second_step_required = models.BooleanField(default=False, db_default=False)
    created_at = models.DateTimeField(default=timezone.now)

    objects = WorkspaceQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    def people(self) -> models.QuerySet[User]:
        return User.objects.members_of(self)

    @classmethod
    def open_for(cls, user: User, name: str) -> Workspace:
        with transaction.atomic():
            workspace = cls.objects.create(name=name)
            Membership.objects.create(workspace=workspace, user=user, role=Role.OWNER)
        return workspace


class Membership(models.Model):
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role)
    joined_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "user"], name="one_membership_a_workspace"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="membership_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user} in {self.workspace} as {self.role}"

    def change_role(self, role: str, by: User | None = None) -> None:
        with transaction.atomic():
            self._guard_last_owner(unless=role == Role.OWNER)
            before, self.role = self.role, role
            self.save(update_fields=["role"])
            members_changed(self.workspace_id)
            self._audit("member.role_changed", by, before=before, role=role)

    def end(self, by: User | None = None) -> None:
        """Left, if it was the member who ended it."""
        with transaction.atomic():
            self._guard_last_owner()
            self.delete()
            members_changed(self.workspace_id)
            self._audit("member.left" if by == self.user else "member.removed", by)

    def _audit(self, act: str, by: User | None, **details: str) -> None:
        from accounts.models.audit_log import audit  # which stands on this file

        audit(self.workspace, act, by, thing=self.user_id, **details)

    def _guard_last_owner(self, unless: bool = False) -> None:
        """Locks the owners' rows, so that two owners can't step down in the same moment."""
        owners = self.workspace.memberships.select_for_update().filter(role=Role.OWNER)
        if not unless and self.role == Role.OWNER and {owner.pk for owner in owners} == {self.pk}:
            raise Refused("A workspace keeps at least one owner. Make somebody else an owner first.")
