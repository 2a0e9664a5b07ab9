from typing import Any

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from allauth.mfa.signals import authenticator_removed

        authenticator_removed.connect(_ask_again, dispatch_uid="second step taken away")
        _speak_plainly()


def _speak_plainly() -> None:
    """What every form says of an empty field or a wrong address, unless it knows better."""
    from django.core.validators import EmailValidator
    from django.forms import Field

    Field.default_error_messages["required"] = "This can’t stay empty."
    EmailValidator.message = "“%(value)s” is no e-mail address. Write it like ann@example.org."


def _ask_again(user: Any, **kwargs: Any) -> None:
    """Open streams of workspaces that ask for a second step end with the last one."""
    from accounts.bell import members_changed

    for membership in user.memberships.filter(workspace__second_step_required=True):
        members_changed(membership.workspace_id)
