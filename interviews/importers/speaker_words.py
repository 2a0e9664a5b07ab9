"""Words that tell a speaker's label from the start of a sentence or the head of a note, in the languages we know."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ROLES = _words(
    "interviewer interviewee participant respondent moderator researcher facilitator observer speaker guest host "
    "caller agent customer user person narrator translator subject informant unknown "
    "befragte befragter interviewerin interviewte moderatorin teilnehmer teilnehmerin sprecher sprecherin "
    "entrevistador entrevistadora entrevistado entrevistada participante moderadora moderador "
    "enquêteur enquêtrice intervieweur répondant répondante animateur animatrice"
)
# These may come numbered without being headings.
NUMBERED_SPEAKERS = ROLES | _words("p s i r b t tn ip int resp part spk voice")
NOT_SPEAKERS = _words(
    "note notes nb n.b ps p.s edit update example examples remember warning attention important question answer "
    "questions answers source sources date time title topic duration location place recording recorded transcript "
    "transcription file filename link links url http https www email e-mail phone summary keywords agenda action "
    "actions todo result results conclusion attendees present apologies speakers participants to from cc re "
    "step task section part chapter hint tip fact total price kind language "
    "hinweis notiz anmerkung beispiel frage antwort datum thema dauer ort wichtig aufgabe "
    "nota notas observação exemplo ejemplo pregunta respuesta pergunta resposta fecha data tema importante tarefa "
    "remarque exemple réponse sujet lieu durée"
)
OPENERS = _words(
    "the a an so and but then because this that these those there here it its i we you he she they my your our what "
    "why how when where who which well yes yeah no ok okay also first firstly second secondly third next finally for "
    "in on at as if or not now like just one two all some basically actually honestly anyway meaning plus "
    "und aber der die das ein eine dann also ich wir denn weil ja nein "
    "le la les un une et mais donc alors je on nous oui non "
    "el los las y pero entonces yo si sí no o os as um uma e mas então eu aqui não sim é"
)
# Small words inside names.
PARTICLES = _words(
    "de da do dos das di du del della der den des van von vom zu zur la le el al bin ben ibn y e and und et of the "
    "ten ter"
)
# Openers that also begin names, when a capital follows: La Toya, El Mehdi.
NAME_OPENERS = _words("la le el al von van de di")
