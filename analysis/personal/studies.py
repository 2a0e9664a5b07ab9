"""`studies`: what the team asks. No participant's data, but for what the team may write of one."""

from analysis.personal.entries import Table
from analysis.personal.interviews import SEARCHED, TEAM

STUDIES = (
    Table(
        "studies.Study",
        "One thing a team wants to learn.",
        fields={"title": TEAM, "context": TEAM, "product_names": TEAM, "jargon": TEAM},
        plain="id workspace state owner decide_by counts_new_themes language suggests_themes is_sample event_seq created_at updated_at",
        study="pk",
        delete=SEARCHED, counts=SEARCHED,
    ),
    Table("studies.StudyEvent", "What happened, by kinds and ids.", plain="id study seq kind actor ids at"),
    Table("studies.Act", "That an act was carried out, by a key.", plain="id key by at"),
    Table(
        "studies.Objective", "What the team wants to know.", fields={"text": TEAM}, plain="id study position",
        study="study", delete=SEARCHED, counts=SEARCHED,
    ),
    Table(
        "studies.Persona", "Whom it wants to hear.", fields={"name": TEAM, "criteria": TEAM},
        plain="id study position target", study="study", delete=SEARCHED, counts=SEARCHED,
    ),
    Table(
        "studies.Assumption",
        "What it believes beforehand, and the verdict on it.",
        fields={"statement": TEAM, "if_wrong": TEAM, "bar_sign": TEAM, "disproof": TEAM, "verdict_reason": TEAM},
        plain="id study number persona risk bar_k bar_n verdict verdict_by verdict_at",
        study="study",
        delete=SEARCHED, counts=SEARCHED,
    ),
    Table(
        "studies.VerdictChange", "What was said about an assumption at the time.", fields={"reason": TEAM},
        plain="id assumption verdict by at", study="assumption__study", delete=SEARCHED, counts=SEARCHED,
    ),
    Table("studies.Script", "A version of the script.", plain="id study version"),
    Table(
        "studies.Section", "A part of the script.", fields={"title": TEAM, "note": TEAM},
        plain="id script position kind minutes", study="script__study", delete=SEARCHED, counts=SEARCHED,
    ),
    Table(
        "studies.Question", "What is asked.", fields={"text": TEAM, "probes": TEAM},
        plain="id section study position minutes objective", study="study", delete=SEARCHED, counts=SEARCHED,
    ),
    Table("studies.Question_assumptions", "Which assumptions a question is about.", plain="id question assumption"),
    Table(
        "studies.KeptWording", "Why a question is put as it is.", fields={"text": TEAM, "reason": TEAM},
        plain="id question rule by at", study="question__study", delete=SEARCHED, counts=SEARCHED,
    ),
)  # fmt: skip
