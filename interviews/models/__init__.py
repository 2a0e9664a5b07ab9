from interviews.models.appointment import Appointment, End, Letter, LetterKind
from interviews.models.call_plan import CallPlan
from interviews.models.company import Observer, Presence
from interviews.models.consent import PURPOSE_WORDS, ConsentForm, ConsentRecord, Method, Purpose
from interviews.models.debrief import AssumptionSignal, Debrief, Signal
from interviews.models.interview import Interview, InterviewState, QuestionAsk
from interviews.models.note import Kind, Note, NoteSignal, NoteStance, SavedNote
from interviews.models.off_record import OffRecord
from interviews.models.people import Contact, Participant, Stage
from interviews.models.privacy import Outcome, StudyPrivacy
from interviews.models.recruit import Recruit
from interviews.models.slot import Slot
from interviews.models.transcript import Speaker, SpeakerRole, Transcript, TranscriptDraft

__all__ = [
    "PURPOSE_WORDS",
    "Appointment",
    "AssumptionSignal",
    "CallPlan",
    "ConsentForm",
    "ConsentRecord",
    "Contact",
    "Debrief",
    "End",
    "Interview",
    "InterviewState",
    "Kind",
    "Letter",
    "LetterKind",
    "Method",
    "Note",
    "NoteSignal",
    "NoteStance",
    "Observer",
    "OffRecord",
    "Outcome",
    "Participant",
    "Presence",
    "Purpose",
    "QuestionAsk",
    "Recruit",
    "SavedNote",
    "Signal",
    "Slot",
    "Speaker",
    "SpeakerRole",
    "Stage",
    "StudyPrivacy",
    "Transcript",
    "TranscriptDraft",
]
