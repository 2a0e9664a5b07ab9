"""Triggers of the rules against pushing: leading, taking for granted, selling, blaming, and asking in general.

Patterns run over lower-case text with plain apostrophes.
"""

from __future__ import annotations

import re

from studies.question_check.finders import anywhere, at_end, at_start, either, product_named, unless
from studies.question_check.reading import Asked, Span
from studies.question_check.wording import asks_for_recent, without_earlier_fact
from studies.question_check.words import (
    ADVERB,
    EVALUATIVE,
    FEELING,
    HABIT,
    OWN_CALL,
    PRONOUN,
    REQUEST,
    STRONG,
    SUBJECT,
    TROUBLE,
)

_STATEMENT = re.compile(r"(?:you|they|he|she|we|it|that|this|people|the|your)\b")
_TAG = (
    r"(?:(?:is|are|do|does|did|was|were|could|would|have|has|should)n't|won't|can't)"
    rf" {PRONOUN}(?: (?:think|agree|say))?"
)
_CONFIRM = re.compile(rf"[\w'] (?P<tag>right|correct|{_TAG})$")
_PREDICATE = re.compile(
    r"(?:is|was|are|were|be|been|being|it|them|get|got|getting|that|the|not|looks?|looked|feels?|felt|seems?|seemed|a"
    r"|your|to|all|this|go|goes|went|come|came|quite|exactly) (?:right|correct)$"
)


def confirmed_at_the_end(asked: Asked) -> Span | None:
    """A statement with a tag and no comma: "You count on Sundays right?", not "How do you know it is right?"."""
    for sentence in asked.sentences:
        where = (asked.plain, sentence.main, sentence.end)
        if not sentence.asks or not _STATEMENT.match(*where) or _PREDICATE.search(*where):
            continue
        if match := _CONFIRM.search(*where):
            return Span(*match.span("tag"))
    return None


leading = either(
    confirmed_at_the_end,
    at_end(
        rf"[,–—-] ?{_TAG}",
        rf"[,–—] ?(?:is|are|do|does|did|was|were|can|have|has) {PRONOUN}",
        r"[,–—] ?(?:(?:is|was|isn't) (?:that|this|it) )?(?:right|correct|yes|no|yeah|agreed|true)",
    ),
    at_start(
        rf"(?:(?:(?:is|are|does|did|was|were|would|could|have|has|should)n't (?:{SUBJECT}|[\w'-]+))"
        rf"|(?:don't|won't|can't) {SUBJECT})(?: (?:think|agree|find|feel|say|want|wish|like|hate))?",
        r"would you (?:not )?agree (?:that|with)\b",
        r"(?:most|many|a lot of|lots of|almost all|nearly all|all|other) (?:of (?:us|them|the|our) )?[\w'-]+(?: \w+)?"
        r" (?:say|said|tell|told|think|find|found|feel|agree|hate|love|struggle|complain|prefer)\b",
        r"(?:everyone|everybody) (?:knows|says|agrees|thinks|hates|loves)\b",
        rf"(?:is|are|was|were) (?:it|this|that|they|(?:the|your) [\w'-]+(?: [\w'-]+)?|[\w'-]+ing(?: [\w'-]+)?)"
        rf" (?:so |very |really |too |quite |more |all )?{EVALUATIVE}\b(?! (?:or|copy|copies|drive|cash|idea|disk)\b)",
        rf"(?:do|does|did) (?:you|he|she|they) (?:find|think|feel|consider)\b[^?.!]{{1,50}}?\b"
        rf"(?:{STRONG}|easy|hard|difficult|useful|helpful)\b(?! (?:or|copy|drive|cash)\b)",
    ),
    anywhere(
        rf"\bhow (?:very |so )?(?!important|satisfied|happy|valuable){EVALUATIVE} (?:is|was|are|were|did|does)\b",
        r"\bwouldn't you (?:agree|say|think)\b",
        r"\bdon't you (?:think|agree|find)\b",
        r"\b(?:obviously|surely)\b",
        r"(?:^|[.?!,] )(?:of course|clearly|as (?:we|you) (?:all )?know|needless to say)\b",
        rf"\b(?:the|this|that|these|those|your|our|their|its) (?:so |very |really |quite )?{STRONG} (?!or\b)[\w'-]+",
        rf"\b(?:what|why)(?:'s| is| was| are| were)(?: (?:it|this|that|so|the \w+)){{0,3}} {STRONG}\b",
    ),
)

