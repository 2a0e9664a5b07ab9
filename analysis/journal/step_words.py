"""What somebody did, as the end of a sentence that begins with who it was: "moved 3 quotes from “A” to “B”". Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from accounts.counted import counted

STANCES = {"for": "speaks for", "against": "speaks against", "mixed": "speaks for and against"}
SIDES = {"for": "for", "against": "against"}


@dataclass(frozen=True)
class Part:
    """Changes of one step that are alike, with the first of them as the example."""

    kind: str
    way: str  # came, went, changed
    n: int = 1
    theme_id: int | None = None
    theme_was_id: int | None = None
    quote_id: int | None = None
    of_id: int | None = None
    fields: tuple[str, ...] = ()
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Names:
    """What things are called, also those that are gone. Codes and themes, never words of a participant."""

    themes: Mapping[int, str] = field(default_factory=dict)
    codes: Mapping[int, str] = field(default_factory=dict)
    assumptions: Mapping[int, str] = field(default_factory=dict)
    insights: Mapping[int, str] = field(default_factory=dict)

    def theme(self, pk: int | None) -> str:
        name = self.themes.get(pk or 0)
        return f"“{name}”" if name else "a theme"

    def quote(self, pk: int | None) -> str:
        code = self.codes.get(pk or 0)
        return f"a quote of {code}" if code else "a quote"

    def quotes(self, part: Part) -> str:
        return self.quote(part.quote_id) if part.n == 1 else f"{part.n} quotes"


@dataclass(frozen=True)
class Told:
    parts: Sequence[Part]
    kinds: Collection[str]
    names: Names

    def of(self, kind: str, way: str) -> list[Part]:
        return [part for part in self.parts if part.kind == kind and part.way == way]


def did(parts: Iterable[Part], kinds: Collection[str], names: Names) -> str:
    told = Told(list(parts), kinds, names)
    for say in SAYINGS:
        words = say(told)
        if words:
            return words
    return "changed something that isn’t known any more"


def _merged(told: Told) -> str:
    for gone in told.of("theme", "went"):
        moved = [part for part in told.of("tag", "changed") if part.theme_was_id == gone.theme_id]
        name = f"“{gone.before.get('name', '')}”"
        if moved:
            return f"merged {name} into {told.names.theme(moved[0].theme_id)}"
        if "theme_merged" in told.kinds:
            return f"merged {name} into another theme"
    return ""


def _split(told: Told) -> str:
    for new in told.of("theme", "came"):
        moved = [part for part in told.of("tag", "changed") if part.theme_id == new.theme_id]
        off = told.of("tag", "went")
        under = [part for part in told.of("tag", "came") if part.theme_id == new.theme_id]
        name = f"“{new.after.get('name', '')}”"
        if moved:
            return f"split {told.names.quotes(moved[0])} off {told.names.theme(moved[0].theme_was_id)} into the new theme {name}"
        if under and off and _total(under) == _total(off):
            origin = told.names.theme(off[0].theme_id) if len(off) == 1 else "their themes"
            verb = "split" if "theme_split" in told.kinds else "moved"
            return f"{verb} {told.names.quotes(under[0])} from {origin} to the new theme {name}"
        if under and not told.of("quote", "came"):
            return f"made the theme {name} and put {told.names.quotes(under[0])} under it"
    return ""


def _theme_gone(told: Told) -> str:
    gone = told.of("theme", "went")
    if not gone:
        return ""
    quotes = _total(told.of("tag", "went"))
    name = f"“{gone[0].before.get('name', '')}”"
    return f"removed the theme {name}" + (f", which {counted(quotes, 'quote', 'quotes')} stood under" if quotes else "")


def _quote_gone(told: Told) -> str:
    gone = told.of("quote", "went")
    return f"deleted {_some(told, gone)}" if gone else ""


def _quote_came(told: Told) -> str:
    new, under = told.of("quote", "came"), told.of("tag", "came")
    if not new:
        return ""
    themes = list(dict.fromkeys(told.names.theme(part.theme_id) for part in under))
    made = "the new theme " if told.of("theme", "came") and len(themes) == 1 else ""
    return f"took {_some(told, new)}" + (f" under {made}{_listed(themes)}" if themes else "")


def _theme_came(told: Told) -> str:
    new = told.of("theme", "came")
    return f"made the theme “{new[0].after.get('name', '')}”" if new else ""


def _moved(told: Told) -> str:
    moved = told.of("tag", "changed")
    if moved:
        return _from_to(told, moved[0].n, moved[0], {part.theme_was_id for part in moved}, moved[0].theme_id)
    off, under = told.of("tag", "went"), told.of("tag", "came")
    if off and under and _total(off) >= _total(under):
        return _from_to(told, _total(under), under[0], {part.theme_id for part in off}, under[0].theme_id)
    return ""


def _from_to(told: Told, n: int, part: Part, origins: set[int | None], target: int | None) -> str:
    what = told.names.quote(part.quote_id) if n == 1 else counted(n, "quote", "quotes")
    origin = told.names.theme(next(iter(origins))) if len(origins) == 1 else f"{len(origins)} themes"
    return f"moved {what} from {origin} to {told.names.theme(target)}"


def _tagged(told: Told) -> str:
    under, off = told.of("tag", "came"), told.of("tag", "went")
    parts = under or off
    if not parts:
        return ""
    what = told.names.quotes(parts[0]) if len(parts) == 1 else counted(_total(parts), "quote", "quotes")
    themes = _listed(list(dict.fromkeys(told.names.theme(part.theme_id) for part in parts)))
    return f"put {what} under {themes}" if under else f"took {what} off {themes}"


def _theme_changed(told: Told) -> str:
    changed = told.of("theme", "changed")
    renamed = [part for part in changed if "name" in part.fields]
    if renamed:
        also = " and changed what it stands for" if set(renamed[0].fields) - {"name", "position"} else ""
        return f"renamed “{renamed[0].before.get('name')}” to “{renamed[0].after.get('name')}”{also}"
    for part in changed:
        words = _one_theme_changed(part, told.names)
        if words:
            return words
    return "changed the order of the themes" if changed else ""


def _one_theme_changed(part: Part, names: Names) -> str:
    theme, fields = names.theme(part.theme_id), set(part.fields)
    if "archived_at" in fields:
        return f"archived {theme}" if part.after.get("archived_at") else f"brought {theme} back"
    if "parent_id" in fields:
        into = part.after.get("parent_id")
        return (
            f"put {theme} inside {names.theme(into)}"
            if into
            else f"took {theme} out of {names.theme(part.before.get('parent_id'))}"
        )
    if fields == {"colour"}:
        return f"gave {theme} another colour"
    return f"changed what {theme} stands for" if fields - {"position"} else ""


def _weighed(told: Told) -> str:
    for part in told.parts:
        if part.kind != "evidence":
            continue
        about = f"{told.names.quote(part.quote_id)} {{}} {told.names.assumptions.get(part.of_id or 0, 'an assumption')}"
        if part.way == "went":
            return "took back that " + about.format(STANCES.get(part.before.get("stance", ""), "is about"))
        return "said that " + about.format(STANCES.get(part.after.get("stance", ""), "is about"))
    return ""


def _cited(told: Told) -> str:
    for part in told.parts:
        if part.kind == "citation":
            quotes, insight = told.names.quotes(part), told.names.insights.get(part.of_id or 0, "an insight")
            if part.way == "went":
                return f"took {quotes} off {insight}"
            return f"cited {quotes} {SIDES.get(part.after.get('side', ''), 'for')} {insight}"
    return ""


def _quote_changed(told: Told) -> str:
    changed = told.of("quote", "changed")
    if changed and changed[0].fields == ("grade",):
        grade = changed[0].after.get("grade")
        return (
            f"took the grade off {_some(told, changed)}"
            if grade is None
            else f"gave {_some(told, changed)} the grade {grade}"
        )
    return f"changed which words {_some(told, changed)} holds" if changed else ""


def _line_corrected(told: Told) -> str:
    for part in told.of("line", "changed"):
        words = f"corrected a line of {part.before['code']}"
        followed = _total(told.of("quote", "changed"))
        return f"{words}, and {counted(followed, 'quote', 'quotes')} followed" if followed else words
    return ""


SAYINGS: tuple[Callable[[Told], str], ...] = (
    _line_corrected, _merged, _split, _theme_gone, _quote_gone, _quote_came, _theme_came, _moved, _tagged, _quote_changed,
    _theme_changed, _weighed, _cited,
)  # fmt: skip


def _total(parts: Iterable[Part]) -> int:
    return sum(part.n for part in parts)


def _some(told: Told, parts: Sequence[Part]) -> str:
    return told.names.quotes(parts[0]) if len(parts) == 1 else counted(_total(parts), "quote", "quotes")


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
