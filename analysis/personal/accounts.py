"""`accounts`: people who sign in. They are the team, not participants; who did what is kept by their number."""

from analysis.personal.entries import Table

ACCOUNTS = (
    Table("accounts.Workspace", "What a team shares.", plain="id name second_step_required created_at"),
    Table("accounts.Membership", "Who is in a workspace, as what.", plain="id workspace user role joined_at"),
    Table(
        "accounts.Invitation",
        "A link for somebody who joins the team.",
        plain="id workspace email role token_hash invited_by created_at expires_at accepted_at accepted_by",
    ),
    Table(
        "accounts.AuditEntry",
        "Who read, changed or passed on identity or consent: kinds, ids and counts, never a name or a word.",
        plain="id workspace number at actor by act thing study details previous hash",
    ),
    Table(
        "accounts.User",
        "Somebody who signs in.",
        plain="id password last_login is_superuser is_staff is_active date_joined email name",
    ),
    Table("accounts.User_groups", "Not used.", plain="id user group"),
    Table("accounts.User_user_permissions", "Not used.", plain="id user permission"),
    Table("accounts.SignInLink", "A link that opens the door once.", plain="id user token_hash expires_at"),
)
