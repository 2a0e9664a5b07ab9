from accounts.models.audit_log import Actor, AuditEntry, audit
from accounts.models.invitation import Invitation
from accounts.models.people import SignInLink, User, display_name
from accounts.models.workspace import Membership, Role, Workspace

__all__ = [
    "Actor",
    "AuditEntry",
    "Invitation",
    "Membership",
    "Role",
    "SignInLink",
    "User",
    "Workspace",
    "audit",
    "display_name",
]
