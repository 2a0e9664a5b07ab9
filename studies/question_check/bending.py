"""Turns a sentence round: into an open question, into a past one, into the story of the last time.

Patterns run over the original, so that names keep their capitals. Nothing is yielded where the grammar is not certain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from studies.question_check import verbs
from studies.question_check.reading import Asked, Sentence
from studies.question_check.words import ADVERB, SUBJECT

# What makes a bent sentence clumsy or untrue: a condition, another tense, a thing that does not exist yet.
_NOT_PAST = re.compile(
    r"\b(?:if|when|whenever|would|will|could|next|tomorrow|soon|in the future|every|each|this|our|we|us|is|are|that|or"
    r"|because|and|while|once|twice|again|yet|any\w*|instead|have|has|had|do|does|did|daily|weekly|monthly|often|enough"
    r"|before|regularly|as well|too|yesterday|last|today|tonight|ago|already|then|first|never|still)\b",
    re.IGNORECASE,
)
_HOW_OFTEN = re.compile(
    r",? (?:(?:every|each) (?:\w+ )?(?:day|night|morning|evening|week|weekend|month|year|shift|time|monday|tuesday"
    r"|wednesday|thursday|friday|saturday|sunday)|(?:once|twice) a \w+|daily|weekly|monthly|regularly|often|a lot)$",
    re.IGNORECASE,
)
_ANY = re.compile(r" any (?P<thing>[\w'’-]+(?: [\w'’-]+){0,4})$", re.IGNORECASE)
_ANYTHING = re.compile(r" anything\b(?P<rest>[^?!.]*)$", re.IGNORECASE)
NO_HOW = re.compile(r"\b(?:any\w*|yet|or|and|too|instead|enough|as well|because|more|less)\b", re.IGNORECASE)
PLURAL = frozenset({"you", "we", "they", "people"})
# Verbs outside the table that keep their sense in "What did you … the last time?".
_ALSO_TOLD = frozenset({"feel", "have", "hear", "need", "say", "see"})


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def clause(text: str) -> re.Pattern[str]:
    """A pattern from the main clause to the end of the sentence; `who`, `verb` and `rest` are the pieces to bend."""
    pieces = {
        "WHO": rf"(?P<who>{SUBJECT})\b(?: {ADVERB}\b)*",
        "VERB": r"(?P<verb>[a-z]+)\b",
        "REST": r"(?P<rest>[^?!.]*)$",
    }
    for name, piece in pieces.items():
        text = text.replace(name, piece)
    return re.compile(text, re.IGNORECASE)


def main_clause(pattern: re.Pattern[str], asked: Asked, sentence: Sentence) -> re.Match[str] | None:
    return pattern.match(asked.text, sentence.main, sentence.end)


def in_place(asked: Asked, sentence: Sentence, better: str) -> str:
    """The question with this sentence replaced; words before its main clause ("When you order, …") stay."""
    before = asked.text[sentence.body : sentence.main]
    better = before + better[:1].lower() + better[1:] if before else better
    parts = asked.text[: sentence.start], capital(better), asked.text[sentence.after :]
    return " ".join(" ".join(parts).split())


def without_front(sentence: Sentence) -> Sentence:
    """To be replaced together with the words before its main clause."""
    return Sentence(sentence.start, sentence.main, sentence.main, sentence.end, sentence.after, sentence.asks)


def last_time(asked: Asked, sentence: Sentence, who: str, past: str | None, rest: str) -> Iterator[str]:
    """ "Tell me about the last time you counted on your phone." """
    if past and sentence.body == sentence.main and not _NOT_PAST.search(rest) and not _HOW_OFTEN.search(rest):
        yield in_place(asked, sentence, f"Tell me about the last time {who.lower()} {past}{rest}.")


def open_up(asked: Asked, sentence: Sentence, aux: str, match: re.Match[str]) -> Iterator[str]:
    """ "Do you check deliveries?" -> "How do you check deliveries?"; `match` holds who, verb and rest."""
    who, verb, rest = match["who"].lower(), match["verb"].lower(), match["rest"]
    if aux not in {"do", "does", "did"}:
        aux = "do" if who in PLURAL else "does"
    if thing := _ANY.match(rest):
        yield in_place(asked, sentence, f"What {thing['thing']} {aux} {who} {verb}?")
    if not verbs.goes_with_how(verb):
        return
    if anything := _ANYTHING.match(rest):
        yield in_place(asked, sentence, f"What {aux} {who} {verb}{anything['rest']}?")
    elif often := _HOW_OFTEN.search(rest):
        yield in_place(asked, sentence, f"How often {aux} {who} {verb}{rest[: often.start()]}?")
    elif not NO_HOW.search(rest):
        yield in_place(asked, sentence, f"How {aux} {who} {verb}{rest}?")


def in_the_past(asked: Asked, sentence: Sentence, opener: str, match: re.Match[str]) -> Iterator[str]:
    """ "How would you count stock?" -> "How did you count stock the last time?" """
    verb, rest = match["verb"].lower(), match["rest"]
    if opener == "When":
        return
    if not _NOT_PAST.search(rest) and len(rest.split()) <= 6 and verb in verbs.BASES | _ALSO_TOLD:
        better = f"{opener} did {match['who'].lower()} {verb}{rest} the last time?"
        yield in_place(asked, sentence, better)
