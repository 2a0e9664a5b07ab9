from interviews.models.company import Observer, Presence
from interviews.models.consent import PURPOSE_WORDS, ConsentForm, ConsentRecord, Method, Purpose
from interviews.models.debrief import AssumptionSignal, Debrief, Signal
from interviews.models.interview import Interview, InterviewState, QuestionAsk
from interviews.models.note import Kind, Note, NoteSignal, NoteStance, SavedNote
from interviews.models.off_record import OffRecord
from interviews.models.people import Contact, Participant, Stage
from interviews.models.privacy import Outcome, StudyPrivacy
from interviews.models.transcript import Speaker, SpeakerRole, Transcript, TranscriptDraft
from interviews.models.withdrawal import Withdrawal

__all__ = [
    "PURPOSE_WORDS",
    "AssumptionSignal",
    "ConsentForm",
    "ConsentRecord",
    "Contact",
    "Debrief",
    "Interview",
    "InterviewState",
    "Kind",
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
    "SavedNote",
    "Signal",
    "Speaker",
    "SpeakerRole",
    "Stage",
    "StudyPrivacy",
    "Transcript",
    "TranscriptDraft",
    "Withdrawal",
]
