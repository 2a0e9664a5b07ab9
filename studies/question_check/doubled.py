"""Two questions in one. "And" between nouns that name one thing ("terms and conditions") is none of them."""

from __future__ import annotations

import re

from studies.question_check.reading import AUX, INVITATION, Asked, Sentence, Span
from studies.question_check.verbs import BASES
from studies.question_check.words import ADVERB, PRONOUN, SUBJECT

_WH = r"(?:what|how|who|whom|whose|where|why|which|when)"
# The second one must ask something: "and when?" only wants the date of the same event, "and when it is late" is a case.
_TWO_WH = re.compile(
    rf"\b(?<!time ){_WH}(?:'s)?\b(?! (?:and|or|much or|many or|often or)\b)[^?.!]{{2,160}}?[\w')],? "
    rf"(?P<second>(?:and|or|but)(?: then| also)? (?:(?:how|what|who|whom|whose|why|which)(?:'s)?"
    rf"|(?:when|where) (?:{AUX}))(?!'?\w) ?\S[^?.!]*)"
)
_TWO_CLAUSES = re.compile(rf"[^?.!]{{3,160}}?,? (?P<second>and(?: also| then)? {AUX} {PRONOUN}\b[^?.!]*)")
_BASE = "|".join(sorted(BASES, key=len, reverse=True))
_TWO_VERBS = re.compile(
    rf"\b(?:do|does|did|can|could|would|should|will|might) {SUBJECT} (?:{ADVERB} )*"
    rf"(?P<verbs>(?P<one>{_BASE})(?: (?P<object>(?:[\w'-]+ ){{0,4}}?[\w'-]+))?,? (?:and|or)(?: then| also)?"
    rf" (?P<two>{_BASE}))\b(?P<next> (?:the|a|an|your|it|them|that|this|these|those|their|his|her|new|more|again|by"
    r"|with|from|to|for|into|on)\b)?"
)
_IDIOM = re.compile(
    r"(?:\b(?:go|come|try|stop|sit|wait|turn) and \w+|pick and choose|mix and match|(?:cut|copy) and paste"
    r"|(?:search|find) and replace|drag and drop|track and trace|read and write|buy and sell|start and stop)$"
)
_STORY = re.compile(rf"{INVITATION}\b|(?:can|could|would|will) you {INVITATION}\b")


def _two_marks(asked: Asked) -> Span | None:
    questions = [sentence for sentence in asked.sentences if sentence.asks]
    if len(questions) < 2:
        return None
    second = questions[1]
    return Span(second.start, second.end)


def two_verbs(asked: Asked, sentence: Sentence) -> re.Match[str] | None:
    """With an object in between ("check stock and order sheets"), the second verb must show that it is one."""
    if _STORY.match(asked.plain, sentence.main, sentence.end):
        return None
    match = _TWO_VERBS.search(asked.plain, sentence.main, sentence.end)
    if (
        not match
        or _IDIOM.search(match["verbs"])
        or (match["object"] and (not match["next"] or match["object"].startswith("to ")))
    ):
        return None
    return match


def two_clauses(asked: Asked, sentence: Sentence) -> re.Match[str] | None:
    where = (asked.plain, sentence.body, sentence.end)
    return _TWO_WH.search(*where) or (_TWO_CLAUSES.match(*where) if sentence.asks else None)


def double_barrelled(asked: Asked) -> Span | None:
    for sentence in asked.sentences:
        if clauses := two_clauses(asked, sentence):
            return Span(*clauses.span("second"))
        if verbs := two_verbs(asked, sentence):
            return Span(*verbs.span("verbs"))
    return _two_marks(asked)
