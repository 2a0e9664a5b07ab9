from accounts.views.entry import invitation, sign_in_by_link
from accounts.views.members import invitation_withdraw, invite, leave, member_remove, member_role, members
from accounts.views.second_step import second_step, second_step_rule
from accounts.views.you import profile, session_end, workspace_new, workspace_rename

__all__ = [
    "invitation",
    "invitation_withdraw",
    "invite",
    "leave",
    "member_remove",
    "member_role",
    "members",
    "profile",
    "second_step",
    "second_step_rule",
    "session_end",
    "sign_in_by_link",
    "workspace_new",
    "workspace_rename",
]
