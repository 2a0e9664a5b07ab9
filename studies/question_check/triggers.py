"""The words each rule listens for, rule by rule. Patterns run over lower-case text with plain apostrophes."""

from __future__ import annotations

from studies.question_check.finders import anywhere, at_end, at_start, either, product_named, unless
from studies.question_check.words import (
    ADVERB,
    EVALUATIVE,
    FEELING,
    HABIT,
    OWN_CALL,
    PRONOUN,
    REFERRAL,
    REQUEST,
    STRONG,
    SUBJECT,
    TROUBLE,
)
from studies.question_check.wording import asks_for_recent, without_earlier_fact

hypothetical = either(
    anywhere(
        rf"\b(?<!who )(?<!whom )(?<!else )(?:would|will|might) you\b(?!{REQUEST})",
        rf"\b(?:who|whom)(?: else)? (?:would|will|might) you\b(?!{REQUEST}|{REFERRAL})",
        r"\belse (?<!who else )(?<!whom else )(?:would|will|might) you\b",
        r"\b(?:could|can) you (?:see yourself|imagine)\b",
        r"\bdo you think you(?:'d|'ll| would| will| could| might)\b",
        rf"\b(?:what|how|where|which|whether|if) you would\b(?!{REQUEST}| have\b)",
        rf"\bif (?:we|there|you)\b[^.?!]{{1,100}}?\bwould\b(?! have\b| you{REQUEST})",
        r"\bin (?:the )?(?:near |nearer |not too distant )?future\b(?! tense)",
        r"\bhow likely (?:are|is|would)\b",
        r"\bwould (?:it|this|that)(?: even| really| ever)? (?:help|make|work|solve|save|change|matter|improve)\b",
    ),
    at_start(r"(?:imagine|suppose|pretend|picture)\b", r"let's (?:say|assume|imagine)\b", r"what if\b"),
)

_TAG = (
    r"(?:(?:is|are|do|does|did|was|were|would|wo|ca|could|have|has|should)n't|won't|can't)"
    rf" {PRONOUN}(?: (?:think|agree|say))?"
)
leading = either(
    at_end(
        rf"[,–—-]? ?\b(?<!why )(?<!what )(?<!how )(?<!who )(?<!where ){_TAG}",
        rf"[,–—] ?(?:is|are|do|does|did|was|were|can|have|has) {PRONOUN}",
        r"[,–—] ?(?:right|correct|yes|no|yeah|agreed|true)",
        r"(?<! is)(?<! was)(?<! are)(?<! were)(?<! be)(?<! it)(?<! them)(?<! get)(?<! got)(?<! that)(?<! the)(?<! not)"
        r"(?<! look)(?<! looks)(?<! looked)(?<! feel)(?<! feels)(?<! felt)(?<! seem)(?<! seems)(?<! seemed)(?<! a)"
        r"(?<! your)(?<! to)(?<! all)(?<! this)(?<! go)(?<! went)(?<!,) right",
    ),
    at_start(
        rf"(?:(?:is|are|do|does|did|was|were|would|could|have|has|should)n't|won't|can't) {SUBJECT}"
        r"(?: (?:think|agree|find|feel|say|want|wish|like|hate))?",
        r"would you (?:not )?agree (?:that|with)\b",
        r"(?:most|many|a lot of|lots of|almost all|nearly all|all|other) (?:people|teams|users|customers|companies"
        r"|restaurants|managers|owners|businesses|others)(?: \w+)?"
        r" (?:say|said|tell|told|think|find|found|feel|agree|hate|love|struggle|complain|prefer)\b",
        r"(?:everyone|everybody) (?:knows|says|agrees|thinks|hates|loves)\b",
        rf"(?:is|are|was|were) (?:it|this|that|they|(?:the|your) [\w'-]+(?: [\w'-]+)?|[\w'-]+ing(?: [\w'-]+)?)"
        rf" (?:so |very |really |too |quite |more |all )?{EVALUATIVE}\b(?! (?:or|copy|copies|drive|cash|idea|disk)\b)",
        rf"(?:do|does|did) (?:you|he|she|they) (?:find|think|feel|consider)\b[^?.!]{{1,50}}?\b(?:{STRONG}|easy|hard|difficult"
        r"|useful|helpful)\b(?! (?:or|copy|drive|cash)\b)",
    ),
    anywhere(
        rf"\bhow (?:very |really |incredibly )?{EVALUATIVE} (?<!important )(?:is|was|are|were|did|does)\b",
        r"\bwouldn't you (?:agree|say|think)\b",
        r"\bdon't you (?:think|agree|find)\b",
        r"\b(?:obviously|surely)\b",
        r"(?:^|[.?!,] )(?:of course|clearly|as (?:we|you) (?:all )?know|needless to say)\b",
        rf"\b(?:the|this|that|these|those|your|our|their|its) (?:so |very |really |quite )?{STRONG} (?!or\b)[a-z]",
        rf"\b(?:what|why)(?:'s| is| was| are| were) (?:(?:it|this|that|so|the \w+) )*{STRONG}\b",
    ),
)

