"""Tables of the libraries we stand on."""

from analysis.personal.entries import Held, Table, What

LIBRARIES = (
    Table("auth.Permission", "Not used.", plain="id name content_type codename"),
    Table("auth.Group", "Not used.", plain="id name"),
    Table("auth.Group_permissions", "Not used.", plain="id group permission"),
    Table("contenttypes.ContentType", "Names of our tables.", plain="id app_label model"),
    Table(
        "sessions.Session",
        "Who is signed in, and messages for them that weren't shown yet: these may name somebody.",
        fields={"session_data": What.TEAM},
        plain="session_key expire_date",
        delete=Held.SEARCHED, counts=Held.SEARCHED,
    ),
    Table("account.EmailAddress", "Addresses of people who sign in.", plain="id user email verified primary"),
    Table("account.EmailConfirmation", "Letters that confirm them.", plain="id email_address created sent key"),
    Table("mfa.Authenticator", "A second factor.", plain="id user type data created_at last_used_at"),
    Table(
        "usersessions.UserSession",
        "From where somebody signed in.",
        plain="id user created_at ip last_seen_at session_key user_agent data",
    ),
    Table(
        "procrastinate.ProcrastinateJob",
        "Work for later, told in ids and dates: a name or a word is refused (accounts/queue.py).",
        plain="id queue_name task_name priority lock args status scheduled_at attempts queueing_lock abort_requested worker",
    ),
    Table("procrastinate.ProcrastinateEvent", "What became of a job, when.", plain="id job type at"),
    Table("procrastinate.ProcrastinateWorker", "Which workers there are.", plain="id last_heartbeat"),
    Table(
        "procrastinate.ProcrastinatePeriodicDefer",
        "When what runs by the clock ran last.",
        plain="id task_name defer_timestamp job periodic_id",
    ),
)  # fmt: skip
