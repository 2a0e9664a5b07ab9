from analysis.models.codes import Code, CodedTheme, CodingUnit, RoundState, Settlement
from analysis.models.coding import Coder, CodingRound
from analysis.models.correction import Correction
from analysis.models.decision import Decision, Outcome
from analysis.models.insight import Citation, Insight, Side
from analysis.models.journal import Change, Step
from analysis.models.lens import Lens, LensAnswer
from analysis.models.looking import Looking
from analysis.models.memo import ThemeMemo
from analysis.models.quote import Evidence, Grade, Quote, Stance
from analysis.models.read_through import ReadThrough
from analysis.models.redaction import About, Redaction
from analysis.models.report import Report, ShareLink
from analysis.models.retention import LetGo, RetentionReport
from analysis.models.search import Rereading, SearchEntry, Sought
from analysis.models.theme import Tag, Theme
from analysis.models.withdrawn import Task, Tombstone, WithdrawalTask

__all__ = [
    "About",
    "Change",
    "Citation",
    "Code",
    "CodedTheme",
    "Coder",
    "CodingRound",
    "CodingUnit",
    "Correction",
    "Decision",
    "Evidence",
    "Grade",
    "Insight",
    "Lens",
    "LensAnswer",
    "LetGo",
    "Looking",
    "Outcome",
    "Quote",
    "ReadThrough",
    "Redaction",
    "Report",
    "Rereading",
    "RetentionReport",
    "RoundState",
    "SearchEntry",
    "Settlement",
    "ShareLink",
    "Side",
    "Sought",
    "Stance",
    "Step",
    "Tag",
    "Task",
    "Theme",
    "ThemeMemo",
    "Tombstone",
    "WithdrawalTask",
]
