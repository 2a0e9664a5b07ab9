"""People who sign in, and the link that opens the door once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models, transaction
from django.db.models.functions import Lower
from django.utils import timezone

from accounts.tokens import hash_token, new_token

if TYPE_CHECKING:
    from accounts.models.workspace import Workspace

SIGN_IN_LINK_MINUTES = 60


def initials(name: str, email: str) -> str:
    words = (name or email.split("@")[0].replace(".", " ")).split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper() or "?"


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
        return initials(self.name, self.email)


def display_name(user: User) -> str:
    return str(user)


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
