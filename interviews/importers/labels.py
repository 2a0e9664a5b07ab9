"""Is the word before a colon somebody speaking?

"Anna: Hello", "Note: see below", "The thing is: we never did" and "12:30" look alike. A label counts as a speaker when

1. it could be one at all (`could_be_speaker`): short, no sentence punctuation, at least one letter, not in the
   list of words that head notes (Note, Example, Question ...), not a single sentence opener (So, But, Well ...);
2. and it either looks like a name (`looks_like_name`): every word begins with a capital or belongs to a script
   without capitals, small particles (de, van, von ...) allowed; or a code such as P07 or DC01; or a role word
   (interviewer, moderator ...);
   or it recurs: twice or more, at most three words, not opening like a sentence ("The thing is").

Running headings ("Question 1", "Question 2", "Question 3") each occur once and count up: they are headings, and are
told apart from "Speaker 1", "Speaker 2", "P1", "P2" by the word before the number (`running_headings`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

MAX_LABEL = 60
FORBIDDEN = re.compile(r'[?!;:"“”„…=<>{}\[\]*\\~^`]|//|\.\.|\w@\w')
CODE = re.compile(r"[A-Za-z]{1,4}[-_ ]?[0-9]{1,4}")
NUMBERED = re.compile(r"(.*?\D)[ #.-]*([0-9]{1,3})")

ROLES = frozenset(
    "interviewer interviewee participant respondent moderator researcher facilitator observer speaker guest host "
    "caller agent customer user person narrator translator subject informant unknown "
    "befragte befragter interviewerin interviewte moderatorin teilnehmer teilnehmerin sprecher sprecherin "
    "entrevistador entrevistadora entrevistado entrevistada participante moderadora moderador "
    "enquêteur enquêtrice intervieweur répondant répondante animateur animatrice".split()
)
# These may also come numbered without being headings.
NUMBERED_SPEAKERS = ROLES | frozenset("p s i r b t tn ip int resp part spk voice sprecher".split())
NOT_SPEAKERS = frozenset(
    "note notes nb n.b ps p.s edit update example examples remember warning attention important question answer "
    "questions answers source sources date time title topic duration location place recording recorded transcript "
    "transcription file filename link links url http https www email e-mail phone summary keywords agenda action "
    "actions todo result results conclusion attendees present apologies speakers participants subject to from cc re "
    "step task section part chapter hint tip fact step total price kind language "
    "hinweis notiz anmerkung beispiel frage antwort datum thema dauer ort wichtig "
    "nota notas observação exemplo ejemplo pregunta respuesta pergunta resposta fecha data tema importante "
    "remarque exemple réponse sujet lieu durée".split()
)
OPENERS = frozenset(
    "the a an so and but then because this that these those there here it its i we you he she they my your our what "
    "why how when where who which well yes yeah no ok okay also first firstly second secondly third next finally for "
    "in on at as if or not now like just one two all some basically actually honestly anyway meaning plus "
    "und aber der die das ein eine dann also ich wir denn weil ja nein "
    "le la les un une et mais donc alors je on nous oui non "
    "el los las y pero entonces yo si sí no o os as um uma e mas então eu aqui não sim é".split()
)
PARTICLES = frozenset(
    "de da do dos das di du del della der den des van von vom zu zur la le el al bin ben ibn y e and und et of the "
    "ten ter".split()
)


def could_be_speaker(label: str) -> bool:
    words = label.split()
    if not words or len(label) > MAX_LABEL or len(words) > 7 or FORBIDDEN.search(label):
        return False
    if not any(char.isalpha() for char in label) or label[0] in "-–—•.,'’/|&+(":
        return False
    bare = label.casefold().rstrip(".")
    return bare not in NOT_SPEAKERS and (bare not in OPENERS or len(bare) == 1)


def looks_like_name(label: str) -> bool:
    words = re.sub(r"\([^()]*\)", " ", label).replace("|", " ").split()
    if not words or len(words) > 5:
        return False
    if CODE.fullmatch(label) or words[0].casefold() in ROLES:
        return len(words) <= 3
    if words[0].casefold() in OPENERS and len(words) > 1 and words[0] not in ("La", "El", "Le", "Al"):
        return False
    return len(label) > 1 and all(_begins_like_name(word) for word in words) and words[0].casefold() not in PARTICLES


def speakers_among(labels: Iterable[str]) -> set[str]:
    """The labels of one file (one for each line that has one) that are taken for speakers."""
    counts = Counter(label for label in labels if could_be_speaker(label))
    return {label for label, count in counts.items() if looks_like_name(label) or (count > 1 and _recurs_well(label))}


def running_headings(labels: Iterable[str]) -> dict[str, str]:
    """Label to the word it counts with, for headings such as "Question 7"."""
    series: dict[str, list[tuple[int, str]]] = {}
    for label in labels:
        found = NUMBERED.fullmatch(label)
        if found and found[1].strip().casefold() not in NUMBERED_SPEAKERS:
            series.setdefault(found[1].strip(" #.-"), []).append((int(found[2]), label))
    return {
        label: stem
        for stem, entries in series.items()
        if stem and _counts_up([number for number, _ in entries])
        for _, label in entries
    }


def _recurs_well(label: str) -> bool:
    words = label.casefold().split()
    return len(words) <= 3 and (len(words) == 1 or words[0] not in OPENERS)


def _begins_like_name(word: str) -> bool:
    first = next((char for char in word if char.isalnum()), "")
    return not first or not first.islower() or word.casefold() in PARTICLES


def _counts_up(numbers: list[int]) -> bool:
    return len(numbers) >= 3 and numbers[0] <= 3 and all(b > a for a, b in zip(numbers, numbers[1:], strict=False))
