"""A question made ready for the rules: same length as typed, so that every position is a position in the original."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from studies.section_kinds import SectionKind

# A spoken question has 10 to 40 words. What lies beyond is pasted text; reading it would only cost time.
READ_AT_MOST = 2000

AUX = r"(?:do|does|did|is|are|was|were|have|has|had|can|could|will|would|should|shall|may|might|am)"
NEGATIVE_AUX = r"(?:(?:do|does|did|is|are|was|were|have|has|had|could|would|should)n't|can't|won't)"
OPENER = r"(?:what|what's|how|how's|who|who's|whom|whose|which|why|where|when)"
INVITATION = r"(?:tell|walk|talk|take|show|describe|explain|think|imagine|list|name|give)"

_SAME_LENGTH = str.maketrans("’‘ʼ′`´“”„‟？！，\u00a0\u202f\t", "''''''\"\"\"\"?!,   ")
_QUOTED = re.compile(r'"[^"\n]{1,300}"')
_STOP = re.compile(r"\?+[?!.]*|[.!…]+(?=\s|$)|\n+")
_ABBREVIATION = re.compile(r"(?:^|[\s(])(?:e\.g|i\.e|etc|vs|approx|ca|mr|mrs|ms|dr|st|no|min)$")
_LEAD_IN = re.compile(
    r"[\s\"'(\-–—•*]*(?:(?:so|and|but|or|ok|okay|well|now|then|also|great|thanks|thank you|alright|all right|right"
    r"|sure|hi|hello|first|firstly|next|finally|lastly|um|uh|hm|just|please)\b(?!\s+(?:far|that|time|of))[,:;.–—-]?\s+){0,4}"
)
_ASKS_AT_ONCE = re.compile(rf"(?:{AUX}|{NEGATIVE_AUX}|what|what's|how|who|which|why|whose|(?:when|where)\s+{AUX})\b")
_FRONTED = re.compile(
    rf"[^,:;?–—]{{1,100}}[,:;–—]\s*(?:(?:and|so|then|but)\s+)?(?=(?:{AUX}|{NEGATIVE_AUX}|{OPENER}|{INVITATION})\b)"
)


@dataclass(frozen=True, slots=True)
class Span:
    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Sentence:
    """`main` is where the asking begins: after "so, …" (`body`) and after "when you order, …"."""

    start: int
    body: int
    main: int
    end: int
    after: int
    asks: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """`spoken`: lower case with plain apostrophes. `plain`: quoted words blanked as well, as they are not our words."""

    text: str
    spoken: str
    plain: str
    sentences: tuple[Sentence, ...]
    section: SectionKind
    previous: str
    probes: tuple[str, ...]
    product_names: tuple[str, ...]
    jargon: tuple[str, ...]


def normalised(text: str) -> str:
    """Lower case and plain marks, never a code point longer or shorter."""
    text = text.translate(_SAME_LENGTH)
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


def _blank_quotes(spoken: str) -> str:
    whole = spoken.strip(" .?!")
    if whole.count('"') == 2 and whole[0] == whole[-1] == '"':
        return spoken
    return _QUOTED.sub(lambda quote: '"' + re.sub(r"\S", "_", quote[0][1:-1]) + '"', spoken)


def _main_clause(plain: str, body: int, end: int) -> int:
    if _ASKS_AT_ONCE.match(plain, body, end):
        return body
    fronted = _FRONTED.match(plain, body, end)
    return fronted.end() if fronted else body


def _sentence(plain: str, start: int, end: int, after: int) -> Sentence:
    lead_in = _LEAD_IN.match(plain, start, end)
    body = lead_in.end() if lead_in else start
    return Sentence(start, body, _main_clause(plain, body, end), end, after, "?" in plain[end:after])


def sentences(plain: str) -> tuple[Sentence, ...]:
    found: list[Sentence] = []
    start = 0
    stops = [(stop.start(), stop.end()) for stop in _STOP.finditer(plain)]
    for end, after in [*stops, (len(plain), len(plain))]:
        if plain[end:after] == "." and _ABBREVIATION.search(plain, max(start, end - 8), end):
            continue
        if plain[start:end].strip():
            part = plain[start:end]
            first, last = start + len(part) - len(part.lstrip()), start + len(part.rstrip())
            found.append(_sentence(plain, first, last, after))
        start = after
    return tuple(found)


def read(
    text: str,
    section: str,
    previous: str = "",
    probes: Sequence[str] = (),
    product_names: Sequence[str] = (),
    jargon: Sequence[str] = (),
) -> Asked:
    spoken = normalised(text[:READ_AT_MOST])
    plain = _blank_quotes(spoken)
    return Asked(
        text, spoken, plain, sentences(plain), SectionKind(section), normalised(previous[:READ_AT_MOST]),
        tuple(normalised(probe[:READ_AT_MOST]) for probe in probes), tuple(product_names), tuple(jargon),
    )  # fmt: skip
