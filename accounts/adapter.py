from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest

from accounts.models import Invitation

INVITATION_KEY = "invitation-token"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "This account is switched off. Ask an owner of your workspace.",
        "duplicate_email": "This address is on your list already.",
        "email_password_mismatch": "This address and this password don’t belong together. Try again, or ask for a code.",
        "email_taken": "This address has an account already. Sign in with it.",
        "enter_current_password": "This is not your password now. Type the one you sign in with.",
        "incorrect_code": "This is not the code we sent. Type it again, or ask for a new one.",
        "incorrect_password": "This is not your password. Try again.",
        "rate_limited": "Too many tries. Wait a minute, then try again.",
        "same_as_current": "This is the one you have now. Type another one.",
        "too_many_login_attempts": "Too many tries. Wait a quarter of an hour, or choose a new password.",
        "unknown_email": "No account has this address.",
        "unverified_primary_email": "Confirm the main address first.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Closed servers still open to those who hold an invitation, as long as it stands."""
        return settings.OPEN_SIGNUP or Invitation.opened_by(request.session.get(INVITATION_KEY, "")) is not None

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """The account alone. With the host it was asked by, as the library has it, another port in it would be another count."""
        return str(credentials.get("email", credentials.get("username", ""))).lower()

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        user.name = form.cleaned_data.get("name", "")
        return super().save_user(request, user, form, commit)


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    error_messages = DefaultMFAAdapter.error_messages | {
        "add_email_blocked": "Switch the second step off before you add an address.",
        "cannot_delete_authenticator": "This is your only second step, and recovery codes rest on it. Remove those first.",
        "cannot_generate_recovery_codes": "Set up an authenticator app or a passkey first; recovery codes stand in for it.",
        "incorrect_code": "This is not the code your app shows now. Wait for the next one, and check the phone’s clock.",
        "unverified_email": "Confirm your e-mail address before you set up a second step.",
    }
