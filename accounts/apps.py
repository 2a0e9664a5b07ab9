from typing import Any

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from allauth.mfa.signals import authenticator_removed

        authenticator_removed.connect(_ask_again, dispatch_uid="second step taken away")


def _ask_again(user: Any, **kwargs: Any) -> None:
    """Open streams of workspaces that ask for a second step end with the last one."""
    from accounts.bell import members_changed

    for membership in user.memberships.filter(workspace__second_step_required=True):
        members_changed(membership.workspace_id)
