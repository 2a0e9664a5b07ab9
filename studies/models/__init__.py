from studies.models.act import Act
from studies.models.event import StudyEvent
from studies.models.plan import Assumption, Objective, Persona, Risk
from studies.models.script import KeptWording, Question, Script, Section, SectionKind
from studies.models.study import Study, StudyState
from studies.models.verdict import Verdict, VerdictChange

__all__ = [
    "Act",
    "Assumption",
    "KeptWording",
    "Objective",
    "Persona",
    "Question",
    "Risk",
    "Script",
    "Section",
    "SectionKind",
    "Study",
    "StudyEvent",
    "StudyState",
    "Verdict",
    "VerdictChange",
]
