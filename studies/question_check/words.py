"""Word lists and sentence pieces the patterns are made of. Each is a regular expression over lower-case text."""

from __future__ import annotations

PRONOUN = r"(?:you|he|she|it|they|we|there)"
# "the chef", "your last supplier"; one adjective at most, so that a verb is not taken for a noun too often.
NOUN_PHRASE = (
    r"(?:(?:the|your|his|her|their|our|my|this|that|these|those|a|an|any|some) [\w'-]+|people|everyone|someone)"
)
SUBJECT = rf"(?:{PRONOUN}|{NOUN_PHRASE})"

HABIT = r"(?:usually|typically|normally|generally|always|never|often)"
ADVERB = rf"(?:{HABIT}|ever|also|still|already|even|really|actually|regularly|sometimes|just|currently|personally)"

# "Would you walk me through …" asks for a story, not for a guess: the verb after a polite "would you" tells them apart.
_TELLING = (
    r"(?:tell|show|walk|share|explain|describe|introduce|suggest|allow|let|give (?:me|us)|help (?:me|us)|talk (?:me|us)"
    r"|take (?:me|us)|send (?:me|us)|speak|spell|repeat|elaborate|say|put|call (?:it|that|this|yourself)|summari[sz]e"
    r"|read|name|list|draw|sketch|open|point|think of|think back|expand|go (?:back|over|through)|start|paint|join|meet)"
)
_WILLING = (
    r"be (?:willing|open|ok|okay|happy|able|comfortable|up|fine|free|available)"
    r"(?!(?: to| with| for)? (?:pay|buy|use|using|switch|try|trying|spend|spending|paying|buying)\b)"
)
_LIKE = (
    r"(?:like|want|wish|prefer|love) (?:to (?:add|ask|say|tell|share|know|stop|pause|begin|start|talk|hear|mention|be"
    r"|take a break|skip|stay|read|receive)|a (?:break|copy|moment|minute|glass|cup|coffee|summary)|me to|us to)"
)
REQUEST = (
    rf"(?:\s+(?:please|kindly|just|also|still|maybe|perhaps|briefly|quickly|possibly))*"
    rf"\s+(?:mind|please|rather (?:not|i|we)|agree to|{_TELLING}|{_WILLING}|{_LIKE})\b"
)
REFERRAL = r"\s+(?:recommend|talk|ask|speak|contact|point)\b"

MILD = (
    r"(?:good|bad|great|nice|easy|hard|difficult|simple|useful|helpful|valuable|complicated|complex|convenient"
    r"|stressful|important|reliable|satisfied|happy|unhappy|satisfying|enjoyable|efficient|effective|tough)"
)
STRONG = (
    r"(?:annoying|frustrating|frustrated|terrible|awful|horrible|horrid|amazing|awesome|fantastic|wonderful|brilliant"
    r"|excellent|painful|tedious|clunky|confusing|boring|stupid|ridiculous|outdated|cumbersome|time-consuming"
    r"|inefficient|useless|innovative|exciting|intuitive|seamless|revolutionary|delightful|dreadful|unreliable"
    r"|impressive|pointless|overwhelming|nasty|lousy|superb|powerful|burdensome|tiresome|ugly|beautiful)"
)
EVALUATIVE = rf"(?:{MILD}|{STRONG})"

TROUBLE = r"(?:trouble|problems?|issues?|difficult(?:y|ies)|frustrations?|struggles?|pains?|a hard time)"
# "hate", "struggle with": feelings the question hands to the person.
FEELING = r"(?:hate|love|struggle|dislike|dread|fear|resent|enjoy|loathe|distrust|adore|despise|detest)"

# Asks for one instance, best a recent one.
RECENT = (
    r"\b(?:(?:a|one|the|any) time (?:when|that|you|they|it)|last|latest|most recent|recently|yesterday|today|ago"
    r"|this (?:morning|week|month)|just now|the first time)\b"
)

OWN_CALL = (
    r"(?:(?:last|first|next|little|short|previous|earlier|whole) )?(?:conversation|call|interview|chat|talk|session"
    r"|meeting|time|study|research|notes?|questions?|recording|discussion|focus|goal|topic|data protection|team)"
)
MEASURE = (
    r"(?:so|less|more|not|two|three|four|five|six|ten|twice|later|otherwise|something|anything|somebody|someone|somewhere"
    r"|whatever|whoever|anyone|anybody|nothing|nobody|never|few|both|a few|if|when|what|how|why|who|where|which|other)"
)
