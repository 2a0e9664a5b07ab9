"""Questions that can be answered with yes, no or one of the words they offer."""

from __future__ import annotations

import re

from studies.question_check.reading import AUX, Asked, Sentence, Span
from studies.question_check.words import ADVERB, MEASURE, PRONOUN, REQUEST
from studies.section_kinds import SectionKind

_STARTERS = r"(?:do|does|did|is|are|was|were|have|has|had|can|could|will|should)"
_CLOSED = re.compile(
    rf"{_STARTERS} (?:(?:{PRONOUN})\b(?: {ADVERB}\b)?(?: (?!the\b|a\b|an\b|to\b|any\b)[\w'-]+)?"
    r"|(?:the|a|an|your|his|her|their|our|my|this|that|these|those|any|some) [\w'-]+|[\w'-]+)"
)
_SURELY_ASKED_OF = re.compile(rf"{_STARTERS} (?:you|he|she|they|we|there)\b|(?:is|are|was|were) (?:it|this|that)\b")
# Permission, an open request in polite form, or the last invitation of a talk: a yes is all it needs.
_EXEMPT = re.compile(
    rf"(?:can|could|will|would) you(?:{REQUEST})|(?:can|could|may|shall) (?:i|we)\b|do you mind\b"
    r"|(?:is|are|was|were) there (?:any\w*|something|someone)(?: \w+)? else\b"
)
_EXEMPT_AT_THE_END = re.compile(
    r"(?:is|are|was|were) there any|do you (?:have|know) any|(?:can|could) you think of"
    r"|have (?:i|we) (?:missed|forgotten)|did (?:i|we) (?:miss|forget)"
)


def _is_closed(asked: Asked, sentence: Sentence) -> re.Match[str] | None:
    match = _CLOSED.match(asked.plain, sentence.main, sentence.end)
    if not match or _EXEMPT.match(asked.plain, sentence.main, sentence.end):
        return None
    if asked.section is SectionKind.WRAP_UP and _EXEMPT_AT_THE_END.match(asked.plain, sentence.main):
        return None
    # Without a question mark it may be half typed or an instruction ("Have the list ready").
    return match if sentence.asks or _SURELY_ASKED_OF.match(asked.plain, sentence.main) else None


LAST_CHOICE = re.compile(
    r"(?:(?:[\w'/-]+ ){0,2}[\w'/-]+, ){0,4}"
    r"(?P<a>(?:(?:the|a|an|your|by|with|in|on|at|from|too|more|less|very) ){0,2}[\w'/-]+),? or "
    rf"(?!{MEASURE}\b|\d)(?P<b>[\w'/-]+(?: [\w'/-]+){{0,5}})$"
)
_CHOICE_OF_CLAUSES = re.compile(rf"\bor (?:{AUX}) {PRONOUN}(?: [\w'-]+){{0,3}}")
_BOTH_WAYS = re.compile(r"\beither [^?.!]{1,60}? or (?:(?:the|a|an|your|by|with|in|on|at) )?[\w'-]+")
_AFTER_COMMA = re.compile(
    r"[,:–—-] ?(?P<choice>(?!(?:if|when\w*|because|like|such|including|for|until|while|after|before|that)\b)"
    r"(?:(?:is|was|are|were) it )?(?:[\w'/-]+ ){0,3}[\w'/-]+(?:, [\w'/ -]{1,30}){0,3},? or "
    rf"(?!{MEASURE}\b|\d)[\w'/-]+(?: [\w'/-]+){{0,4}})$"
)
_DIRECT = re.compile(rf"{AUX}\b")
_WHICH = re.compile(r"(?:which|what|who|how|where|when|is it)\b")
# "any apps or tools", "good or bad" after "whatever": a list of examples, or two ends of one scale.
_NO_CHOICE = re.compile(
    r"\b(?:any\w*|whether|whatever|sooner|more or less|yes or no|one or|day or two|week or two"
    r"|(?:to|for|of|about|than|like) \w+ or)\b"
)


def _options(asked: Asked, sentence: Sentence) -> Span | None:
    where = (asked.plain, sentence.main, sentence.end)
    if sentence.asks and (match := _BOTH_WAYS.search(*where)):
        return Span(*match.span())
    direct = _DIRECT.match(*where)
    if direct and (match := _CHOICE_OF_CLAUSES.search(*where)):
        return Span(*match.span())
    if _NO_CHOICE.search(*where):
        return None
    if direct and (sentence.asks or sentence is asked.sentences[-1]) and (match := LAST_CHOICE.search(*where)):
        return Span(max(match.start(), direct.end() + 1), match.end())
    if sentence.asks and _WHICH.match(*where) and (match := _AFTER_COMMA.search(*where)):
        return Span(*match.span("choice"))
    return None


def options_fed(asked: Asked) -> Span | None:
    return next((span for sentence in asked.sentences if (span := _options(asked, sentence))), None)


def yes_or_no(asked: Asked) -> Span | None:
    """Options are not a yes or no: `options_fed` speaks of them."""
    for sentence in asked.sentences:
        if (match := _is_closed(asked, sentence)) and not _options(asked, sentence):
            return Span(*match.span())
    return None
