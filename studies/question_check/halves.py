"""One question made of two, and a question freed of the answers it offers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from studies.question_check import verbs
from studies.question_check.bending import capital, clause, in_place, main_clause
from studies.question_check.closed import LAST_CHOICE, yes_or_no
from studies.question_check.doubled import two_clauses, two_verbs
from studies.question_check.finders import sentence_at
from studies.question_check.reading import Asked, Sentence, Span, read
from studies.question_check.rewrites import from_yes_or_no

# "… and what on a Sunday?" leans on the first half.
_HALF = re.compile(r"\w+ (?:on|in|at|for|with|about|by|to|from)\b", re.IGNORECASE)


def split_up(asked: Asked, span: Span) -> Iterator[str]:
    sentence = sentence_at(asked, span.start)
    questions = [part for part in asked.sentences if part.asks]
    if clauses := two_clauses(asked, sentence):
        first = asked.text[sentence.start : clauses.start("second")].rstrip(" ,") + _ended(asked, sentence)
        yield _opened(asked, capital(first))
        second = re.sub(r"^(?:and|or|but) (?:(?:then|also) )?", "", asked.text[clauses.start("second") : sentence.end])
        if sentence.asks and not _HALF.match(second):
            yield _opened(asked, capital(second) + "?")
    elif (match := two_verbs(asked, sentence)) and " and " in match["verbs"]:
        head, tail = asked.text[sentence.start : match.start("one")], asked.text[match.end("two") : sentence.end]
        thing = asked.text[slice(*match.span("object"))] if match["object"] else ""
        yield _opened(asked, capital(head) + match["one"] + (f" {thing}" if thing else tail) + "?")
        yield _opened(asked, capital(head) + match["two"] + tail + "?")
    elif len(questions) > 1:
        yield from (_opened(asked, capital(asked.text[part.body : part.end]) + "?") for part in questions[:2])


def _opened(asked: Asked, part: str) -> str:
    """Half of a yes/no question is one, too: opened where that can be done."""
    half = read(part, asked.section)
    span = yes_or_no(half)
    return next(from_yes_or_no(half, span), part) if span else part


def _ended(asked: Asked, sentence: Sentence) -> str:
    return asked.text[sentence.end : sentence.after].strip() or "."


_CHOOSE = clause(r"(?P<aux>do|does|did) WHO VERB(?P<rest>[^?!.]* or [^?!.]*)$")
_TIME_WORDS = re.compile(r"(?:before|after|in the (?:morning|evening)|on \w+day|at (?:night|noon))\b")
_WAY_WORDS = re.compile(r"(?:by|with|via|using|through)\b")


def without_options(asked: Asked, span: Span) -> Iterator[str]:
    """ "Do you use Excel or paper?" -> "What do you use?": cut where the options begin and ask for that piece."""
    sentence = sentence_at(asked, span.start)
    match = main_clause(_CHOOSE, asked, sentence)
    if not match or not LAST_CHOICE.search(asked.plain, sentence.main, sentence.end):
        return
    options = asked.plain[span.start : span.end]
    thing = asked.text[match.end("verb") : span.start].rstrip()
    verb, aux, who = match["verb"].lower(), match["aux"].lower(), match["who"].lower()
    if _TIME_WORDS.match(options):
        yield in_place(asked, sentence, f"When {aux} {who} {verb}{thing}?")
    elif _WAY_WORDS.match(options) and verbs.goes_with_how(verb):
        yield in_place(asked, sentence, f"How {aux} {who} {verb}{thing}?")
    elif not thing and verbs.goes_with_how(verb):
        yield in_place(asked, sentence, f"What {aux} {who} {verb}?")
