"""The workspaces people share, and in which role."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from accounts.bell import members_changed
from accounts.models.people import User
from accounts.refusal import Refused
from accounts.second_step import has_second_step, steps_of


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

    def ask_for_second_step(self, by: User) -> None:
        """From the next request on, and in open streams at once, nobody is here without one."""
        if not has_second_step(by):
            raise Refused("Set up a second step for yourself first. Else you would lock yourself out.")
        self._set_second_step(True, by, "workspace.second_step_on")

    def drop_second_step(self, by: User) -> None:
        self._set_second_step(False, by, "workspace.second_step_off")

    def _set_second_step(self, is_required: bool, by: User, act: str) -> None:
        from accounts.models.audit_log import audit  # which stands on this file

        with transaction.atomic():
            changed = Workspace.objects.filter(pk=self.pk).exclude(second_step_required=is_required)
            if changed.update(second_step_required=is_required):
                members_changed(self.pk)
                audit(self, act, by)
        self.second_step_required = is_required


class MembershipQuerySet(models.QuerySet["Membership"]):
    def with_second_step(self) -> MembershipQuerySet:
        """Each with whether its person has a second step of signing in."""
        return self.annotate(second_step=models.Exists(steps_of(models.OuterRef("user"))))


class Membership(models.Model):
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role)
    joined_at = models.DateTimeField(default=timezone.now)

    objects = MembershipQuerySet.as_manager()

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

    def _audit(self, act: str, by: User | None, **details: Any) -> None:
        from accounts.models.audit_log import audit  # which stands on this file

        audit(self.workspace, act, by, thing=self.user_id, **details)

    def _guard_last_owner(self, unless: bool = False) -> None:
        """Locks the owners' rows, so that two owners can't step down in the same moment."""
        owners = self.workspace.memberships.select_for_update().filter(role=Role.OWNER)
        if not unless and self.role == Role.OWNER and {owner.pk for owner in owners} == {self.pk}:
            raise Refused("A workspace keeps at least one owner. Make somebody else an owner first.")
