"""Plain functions that make one thing with everything it needs. Keyword-only; whatever matters to a test is named by it."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.models import Membership, Role, User, Workspace
from analysis.models import Grade, Insight, Quote, Theme
from interviews.consent.notice_fields import FIELDS
from interviews.models import (
    ConsentDraft,
    ConsentForm,
    ConsentRecord,
    Contact,
    Interview,
    InterviewState,
    Kind,
    Method,
    Note,
    Participant,
    ParticipantLink,
    Purpose,
    Speaker,
    StudyPrivacy,
    Transcript,
)
from studies.models import Assumption, Objective, Persona, Question, Script, Section, Study

_sequence = itertools.count(1)


def make_user(*, email: str = "", name: str = "Auto Person", **fields: Any) -> User:
    return User.objects.create_user(
        email or f"auto{next(_sequence)}@example.org", "correct horse battery", name=name, **fields
    )


def make_workspace(*, name: str = "Auto workspace", owner: User | None = None) -> Workspace:
    return Workspace.open_for(owner or make_user(), name)


def join(workspace: Workspace, user: User, role: str = Role.EDITOR) -> Membership:
    return Membership.objects.create(workspace=workspace, user=user, role=role)


def make_study(*, workspace: Workspace | None = None, title: str = "Why do people auto?", **fields: Any) -> Study:
    workspace = workspace or make_workspace()
    owner = fields.pop("owner", None) or workspace.memberships.get(role=Role.OWNER).user
    return Study.open(workspace, owner, title, **fields)


def make_objective(*, study: Study, text: str = "Auto objective") -> Objective:
    return Objective.add(study, text)


def make_persona(*, study: Study, name: str = "", **fields: Any) -> Persona:
    return Persona.add(study, name or f"Auto persona {next(_sequence)}", **fields)


def make_assumption(*, study: Study, statement: str = "Auto people auto daily.", **fields: Any) -> Assumption:
    return Assumption.add(study, statement, **fields)


def make_section(*, study: Study, title: str = "Core", **fields: Any) -> Section:
    script = study.scripts.first() or Script.objects.create(study=study)
    return Section.add(script, title, **fields)


def make_question(*, study: Study, text: str = "What happened the last time?", **fields: Any) -> Question:
    section = fields.pop("section", None) or make_section(study=study)
    return Question.add(section, text, **fields)


def make_contact(*, workspace: Workspace, name: str = "", **fields: Any) -> Contact:
    number = next(_sequence)
    fields.setdefault("email", f"contact{number}@example.org")
    return Contact.objects.create(workspace=workspace, name=name or f"Contact Name{number}", **fields)


def make_form(*, study: Study, body: str = "We write down what you say.") -> ConsentForm:
    return ConsentForm.publish(study, body, study.owner)  # type: ignore[arg-type]


def make_whole_form(
    *, study: Study, languages: Sequence[str] = ("en",), purposes: Sequence[str] = (), days: int = 90, **promises: Any
) -> ConsentForm:
    """Published from its fields; every use is asked for, unless `purposes` says which."""
    by: User = study.owner  # type: ignore[assignment]
    ConsentDraft.choose(study, list(purposes or Purpose.values), list(languages), by)
    for language in languages:
        texts = {field.name: f"Auto {field.name} in {language}." for field in FIELDS}
        ConsentDraft.write(study, language, texts, by, ConsentDraft.of(study).revision)
    until = timezone.localdate() + timedelta(days=days)
    kept = dict.fromkeys(("media_until", "words_until", "identity_until"), until)
    StudyPrivacy.settle(study, by, **(kept | promises))
    return ConsentDraft.publish(study, by)


def make_own_link(*, participant: Participant) -> str:
    """The address of their own page."""
    _, token = ParticipantLink.issue(participant, participant.study.owner)
    return f"/p/{token}/"


def make_participant(*, study: Study, agrees: bool | list[str] = True, **fields: Any) -> Participant:
    """`agrees`: True for yes to every purpose, False for nothing asked yet, or the list of purposes agreed to."""
    contact = fields.pop("contact", None) or make_contact(workspace=study.workspace)
    participant = Participant.add(study, contact, **fields)
    if agrees is not False:
        yes = Purpose.values if agrees is True else agrees
        form = study.consent_forms.first() or make_form(study=study)
        answers = {purpose: purpose in yes for purpose in Purpose.values}
        ConsentRecord.capture(participant, answers, Method.WRITTEN, study.owner, form)  # type: ignore[arg-type]
    return participant


def make_interview(*, study: Study, state: str = InterviewState.DONE, **fields: Any) -> Interview:
    participant = fields.pop("participant", None) or make_participant(study=study)
    interview = Interview.schedule(participant, study.owner, fields.pop("scheduled_at", timezone.now()), **fields)  # type: ignore[arg-type]
    if state in {InterviewState.LIVE, InterviewState.DONE}:
        interview.start(study.owner)  # type: ignore[arg-type]
    if state == InterviewState.DONE:
        interview.finish(study.owner)  # type: ignore[arg-type]
    return interview


def make_note(*, interview: Interview, text: str = "Auto note", kind: str = Kind.VERBATIM, **fields: Any) -> Note:
    offset = fields.pop("offset_ms", next(_sequence) * 1000)
    return Note.objects.create(
        id=fields.pop("id", uuid.uuid4()), study=interview.study, interview=interview, text=text, kind=kind,
        author=fields.pop("author", interview.study.owner), offset_ms=offset, position=offset, **fields,
    )  # fmt: skip


def make_transcript(*, interview: Interview, turns: list[tuple[str, str]], **fields: Any) -> Transcript:
    """`turns`: (speaker role, text) in order; ten seconds each."""
    transcript = Transcript.objects.create(interview=interview, filename="auto.txt", format="txt", **fields)
    label = {"participant": interview.participant.code, "team": "Interviewer", "other": "Guest"}
    speakers = {role: Speaker.objects.create(transcript=transcript, role=role, label=label[role]) for role, _ in turns}
    for number, (role, text) in enumerate(turns):
        Note.objects.create(
            study=interview.study, interview=interview, transcript=transcript, speaker=speakers[role], kind=Kind.TURN,
            text=text, position=number, offset_ms=number * 10_000, end_ms=number * 10_000 + 9_000,
        )  # fmt: skip
    return transcript


def make_quote(*, study: Study, text: str = "Auto words", theme: Theme | None = None, **fields: Any) -> Quote:
    """`grade`: what somebody did, unless something else is said; such words count."""
    interview = fields.pop("interview", None) or make_interview(study=study)
    note = make_note(interview=interview, text=text)
    quote = Quote.whole(note, fields.pop("author", None) or study.owner)
    quote.rate(fields.pop("grade", Grade.FACT), study.owner)  # type: ignore[arg-type]
    if theme:
        theme.tag(quote, study.owner)  # type: ignore[arg-type]
    return quote


def make_theme(*, study: Study, name: str = "") -> Theme:
    return Theme.called(study, name or f"Auto theme {next(_sequence)}", study.owner)  # type: ignore[arg-type]


def make_insight(*, study: Study, statement: str = "Auto people stop.") -> Insight:
    return Insight.state(study, statement, study.owner)  # type: ignore[arg-type]
