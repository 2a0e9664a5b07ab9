"""Triggers of the rules against guessing: about the future, a price, a wish, an opinion.

Patterns run over lower-case text with plain apostrophes.
"""

from __future__ import annotations

from studies.question_check.finders import anywhere, at_start, either
from studies.question_check.words import ADVERB, REFERRAL, REQUEST, SUBJECT

hypothetical = either(
    anywhere(
        rf"\b(?<!who )(?<!whom )(?<!else )(?:would|will|might) you\b(?!{REQUEST})",
        rf"\b(?:who|whom)(?: else)? (?:would|will|might) you\b(?!{REQUEST}|{REFERRAL})",
        rf"(?<!who )(?<!whom )\belse (?:would|will|might) you\b(?!{REQUEST})",
        r"\b(?:could|can) you (?:see yourself|imagine)\b",
        r"\bdo you think you(?:'d|'ll| would| will| could| might)\b",
        rf"\b(?:what|how|where|which|whether) you would\b(?!{REQUEST}| have\b)",
        rf"\bif (?:we|there|you)\b[^.?!]{{1,100}}?\bwould\b(?! have\b| you{REQUEST})",
        r"\bin (?:the )?(?:near |nearer |not too distant )?future\b(?! tense)",
        r"\bhow likely (?:are|is|would)\b",
        r"\bwould (?:it|this|that)(?: even| really| ever)? (?:help|make|work|solve|save|change|matter|improve)\b",
    ),
    at_start(r"(?:imagine|suppose|pretend|picture)\b", r"let's (?:say|assume|imagine)\b", r"what if\b"),
)

opinion = either(
    at_start(
        rf"(?:do|does|did) {SUBJECT} (?:{ADVERB} )?(?:like|love|enjoy)\b",
        r"do you think\b(?! you(?:'d|'ll| would| will| could| might)\b)",
        r"(?:is|was) (?:it|this|that|[\w'-]+ing) (?:really )?a (?:good|great|bad|smart|nice) (?:idea|thing)\b",
        r"(?:are|were) you (?:satisfied|happy|pleased|comfortable) with\b",
    ),
    anywhere(
        r"\bwhat (?:do|would) (?:you|they|people) think (?:of|about)\b(?! (?:first|when|while|before)\b)",
        r"\b(?:how|what) do you feel about\b",
        r"\b(?:what's|what is|what are) your (?:opinions?|views?|thoughts|impressions?|take)\b",
        r"\bhow (?:important|satisfied|happy|valuable) (?:is|are|was|were|would)\b",
        r"\bwhat (?:do|does|did|don't|doesn't|didn't) (?:you|he|she|they) (?:dis)?like (?:most |best |least )?about\b",
        r"\bon a scale (?:of|from) [\w.]+ ?(?:to|-|–|through) ?[\w.]+",
        r"\b(?:rate|score) (?:your|the|this|that|it)\b[^.?!]{0,60}?\b(?:1|one|0|zero) ?(?:to|-|–) ?(?:\d+|five|ten)\b",
    ),
)

future_price = anywhere(
    r"\bhow much (?:more |extra |money )?(?:would|will|could|might) (?:you|your \w+|they|people)(?: \w+){0,4}?"
    r" (?:pay|spend|give)\b",
    r"\bwhat (?:price |amount )?would you(?: \w+){0,4}? (?:pay|spend)\b",
    r"\b(?:would|will|might) you(?: (?:ever|also|still|really|consider|be willing to|be ready to|be happy to"
    r"|be prepared to|be able to|like to|want to|actually|even))*"
    r" (?:pay|buy|paying|buying|subscribe|purchase|upgrade)\b"
    r"(?! (?:attention|a visit|time))",
    r"\b(?:at )?what (?:price|cost) (?:would|is too|seems)\b",
    r"\bwhat (?:would|will) (?:it|this|that) be worth\b",
    r"\bhow much (?:is|would|will) (?:it|this|that)(?: be)? worth to you\b",
    r"\bwilling to (?:pay|spend)\b",
)

# "What features did you use last week?" asks for a fact.
_OF_USE = (
    r"(?: of [^?.!]{1,60}?)? (?:do|did|have|does|has) \w+ (?:\w+ )?"
    r"(?:us|open|touch|click|try|tried|stop|turn|pay|paid|set)"
)
feature_wish = anywhere(
    rf"\b(?:what|which) (?:other |new |more |extra )?(?:features?|functions?|functionality)\b(?!{_OF_USE})",
    r"\bwhat (?:else )?would you (?:want|wish|love|like)\b"
    r"(?! (?:to |me to |us to )?(?:add|ask|know|talk|say|tell|share|hear|mention|discuss|be called|drink)\b)",
    r"\bwhat (?:would|should) (?:it|the (?:app|tool|product|system|software)|we) (?:do|have|build|add|offer|include)\b",
    r"\bwhat (?:would|does) (?:your|the|an) (?:ideal|perfect|dream)\b",
    r"\b(?:ideal|perfect|dream) (?:tool|app|product|solution|system|software|world)\b",
    r"\bwish ?-?lists?\b",
    r"\bmagic wand\b",
    r"\bwhat do you wish\b",
)