loaded = without_earlier_fact(
    either(
        at_start(
            rf"(?:why|how come|how much|what makes|what made) (?:(?:do|does|did) )?{SUBJECT} (?:{ADVERB} )?"
            rf"(?:{FEELING}|prefer)(?:s|d|ed)?\b",
            rf"what (?:do|does|did) {SUBJECT} (?:{ADVERB} )?(?:most |really )?{FEELING}\b",
            rf"since (?:you|your)\b(?!'ve (?:been|had)| have (?:been|had|worked)| (?:last|first|mention|told|said|brought"
            r"|joined|left|began|came|went|got|became|took|bought|were|was|had|opened|start|switch|moved|changed)| \w+ed\b)"
            r"(?:'re|'ve)?(?: (?:do not|don't|can't|cannot|already|always|never))?(?: [\w'-]+)?",
            rf"what (?:problems|issues|trouble|troubles|difficulties|frustrations|pains) (?:do|does) {SUBJECT}",
            r"what(?:'s| is| are) your (?:biggest|main|worst|greatest) (?:problem|pain|frustration|struggle|headache)s?\b",
            r"how much (?:time|money|effort) (?:do|does|did) \w+ (?:waste|lose)\b",
        ),
        anywhere(
            rf"(?<!time )(?<!times )\bwhen(?:ever)? you(?:'re| are)? (?:have|get|run into|face|hit|experience|encounter"
            rf"|having|struggle|struggling)(?: (?:any|some|the|these|those|your))?(?: (?:{TROUBLE}))?(?: with\b)?(?<!have)(?<!get)"
            r"(?<!face)(?<!hit)(?<!experience)(?<!encounter)(?<!having)(?<!run into)(?<! any)(?<! some)(?<! the)(?<! these)"
            r"(?<! those)(?<! your)",
        ),
    )
)

pitch = either(
    product_named,
    anywhere(
        rf"\bour\b(?! {OWN_CALL}\b)",
        r"\bwe(?:'re| are) (?:building|developing|making|creating|working on|launching|planning|designing|thinking of)\b",
        r"\bwe(?:'ve| have)? (?:built|developed|created|designed|made|launched)\b",
        r"\bwe (?:plan|want|hope|intend) to (?:build|make|launch|develop|create|offer|sell)\b",
        r"\bif we (?:built|build|made|make|offered|offer|launched|added|sold|gave you)\b",
        r"\bthis (?:new )?(?:app|feature|product|solution|prototype|platform|concept|mock-?up|software|startup)\b",
        r"\bi(?:'m| am) building\b",
    ),
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
        r"\bwhat (?:do|does|did) (?:you|he|she|they) (?:dis)?like (?:most |best |least )?about\b",
        r"\bon a scale (?:of|from) [\w.]+ ?(?:to|-|–|through)",
        r"\b(?:rate|score) (?:your|the|this|that|it)\b[^.?!]{0,60}?\b(?:1|one|0|zero) ?(?:to|-|–) ?(?:\d+|five|seven|ten)\b",
    ),
)

future_price = anywhere(
    r"\bhow much (?:more |extra |money )?(?:would|will|could|might) (?:you|your \w+|they|people)(?: \w+){0,4}? (?:pay|spend|give)\b",
    r"\bwhat (?:price |amount )?would you(?: \w+){0,4}? (?:pay|spend)\b",
    r"\b(?:would|will|might) you(?: (?:ever|also|still|really|consider|be willing to|be ready to|be happy to|be prepared to"
    r"|be able to|like to|want to|actually|even))* (?:pay|buy|paying|buying|subscribe|purchase|upgrade)\b"
    r"(?! (?:attention|a visit|time))",
    r"\b(?:at )?what (?:price|cost) (?:would|is too|seems)\b",
    r"\bwhat (?:would|will) (?:it|this|that) be worth\b",
    r"\bhow much (?:is|would|will) (?:it|this|that)(?: be)? worth to you\b",
    r"\bwilling to (?:pay|spend)\b",
)

generic = unless(
    asks_for_recent,
    anywhere(
        rf"(?<!how )(?<!more )(?<!less )(?<!as )(?<!had )(?<!have )\b{HABIT}\b(?! mind\b)",
        r"\b(?:in general|as a rule|most of the time|on average)\b",
    ),
)

_OF_USE = r"(?: of [^?.!]{1,60}?)? (?:do|did|have|does|has) \w+ (?:\w+ )?(?:us|open|touch|click|try|tried|stop|turn|pay|paid|set)"
feature_wish = anywhere(
    rf"\b(?:what|which) (?:other |new |more |extra )?(?:features?|functions?|functionality)\b(?!{_OF_USE})",
    r"\bwhat (?:else )?would you (?:want|wish|love|like)\b(?! (?:to |me to |us to )?(?:add|ask|know|talk|say|tell|share|hear"
    r"|mention|discuss|be called|drink)\b)",
    r"\bwhat (?:would|should) (?:it|the (?:app|tool|product|system|software)|we) (?:do|have|build|add|offer|include)\b",
    r"\bwhat (?:would|does) (?:your|the|an) (?:ideal|perfect|dream)\b",
    r"\b(?:ideal|perfect|dream) (?:tool|app|product|solution|system|software|world)\b",
    r"\bwish ?-?lists?\b",
    r"\bmagic wand\b",
    r"\bwhat do you wish\b",
)

why_blame = anywhere(
    rf"\bwhy (?:did|do|have|had|could|ca|would|wo|were|are|was)n't you\b(?!{REQUEST})(?: [\w'-]+)?",
    r"\bwhy (?:won't|can't) you\b(?: [\w'-]+)?",
    r"\bwhy (?:did|do|have|could|were|are) you (?:not|never)\b(?: [\w'-]+)?",
    r"\bhow come you (?:did not|do not|have not|didn't|don't|haven't|never|weren't|aren't)\b(?: [\w'-]+)?",
)
