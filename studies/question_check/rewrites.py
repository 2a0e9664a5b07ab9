"""Better questions made of the question's own words, one maker per rule.

The engine drops a rewrite that would itself be found fault with; a rule's general sentences stand in when none is left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from studies.question_check import verbs
from studies.question_check.bending import (
    NO_HOW,
    capital,
    clause,
    in_place,
    in_the_past,
    last_time,
    main_clause,
    open_up,
    without_front,
)
from studies.question_check.finders import sentence_at
from studies.question_check.pressure import pitch
from studies.question_check.reading import Asked, Sentence, Span
from studies.question_check.words import FEELING, MILD, STRONG, TROUBLE

_WOULD = clause(r"(?P<opener>(?:what|how|where|when|which [\w'-]+) )?(?:would|will) WHO VERB(?:REST)")
_IF = re.compile(r"if\b", re.IGNORECASE)
# "… if a delivery was late": it has happened; "… if you had a phone" and "… if there was an app" have not.
_REAL_CASE = re.compile(
    r"what would you do,? (?:if|when) (?P<case>(?:the|a|an|your|his|her|their|some|someone|somebody|nobody) "
    r"(?:[\w'’-]+ ){0,3}(?:was|were|came|went|broke|ran|left|got|lost|[a-z]{2,}ed|didn['’]t [a-z]+)\b"
    r"(?: (?!could|would|that)[\w'’-]+){0,6})$",
    re.IGNORECASE,
)
_IF_CLAUSE = re.compile(r",? (?:if|when|assuming|provided) .*$", re.IGNORECASE)


def from_guess(asked: Asked, span: Span) -> Iterator[str]:
    sentence = sentence_at(asked, span.start)
    match = main_clause(_WOULD, asked, sentence)
    if not match or _IF.match(asked.text, sentence.body) or pitch(asked):
        return
    if case := _REAL_CASE.match(asked.text, sentence.main, sentence.end):
        yield in_place(asked, sentence, f"What did you do the last time {case['case']}?")
    elif match["opener"]:
        yield from in_the_past(asked, sentence, capital(match["opener"].strip().lower()), match)
    else:
        rest = _IF_CLAUSE.sub("", match["rest"])
        yield from last_time(asked, sentence, match["who"], verbs.past_of(match["verb"].lower()), rest)


_DO = clause(r"(?P<aux>do|does|did|can) WHO VERBREST")
_HAVE = clause(r"(?:have|has) WHO VERBREST")
_BE_DOING = clause(r"(?P<aux>is|are|was|were) WHO (?P<doing>[a-z]+ing)\bREST")
_REMEMBER = re.compile(r"(?:do|can) you (?:remember|recall|think of) (?P<time>the last time\b[^?!.]*)", re.IGNORECASE)
_SOONER = re.compile(r" (?:before|yet|already|ever)$", re.IGNORECASE)


def from_yes_or_no(asked: Asked, span: Span) -> Iterator[str]:
    sentence = sentence_at(asked, span.start)
    if match := main_clause(_REMEMBER, asked, sentence):
        yield in_place(asked, sentence, f"Tell me about {match['time']}.")
    elif match := main_clause(_DO, asked, sentence):
        yield from open_up(asked, sentence, match["aux"].lower(), match)
        yield from last_time(asked, sentence, match["who"], verbs.past_of(match["verb"].lower()), match["rest"])
    elif match := main_clause(_HAVE, asked, sentence):
        past = verbs.past_of_participle(match["verb"].lower())
        yield from last_time(asked, sentence, match["who"], past, _SOONER.sub("", match["rest"]))
    elif match := main_clause(_BE_DOING, asked, sentence):
        yield from _how_doing(asked, sentence, match)


def _how_doing(asked: Asked, sentence: Sentence, match: re.Match[str]) -> Iterator[str]:
    if verbs.past_of_gerund(match["doing"].lower()) and not NO_HOW.search(match["rest"]):
        words = f"{match['aux']} {match['who']} {match['doing']}{match['rest']}"
        yield in_place(asked, sentence, f"How {words[:1].lower()}{words[1:]}?")


_NEGATED = clause(r"(?P<aux>do|does|did)n['’]t WHO VERBREST")
_TAGGED = clause(
    r"(?P<who>you|they) VERB(?P<rest>[^?!.]*?)(?:,? (?:right|correct|yes|no|don['’]t (?:you|they)|do (?:you|they)))$"
)
_HOW_WAS = re.compile(
    rf"how (?:{MILD}|{STRONG}) (?:is|was) (?P<thing>(?:the|your|that) [\w'’ -]{{1,50}})$", re.IGNORECASE
)
_HOW_DOING = clause(rf"how (?:{MILD}|{STRONG}) (?:is|was) (?:it to VERB|(?P<doing>[a-z]+ing)\b)REST")


def from_leading(asked: Asked, span: Span) -> Iterator[str]:
    sentence = sentence_at(asked, span.start)
    whole = re.compile(_TAGGED.pattern, re.IGNORECASE).match(asked.text, sentence.body, sentence.end)
    if match := main_clause(_NEGATED, asked, sentence):
        yield from open_up(asked, sentence, match["aux"].lower(), match)
    elif whole:
        yield from open_up(asked, _from_body(sentence), "do", whole)
    elif match := main_clause(_HOW_DOING, asked, sentence):
        past = verbs.past_of((match["verb"] or "").lower()) or verbs.past_of_gerund((match["doing"] or "").lower())
        yield from last_time(asked, sentence, "you", past, match["rest"])
    elif match := main_clause(_HOW_WAS, asked, sentence):
        yield in_place(asked, sentence, f"What did you do with {match['thing']}?")


def _from_body(sentence: Sentence) -> Sentence:
    return Sentence(sentence.start, sentence.body, sentence.body, sentence.end, sentence.after, sentence.asks)


_WHY_FEEL = clause(rf"why (?:do|did|does) WHO {FEELING}(?: with| to)? (?P<thing>[a-z'’-]+)REST")
_IN_TROUBLE = re.compile(rf"when(?:ever)? you (?P<trouble>(?:have|get) {TROUBLE} with [^,?!.]{{1,60}})", re.IGNORECASE)


def from_loaded(asked: Asked, span: Span) -> Iterator[str]:
    sentence = sentence_at(asked, span.start)
    if match := _IN_TROUBLE.match(asked.text, span.start, sentence.end):
        yield f"When did you last {match['trouble']}, if ever?"
    elif match := main_clause(_WHY_FEEL, asked, sentence):
        thing = match["thing"].lower()
        past = verbs.past_of_gerund(thing) or (verbs.past_of(thing) if " to " in match[0] else None)
        yield from last_time(asked, sentence, match["who"], past, match["rest"])


_HABIT_QUESTION = clause(r"(?P<opener>what|how|where|who|when|which [\w'-]+) (?:do|does) WHO VERBREST")
_WHO_HABIT = clause(r"who (?:usually|typically|normally|generally|always|often) VERBREST")


def from_habit(asked: Asked, span: Span) -> Iterator[str]:
    sentence = sentence_at(asked, span.start)
    if match := main_clause(_HABIT_QUESTION, asked, sentence):
        sentence = without_front(sentence) if span.start < sentence.main else sentence
        yield from in_the_past(asked, sentence, capital(match["opener"].lower()), match)
    elif match := main_clause(_WHO_HABIT, asked, sentence):
        if past := verbs.past_of_third(match["verb"].lower()):
            yield in_place(asked, sentence, f"Who {past}{match['rest']} the last time?")
    elif match := main_clause(_DO, asked, sentence):
        yield from last_time(asked, sentence, match["who"], verbs.past_of(match["verb"].lower()), match["rest"])


_WHY_NOT = clause(r"why (?P<aux>do|did|have)n['’]t you VERBREST")


def from_blame(asked: Asked, span: Span) -> Iterator[str]:
    sentence = sentence_at(asked, span.start)
    match = main_clause(_WHY_NOT, asked, sentence)
    doing = verbs.gerund_of(match["verb"].lower()) if match and match["aux"].lower() != "have" else None
    if match and doing:
        got = "gets" if match["aux"].lower() == "do" else "got"
        yield in_place(asked, sentence, f"What {got} in the way of {doing}{match['rest']}?")


def from_liking(asked: Asked, span: Span) -> Iterator[str]:
    sentence = sentence_at(asked, span.start)
    if match := main_clause(_LIKE_DOING, asked, sentence):
        yield from last_time(asked, sentence, match["who"], verbs.past_of_gerund(match["doing"].lower()), match["rest"])


_LIKE_DOING = clause(r"(?:do|does|did) WHO (?:like|love|enjoy) (?P<doing>[a-z]+ing)\bREST")


def from_jargon(asked: Asked, span: Span) -> Iterator[str]:
    yield f"What does “{asked.text[span.start : span.end]}” mean to you?"


def last_question(asked: Asked, span: Span) -> Iterator[str]:
    questions = [part for part in asked.sentences if part.asks]
    if len(asked.sentences) > 1 and questions:
        yield capital(asked.text[questions[-1].start : questions[-1].end]) + "?"