loaded = without_earlier_fact(
    either(
        at_start(
            rf"(?:why|how come|how much|what makes|what made) (?:(?:do|does|did) )?{SUBJECT} (?:{ADVERB} )?"
            rf"(?:{FEELING}|prefer)(?:s|d|ed)?\b",
            rf"what (?:do|does|did) {SUBJECT} (?:{ADVERB} )?(?:most |really )?{FEELING}\b",
            r"since you\b(?!'ve (?:been|had)| have (?:been|had|worked)| (?:last|first|told|said|brought"
            r"|left|began|came|went|got|became|took|bought|were|had|made|put|set|did|ran|quit|gave|wrote|sold|built|met"
            r"|spoke|chose|lost|grew)\b| \w+ed\b)"
            r"(?:'re|'ve)?(?: (?:do not|don't|can't|cannot|already|always|never))?(?: [\w'-]+)?",
            rf"what (?:problems|issues|trouble|troubles|difficulties|frustrations|pains) (?:do|does) {SUBJECT}",
            r"what(?:'s| is| are) your (?:biggest|main|worst) (?:problem|pain|frustration|struggle|headache)s?\b",
            r"how much (?:time|money|effort) (?:do|does|did) \w+ (?:waste|lose)\b",
        ),
        anywhere(
            rf"(?<!time )(?<!times )\bwhen(?:ever)? you (?:have|get|run into|face|hit|experience|encounter)"
            rf"(?: (?:any|some|the|these|those|your))? {TROUBLE}(?: with)?\b",
            rf"(?<!time )\bwhen(?:ever)? you(?:'re| are) having (?:any |some )?{TROUBLE}(?: with)?\b",
            r"(?<!time )\bwhen(?:ever)? you(?:'re| are)? struggl(?:e|ing)(?: with| to)?\b",
        ),
    )
)

pitch = either(
    product_named,
    anywhere(
        rf"\bour\b(?! {OWN_CALL}\b)",
        r"\bwe(?:'re| are) (?:building|developing|making|creating|working on|launching|planning|designing)\b",
        r"\bwe(?:'ve| have)? (?:built|developed|created|designed|launched)\b",
        r"\bwe (?:plan|want|hope|intend) to (?:build|make|launch|develop|create|offer|sell)\b",
        r"\bif we (?:built|build|made|make|offered|offer|launched|added|sold|gave you)\b",
        r"\bthis (?:new )?(?:app|feature|product|solution|prototype|platform|concept|mock-?up|software|startup)\b",
        r"\bi(?:'m| am) building\b",
    ),
)

generic = unless(
    asks_for_recent,
    anywhere(
        rf"(?<!how )(?<!more )(?<!less )(?<!as )(?<!had )(?<!have )\b{HABIT}\b(?! mind\b)",
        r"\b(?:in general|as a rule|most of the time|on average)\b",
    ),
)

why_blame = anywhere(
    rf"\bwhy (?:did|do|have|had|could|ca|would|wo|were|are|was)n't you\b(?!{REQUEST})(?: [\w'-]+)?",
    r"\bwhy (?:did|do|have|could|were|are) you (?:not|never)\b(?: [\w'-]+)?",
    r"\bhow come you (?:did not|do not|have not|didn't|don't|haven't|never|weren't|aren't)\b(?: [\w'-]+)?",
)
