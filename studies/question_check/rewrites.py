"""Better sentences made of the question's own words, where that is sure to be good English.

Each maker returns whole questions. The engine drops one that would itself be found fault with, and the rule's general
sentences stand in when nothing can be made.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from studies.question_check import verbs
from studies.question_check.doubled import two_verbs
from studies.question_check.finders import sentence_at
from studies.question_check.reading import Asked, Sentence, Span
from studies.question_check.words import ADVERB, SUBJECT

Maker = Callable[[Asked, Span], Iterator[str]]

# What makes a bent sentence clumsy or untrue: a condition, another tense, a thing that does not exist yet.
_NOT_PAST = re.compile(
    r"\b(?:if|when|whenever|would|will|next|tomorrow|soon|in the future|every|each|this|our|we|us|is|are|that|or|because"
    r"|and|while|once|again|yet|any\w*|instead|have|has|had|do|does|did)\b"
)
_EVERY_DAY = re.compile(
    r",? (?:(?:every|each) (?:\w+ )?(?:day|night|morning|evening|week|weekend|month|year|shift|time|monday|friday|sunday)"
    r"|(?:once|twice) a \w+|daily|weekly|monthly|regularly|often|a lot)$"
)
_DO = re.compile(
    rf"(?P<aux>do|does|did|can) (?P<who>{SUBJECT})\b (?:{ADVERB} )*(?P<verb>[a-z]+)\b(?P<rest>[^?!.]*)$"
)
_HAVE = re.compile(rf"(?:have|has) (?P<who>{SUBJECT})\b (?:{ADVERB} )*(?P<verb>[a-z]+)\b(?P<rest>[^?!.]*)$")
_BE_DOING = re.compile(rf"(?P<aux>is|are|was|were) (?P<who>{SUBJECT}) (?P<doing>[a-z]+ing\b[^?!.]*)$")
_ANY = re.compile(r" any (?P<thing>[\w'-]+(?: [\w'-]+){0,4})$")
_REMEMBER = re.compile(r" (?P<time>the (?:last|first) time\b.+)$")


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def plain_words(text: str) -> str:
    return " ".join(text.split())


def in_place(asked: Asked, sentence: Sentence, better: str) -> str:
    """The question with one of its sentences replaced; words before the main clause ("When you order, …") stay."""
    before = asked.text[sentence.body : sentence.main]
    better = before + better[:1].lower() + better[1:] if before else better
    head, tail = asked.text[: sentence.start], asked.text[sentence.after :]
    return plain_words(head + capital(better) + tail)


def last_time(who: str, past: str, rest: str) -> str:
    return f"Tell me about the last time {who} {past}{rest}."


def _matched(pattern: re.Pattern[str], asked: Asked, span: Span) -> tuple[Sentence, re.Match[str] | None]:
    sentence = sentence_at(asked, span.start)
    return sentence, pattern.match(asked.plain, sentence.main, sentence.end)


def _own(asked: Asked, match: re.Match[str], group: str) -> str:
    """The group in the original's capitals."""
    return asked.text[slice(*match.span(group))]


def _past_story(asked: Asked, match: re.Match[str], past: str | None) -> Iterator[str]:
    rest = _own(asked, match, "rest")
    if past and not _NOT_PAST.search(match["rest"]) and not _EVERY_DAY.search(match["rest"]):
        yield last_time(_own(asked, match, "who"), past, rest)


def _opened(asked: Asked, sentence: Sentence, match: re.Match[str]) -> Iterator[str]:
    who, verb, rest = _own(asked, match, "who"), match["verb"], _own(asked, match, "rest")
    aux = "do" if match["aux"] == "can" and match["who"] in {"you", "we", "they", "people"} else match["aux"]
    aux = "does" if aux == "can" else aux
    if thing := _ANY.match(match["rest"]):
        yield in_place(asked, sentence, f"What {_own(asked, thing_at(match, thing), 'thing')} {aux} {who} {verb}?")
