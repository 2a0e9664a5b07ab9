"""How kinds of lines are typed and shown: the prefix at the line's start, the word, the class of its look."""

from __future__ import annotations

from dataclasses import dataclass

from interviews.models import Kind


@dataclass(frozen=True)
class KindLook:
    kind: str
    prefix: str
    word: str
    look: str

    @property
    def knot(self) -> str:
        return "“" if self.kind == Kind.VERBATIM else self.prefix


KINDS = (
    KindLook(Kind.NOTE, "", "note", "note"),
    KindLook(Kind.VERBATIM, '"', "quote", "quote"),
    KindLook(Kind.OBSERVATION, "~", "non-verbal", "seen"),
    KindLook(Kind.AHA, "!", "aha", "aha"),
    KindLook(Kind.FOLLOW_UP, "?", "follow up", "follow"),
    KindLook(Kind.OFF_SCRIPT, ">", "off script", "off"),
    KindLook(Kind.READING, "=", "our reading", "reading"),
)
BY_KIND = {look.kind: look for look in KINDS}
