"""The interview that is read, with whom it was held and who has read it through: one planned statement, scoped by the study."""

from __future__ import annotations

from functools import cache

from django.http import Http404

from accounts.models import User
from accounts.planned import columns_of, known, one_row, whole
from analysis.models import ReadThrough
from interviews.models import Interview, Participant, Transcript
from studies.access import Access
from studies.models import Persona, Script


def interview_of(access: Access, interview_id: int) -> Interview:
    row = one_row(_door(), (interview_id, access.study.pk))
    if row is None:
        raise Http404("No such interview")
    persona, persona_name, script, version, read, read_at, by, by_name, by_email, transcript, *columns = row
    split = len(Interview._meta.concrete_fields)
    interview, participant = whole(Interview, columns[:split]), whole(Participant, columns[split:])
    interview.participant, interview.study, participant.study = participant, access.study, access.study
    if persona:
        participant.persona = known(Persona, id=persona, name=persona_name, study_id=access.study.pk)
    interview.script = known(Script, id=script, version=version, study_id=access.study.pk)
    through = known(ReadThrough, id=read, at=read_at, by_id=by, interview_id=interview.pk) if read else None
    if through and by:
        through.by = known(User, id=by, name=by_name, email=by_email)
    shown = known(Transcript, id=transcript, interview_id=interview.pk) if transcript else None
    for name, value in (("read_through", through), ("transcript", shown)):
        Interview._meta.get_field(name).set_cached_value(interview, value)  # type: ignore[union-attr]
    return interview


@cache
def _door() -> str:
    return f"""
        select persona.id, persona.name, script.id, script.version, through.id, through.at, reader.id, reader.name, reader.email,
            transcript.id, {columns_of(Interview, "i")}, {columns_of(Participant, "p")}
        from interviews_interview i join interviews_participant p on p.id = i.participant_id
        join studies_script script on script.id = i.script_id
        left join studies_persona persona on persona.id = p.persona_id
        left join analysis_readthrough through on through.interview_id = i.id
        left join interviews_transcript transcript on transcript.interview_id = i.id
        left join accounts_user reader on reader.id = through.by_id
        where i.id = %s and i.study_id = %s
    """  # noqa: S608 (names of columns)
