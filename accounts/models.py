"""People who sign in, the workspaces they share, and the links that let them in."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models, transaction
from django.db.models.functions import Lower
from django.utils import timezone

from accounts.bell import members_changed
from accounts.refusal import Refused
from accounts.tokens import hash_token, new_token

INVITATION_DAYS = 14
SIGN_IN_LINK_MINUTES = 60


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def members_of(self, workspace: Workspace) -> models.QuerySet[User]:
        return self.filter(memberships__workspace=workspace).order_by("name", "email")

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractUser):
    username = None  # type: ignore[assignment]
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    email = models.EmailField("e-mail", unique=True)
    name = models.CharField(max_length=120, blank=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_any_case")]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)

    def owns_address(self, email: str) -> bool:
        """Whether the address is theirs, by a letter that was answered."""
        return self.emailaddress_set.filter(email__iexact=email, verified=True).exists()  # type: ignore[attr-defined]

    @property
    def initials(self) -> str:
        words = (self.name or self.email.split("@")[0].replace(".", " ")).split()
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper() or "?"


def display_name(user: User) -> str:
    return str(user)


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

    def change_role(self, role: str) -> None:
        with transaction.atomic():
            self._guard_last_owner(unless=role == Role.OWNER)
            self.role = role
            self.save(update_fields=["role"])
            members_changed(self.workspace_id)

    def end(self) -> None:
        with transaction.atomic():
            self._guard_last_owner()
            self.delete()
            members_changed(self.workspace_id)

    def _guard_last_owner(self, unless: bool = False) -> None:
        """Locks the owners' rows, so that two owners can't step down in the same moment."""
        owners = self.workspace.memberships.select_for_update().filter(role=Role.OWNER)
        if not unless and self.role == Role.OWNER and {owner.pk for owner in owners} == {self.pk}:
            raise Refused("A workspace keeps at least one owner. Make somebody else an owner first.")


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
        invitation = cls.objects.create(
            workspace=workspace,
            role=role,
            email=email,
            invited_by=by,
            token_hash=hash_token(token),
            expires_at=timezone.now() + timedelta(days=INVITATION_DAYS),
        )
        return invitation, token

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
        return membership


class SignInLink(models.Model):
    """Opens the door once, for the first start on one's own machine and for support."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"link for {self.user}"

    @classmethod
    def issue(cls, user: User) -> str:
        token = new_token()
        expires = timezone.now() + timedelta(minutes=SIGN_IN_LINK_MINUTES)
        cls.objects.create(user=user, token_hash=hash_token(token), expires_at=expires)
        return token

    @classmethod
    def redeem(cls, token: str) -> User | None:
        """The link's person, once: the row is gone afterwards."""
        with transaction.atomic():
            link = cls.objects.select_for_update().select_related("user").filter(token_hash=hash_token(token)).first()
            if link is None:
                return None
            link.delete()
        return link.user if link.expires_at > timezone.now() and link.user.is_active else None
