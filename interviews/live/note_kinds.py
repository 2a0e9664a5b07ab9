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
        return {Kind.VERBATIM: "“", Kind.MARK: "…"}.get(Kind(self.kind), self.prefix)


KINDS = (
    KindLook(Kind.NOTE, "", "note", "note"),
    KindLook(Kind.VERBATIM, '"', "quote", "quote"),
    KindLook(Kind.OBSERVATION, "~", "non-verbal", "seen"),
    KindLook(Kind.AHA, "!", "aha", "aha"),
    KindLook(Kind.FOLLOW_UP, "?", "follow up", "follow"),
    KindLook(Kind.OFF_SCRIPT, ">", "off script", "off"),
    KindLook(Kind.READING, "=", "our reading", "reading"),
)
# A moment without words yet. No prefix makes it: one key does, and words typed into it make it another kind.
MARK = KindLook(Kind.MARK, "", "marker", "mark")
BY_KIND = {look.kind: look for look in (*KINDS, MARK)}
